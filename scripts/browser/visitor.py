"""One demo person at a browser: signs in and works by keyboard, and is held to what every page must keep."""
import pathlib
import re
import time

from playwright.sync_api import Error

import accessibility

PASSWORD = "three blue lanterns"
PROJECT = "/projects/fraud"
TRUTH = pathlib.Path("vendor/phishing.csv").read_text().split()[1:]
# What a browser says when a test takes the network away, or when a refusal is what is being looked at.
EXPECTED = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|FAILED|NETWORK_CHANGED|NETWORK_IO_SUSPENDED)")


class Visitor:
    """A signed-in person with a window of their own. Everything is done by keyboard."""

    def __init__(self, browser, address: str, name: str, scheme: str = "light"):
        self.address, self.name = address, name
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 860}, color_scheme=scheme, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _heard(self, message) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(f"{message.type} on {self.page.url}: {message.text[:300]}")

    def sign_in(self) -> None:
        self.page.goto(self.address + "/")
        self.page.wait_for_selector("#email:focus")
        self.page.keyboard.type(self.name + "@example.org")
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**" + PROJECT)

    def go(self, path: str = "") -> None:
        self.page.goto(self.address + PROJECT + path)

    def reach(self, selector: str) -> None:
        """Presses Tab until the element has the focus."""
        self.page.wait_for_selector(selector)
        for _ in range(250):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
                return
        raise AssertionError(f"{selector} on {self.page.url} cannot be reached by Tab")

    def press(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector).strip()

    def waits_for(self, what: str, seconds: float, condition: str, argument=None) -> None:
        """Waits for a condition, a JavaScript expression, on the page without a reload by us.

        Asked from outside: the pages' security policy forbids the evaluating that Playwright's own waiting does.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.page.evaluate(condition, argument):
                    return
            except Error:  # the page is on its way to another one
                pass
            self.page.wait_for_timeout(50)
        heard = self.page.inner_text("body")[:1500]
        raise AssertionError(f"{self.name} waited {seconds:.0f} s in vain for {what}:\n{heard}")

    # ── the task screen ──

    def opens_tasks(self) -> None:
        self.page.wait_for_selector("#stage[aria-busy=false] .item-key")

    @property
    def item(self) -> str:
        return self.text(".item-key")

    @property
    def right(self) -> str:
        """The key of the right answer: the visitor knows her trade, as wrong answers would end up in the model."""
        row = int(re.search(r"site-(\d+)", self.item).group(1))
        return "1" if TRUTH[row - 1].rsplit(",", 1)[1] == "1" else "2"

    def answers(self) -> None:
        """Answers the task on screen rightly; a question about the explanation in between is answered too."""
        before, review = self.item, self.page.query_selector(".given .value")
        key = self.right
        if review:  # accept, or correct it to the right one
            said = "1" if review.inner_text().strip() == "Phishing" else "2"
            if said != key:
                self.page.keyboard.press("2")
            else:
                key = "1"
        self.page.keyboard.press(key)
        self.settle(before)

    def settle(self, before: str) -> None:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            item, probe = self.page.evaluate("""() => [document.querySelector('.item-key')?.textContent,
                document.querySelector('[aria-label="About the explanation"] [data-key]')?.dataset.key]""")
            if probe:
                self.page.keyboard.press(probe)
                self.waits_for("the question to go", 5, "!document.querySelector('[aria-label=\"About the explanation\"]')")
            elif item and item != before:
                return
            self.page.wait_for_timeout(10)
        raise AssertionError(f"no other task came after {before}: {self.text('#stage')[:200]}")

    # ── what every page must keep ──

    def holds_to_basics(self, path: str | None = None, bare: bool = False) -> list[str]:
        """Accessibility basics in light, dark and on a phone, and a walk by Tab; gives what is wrong."""
        if path is not None:
            self.page.goto(self.address + path)
        self.page.wait_for_timeout(300)
        wrong = []
        for scheme, width, height in (("dark", 1280, 860), ("light", 1280, 860), ("light", 390, 844)):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(100)  # sizes settle
            wrong += [f"{scheme} {width}: {one}" for one in accessibility.findings(self.page, bare)]
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size({"width": 1280, "height": 860})
        wrong += accessibility.walk(self.page)
        return [f"{self.page.url.removeprefix(self.address)} {one}" for one in dict.fromkeys(wrong)]
