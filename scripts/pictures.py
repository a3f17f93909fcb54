#!/usr/bin/env python3
"""Takes the README's pictures from a running demo. Needs playwright and Debian's chromium.

Usage: pictures.py http://127.0.0.1:8080 docs/pictures
"""
import pathlib
import sys

from playwright.sync_api import sync_playwright

PAGES = {"home": "", "work": "/work", "decisions": "/decisions", "models": "/models", "quality": "/quality"}
LOOKS = {"light": (1280, 860, "light"), "dark": (1280, 860, "dark"), "phone": (390, 844, "light")}


def main() -> int:
    base, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look, (width, height, scheme) in LOOKS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            page.goto(base + "/sign-in")
            page.fill("input[name=email]", "ada@example.org")
            page.fill("input[name=password]", "three blue lanterns")
            page.keyboard.press("Enter")
            page.wait_for_url("**/projects/fraud")
            for name, path in PAGES.items():
                page.goto(base + "/projects/fraud" + path)
                page.wait_for_timeout(1200)
                for _ in range(12 if name == "work" else 0):  # answers until one shows the model's view
                    if page.query_selector(".bars"):
                        break
                    page.keyboard.press("2")
                    page.wait_for_timeout(400)
                page.screenshot(path=str(folder / f"{name}-{look}.png"))
            context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
