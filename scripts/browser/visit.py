#!/usr/bin/env python3
"""Plays the newcomer's visit on a freshly seeded demo, by keyboard, in headless Chromium.

An analyst answers cases; the network vanishes while she does; she settles a disagreement with the votes side by side and
answers an agent's action; a scientist retrains; another person promotes; a new
certificate is issued; a new pattern arrives, the monitor withdraws the certificate on the screen, and the loop restores
it. On the way every key page is held to accessibility basics, and no page may complain on its console.
Started by run.sh. Usage: visit.py --tandem PROGRAM --chromium PROGRAM [--keep FOLDER]
"""
import argparse
import pathlib
import shutil
import sys
import tempfile
import time
import traceback

from playwright.sync_api import sync_playwright

import accessibility
from demo import Demo
from visitor import PROJECT, Visitor

ANSWERS = """SELECT count(*) FROM annotation a JOIN worker w ON w.id = a.worker_id
    WHERE w.name = 'Ada Analyst' AND a.state IN ('counted', 'late')"""
VALID = "SELECT count(*) FROM certificate WHERE state = 'valid'"

# The figure in the home page's picture; live, so it changes without a reload.
AUTOMATIC = "document.querySelectorAll('.loop-wide .loop-figure')[3].textContent"


class Story:
    """The visit, act by act; each act raises AssertionError when something is not as it should be."""

    def __init__(self, demo: Demo, browser, pictures: pathlib.Path | None = None):
        self.demo, self.browser, self.pictures = demo, browser, pictures
        self.people: list[Visitor] = []
        demo.pause = self.pause

    def pause(self, seconds: float) -> None:
        """Lets the browser's own events through meanwhile; a plain sleep would hold them up."""
        if self.people:
            self.people[-1].page.wait_for_timeout(1000 * seconds)
        else:
            time.sleep(seconds)

    def person(self, name: str) -> Visitor:
        one = Visitor(self.browser, self.demo.address, name)
        one.sign_in()
        self.people.append(one)
        return one

    def leave(self, one: Visitor) -> None:
        """The window closes; what its console said is a finding."""
        one.context.close()
        if one.complaints:
            raise AssertionError(f"{one.name}'s console:\n  " + "\n  ".join(one.complaints))
        self.people.remove(one)

    # ── acts ──

    def an_analyst_answers(self) -> None:
        ada = self.person("ada")
        assert "for you" in ada.text("h1"), ada.text("h1")
        ada.page.keyboard.press("Enter")  # the one thing to do next
        ada.page.wait_for_url("**/work")
        ada.opens_tasks()
        ada.page.keyboard.press("?")
        ada.waits_for("the list of keys", 5, "document.getElementById('shortcuts').open")
        ada.page.keyboard.press("Escape")
        ada.page.keyboard.press("g")
        ada.waits_for("the guidelines", 5, "document.getElementById('guidelines').open")
        assert "empty server form handler" in ada.text("#guidelines-body")
        ada.page.keyboard.press("g")
        ada.waits_for("closed guidelines", 5, "!document.getElementById('guidelines').open")
        before = self.demo.one(ANSWERS)
        explained = leaning = blind = 0
        for _ in range(10):
            if ada.page.query_selector(".bars"):
                explained += 1
                assert "margin" in ada.text(".view"), ada.text(".view")
                # Whoever is to guess the model's answer afterwards sees the bars without it.
                if ada.page.query_selector(".lean"):
                    leaning += 1
            if ada.page.query_selector(".blind-note"):
                blind += 1
                assert not ada.page.query_selector(".lean, .bars, .shades")
            ada.answers()
        assert leaning > 0, (explained, leaning, blind)
        self.demo.wait("ten answers of Ada", 10, f"SELECT ({ANSWERS}) = ?", before + 10)
        ada.page.keyboard.press("u")
        ada.waits_for("the mark 'unsure'", 5, "!!document.querySelector('.answer-tools [aria-pressed=true]')")
        ada.page.keyboard.press("c")
        ada.page.keyboard.type("the signs contradict each other")
        ada.page.keyboard.press("Escape")
        ada.answers()
        self.demo.wait("the unsure answer with its comment", 10, """SELECT count(*) FROM annotation
            WHERE unsure = 1 AND comment = 'the signs contradict each other'""")
        self.ada = ada

    def the_next_item_waits_for_nobody(self) -> None:
        """With every answer held up on its way, the next item still shows at once: it was fetched before."""
        ada = self.ada
        ada.page.wait_for_timeout(300)
        held = []
        shut = True

        def hold(route):
            held.append(route) if shut else route.continue_()

        ada.page.route("**/annotation", hold)
        ada.page.route("**/claim", hold)
        ada.answers()
        ada.page.wait_for_timeout(200)
        assert held, "the answer was not on its way"
        shut = False
        for route in held:
            route.continue_()
        ada.waits_for("the answer to arrive", 10, "document.getElementById('sync-state').dataset.state === 'saved'")
        ada.page.unroute("**/annotation")
        ada.page.unroute("**/claim")

    def an_answer_can_be_undone(self) -> None:
        ada = self.ada
        before, key = self.demo.one(ANSWERS), ada.item
        ada.answers()
        self.demo.wait("the answer", 10, f"SELECT ({ANSWERS}) = ?", before + 1)
        ada.page.keyboard.press("z")
        ada.waits_for("the undone task", 10, "key => document.querySelector('.item-key')?.textContent === key", key)
        self.demo.wait("the answer to be taken back", 10, f"SELECT ({ANSWERS}) = ?", before)
        ada.answers()
        self.demo.wait("the other answer", 10, f"SELECT ({ANSWERS}) = ?", before + 1)

    def the_network_vanishes(self) -> None:
        """Answer, reload, reconnect: exactly one answer is stored, whether the request was lost or its reply."""
        ada = self.ada
        before = self.demo.one(ANSWERS)
        ada.page.wait_for_timeout(300)
        ada.context.set_offline(True)
        ada.waits_for("the network to be gone", 10, "fetch('/livez').then(() => false, () => true)")
        ada.page.keyboard.press(ada.right)
        ada.waits_for("the word 'Offline'", 10, "document.getElementById('sync-state').textContent.includes('Offline')")
        try:
            ada.page.reload()
        except Exception:  # there is no page without a network
            pass
        stored = self.demo.one(ANSWERS)
        assert stored == before, f"{stored} answers instead of {before} while the network is away"
        ada.context.set_offline(False)
        ada.go("/work")
        ada.opens_tasks()
        ada.waits_for("all saved", 15, "document.getElementById('sync-state').textContent === 'All saved'")
        self.demo.wait("the answer given offline", 10, f"SELECT ({ANSWERS}) = ?", before + 1)

        def lose_the_reply(route):
            route.fetch()
            route.abort()

        ada.page.route("**/annotation", lose_the_reply, times=1)
        key = ada.item
        ada.page.keyboard.press(ada.right)
        self.demo.wait("the answer whose reply is lost", 10, f"SELECT ({ANSWERS}) = ?", before + 2)
        ada.page.reload()
        ada.settle(key)
        ada.waits_for("all saved", 15, "document.getElementById('sync-state').textContent === 'All saved'")
        assert self.demo.one(ANSWERS) == before + 2, "an answer is stored twice"
        assert self.demo.one("SELECT count(*) FROM (SELECT 1 FROM annotation WHERE state IN ('counted', 'late') "
                             "GROUP BY task_id, worker_id HAVING count(*) > 1)") == 0
        self.leave(ada)

    def an_expert_settles_a_disagreement(self) -> None:
        """The votes stand side by side, simulated people marked; a skipped case is not handed back."""
        waits = """SELECT count(*) FROM task WHERE kind = 'adjudicate' AND state = 'open'
            AND details LIKE '%"simulated":true%'"""
        self.demo.wait("a disagreement of the simulated team", 240, f"SELECT ({waits}) >= 2")
        ada = self.person("ada")
        assert "Disagreements to settle" in ada.text("#waiting"), ada.text("#waiting")
        ada.go("/work?kind=adjudicate")
        ada.opens_tasks()
        self.votes_stand_side_by_side(ada)
        skipped = ada.item
        ada.page.keyboard.press("n")
        ada.waits_for("the word 'Skipped'", 5, "document.querySelector('.toasts')?.innerText.includes('Skipped')")
        ada.waits_for("another case", 10, "key => document.querySelector('.item-key')?.textContent !== key", skipped)
        self.votes_stand_side_by_side(ada)
        item = "SELECT id FROM item WHERE key = ?"
        here = f"SELECT count(*) FROM task t WHERE t.kind = 'adjudicate' AND t.item_id = ({item}) AND t.state = 'resolved'"
        settled = ada.item
        assert self.demo.one(here, settled) == 0
        ada.page.keyboard.press(ada.right)
        ada.waits_for("the next case or none", 10, "key => document.querySelector('.item-key')?.textContent !== key", settled)
        self.demo.wait("the expert's answer to settle it", 45, f"SELECT ({here}) = 1", settled)
        ada.go("/work?kind=adjudicate")
        ada.page.wait_for_selector("#stage[aria-busy=false]")
        shown = ada.page.query_selector(".item-key")
        assert shown is None or shown.inner_text() != skipped, f"{skipped} was handed to Ada again"
        handed = """SELECT count(*) FROM lease l JOIN task t ON t.id = l.task_id JOIN worker w ON w.id = l.worker_id
            WHERE t.kind = 'adjudicate' AND w.name = 'Ada Analyst' AND t.item_id = (SELECT id FROM item WHERE key = ?)"""
        assert self.demo.one(handed, skipped) == 1, f"{skipped} was handed to Ada again"
        self.leave(ada)

    def votes_stand_side_by_side(self, one: Visitor) -> None:
        """Every look: cards in one row where there is room, under each other on a phone; simulated people marked."""
        for scheme, width, height in (("light", 1280, 860), ("dark", 1280, 860), ("light", 390, 844)):
            one.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            one.page.set_viewport_size({"width": width, "height": height})
            one.page.wait_for_timeout(150)
            cards = one.page.locator(".vote-card")
            assert cards.count() >= 2, one.text("#stage")
            assert one.page.locator(".vote-card .badge-simulated").count() >= 1, one.text(".votes")
            boxes = [cards.nth(place).bounding_box() for place in range(cards.count())]
            assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes), boxes
            if width > 900:
                assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"], boxes
            wrong = accessibility.findings(one.page, False)
            assert not wrong, f"adjudication, {scheme} {width}: {wrong}"
            if self.pictures:
                one.page.screenshot(path=str(self.pictures / f"adjudicate-{scheme}-{width}.png"))
        one.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        one.page.set_viewport_size({"width": 1280, "height": 860})

    def an_expert_answers_an_agent(self) -> None:
        """An agent asks to act; the expert edits the arguments by keyboard, and the decision shows both."""
        sam = self.person("sam")
        row = self.demo.one("SELECT content FROM item WHERE content LIKE '{%' ORDER BY id LIMIT 1")
        asked = sam.page.evaluate("""async (content) => {
            const { post } = await import('/assets/api.js');
            const item = { ...JSON.parse(content), site: 'site-agent-1' };
            const action = { name: 'block_site', arguments: { days: 30, reason: 'looks like a bank', notify: true } };
            return post('/api/v1/projects/fraud/decisions', { item, action, deadline: '2099-01-01T00:00:00Z' }, 'agent-1');
        }""", row)
        assert asked["route"] == "human" and asked["state"] == "open", asked
        self.leave(sam)
        ada = self.person("ada")
        assert "Agents' actions to approve" in ada.text("#waiting"), ada.text("#waiting")
        ada.go("/work?kind=approve")
        ada.page.wait_for_selector(".action-pane")
        assert "block_site" in ada.text(".action-pane") and "looks like a bank" in ada.text(".action-pane")
        wrong = ada.holds_to_basics()
        assert not wrong, wrong
        ada.page.keyboard.press("2")
        ada.waits_for("the arguments", 5, "document.activeElement?.name === 'argument:days'")
        if self.pictures:
            ada.page.screenshot(path=str(self.pictures / "approve-edit.png"))
        ada.page.keyboard.press("Control+a")
        ada.page.keyboard.type("7")
        ada.page.keyboard.press("Control+Enter")
        self.demo.wait("the verdict", 10, """SELECT count(*) FROM decision WHERE id = ? AND state = 'closed'
            AND value = '"edit"' AND action LIKE '%"days":7%' AND action LIKE '%"days":30%'""", asked["id"])
        ada.go(f"/decisions/{asked['id']}")
        card = ada.text("section[aria-labelledby=action-title]")
        assert "edited by a person" in card and "30" in card and "7" in card and asked["action"]["hash"] in card, card
        if self.pictures:
            ada.page.screenshot(path=str(self.pictures / "decision-action.png"))
        self.leave(ada)

    def a_scientist_retrains(self) -> str:
        """Gives the challenger's name."""
        sam = self.person("sam")
        sam.go("/models")
        known = self.demo.one("SELECT count(*) FROM model")
        sam.press("form[action$='/models/retrain'] button")
        sam.waits_for("the running job", 15, "!!document.querySelector('.job')")
        self.demo.wait("the new model and its control arm", 60, "SELECT count(*) >= ? FROM model", known + 2)
        sam.waits_for("the comparison", 30, "/^Challenger v\\d+ against champion v\\d+$/.test("
                      "document.getElementById('compare-title')?.textContent)")
        sam.waits_for("the end of the job", 10, "document.querySelector('.job .badge')?.textContent === 'done'")
        challenger = sam.text("#compare-title").split()[1]
        for word in ("McNemar", "Gain due to people", "Frozen evaluation set"):
            assert word.lower() in sam.text("section[aria-labelledby=compare-title]").lower(), word
        assert sam.page.locator(".compare .arm").count() == 3
        assert sam.page.is_disabled("form[action$='/promote'] button"), "the author may promote"
        self.leave(sam)
        return challenger

    def another_person_promotes(self, challenger: str) -> None:
        cleo = self.person("cleo")
        waiting = cleo.text("#waiting")
        assert challenger in waiting, f"home does not ask Cleo about {challenger}: {waiting}"
        cleo.press("#waiting a")
        cleo.page.wait_for_url("**/models*")
        cleo.press("form[action$='/promote'] button")
        cleo.waits_for(f"{challenger} live", 15, """name => [...document.querySelectorAll('tr')].some(
            row => row.cells[0]?.textContent === name && row.textContent.includes('live'))""", challenger)
        self.leave(cleo)

    def a_certificate_is_issued(self) -> None:
        sam = self.person("sam")
        sam.go("/quality")
        assert self.demo.one(VALID) == 0
        assert "No automatic decision is taken" in sam.text(".claim"), sam.text(".claim")
        sam.press("form[action$='/certificates'] button")
        sam.waits_for("a valid certificate", 20, "document.querySelector('.card-head .badge').textContent === 'valid'")
        assert "err at most 5%" in sam.text(".claim"), sam.text(".claim")
        assert self.demo.one(VALID) == 1
        sam.go("")
        automatic = sam.page.evaluate(AUTOMATIC)
        sam.waits_for("automatic decisions that go on", 30, f"before => {AUTOMATIC} !== before", automatic)
        self.leave(sam)

    def compliance_looks(self) -> None:
        conny = self.person("conny")
        conny.go("/quality")
        assert conny.page.locator(".kpi").count() == 12
        valued = [one for one in conny.page.locator(".kpi .stat-value").all_inner_texts() if one.strip() != "—"]
        assert len(valued) >= 9, valued
        conny.go("/ledger")
        conny.press("form[action$='/ledger/verify'] button")
        conny.waits_for("the verdict", 20, "document.body.innerText.includes('Intact')")
        self.leave(conny)

    def a_new_pattern_arrives(self) -> None:
        """The monitor withdraws the certificate on a page that is not reloaded; traffic goes to people."""
        assert self.demo.stop() == 0, "the server did not end well"
        self.demo.start("20/s")
        conny = self.person("conny")
        share = conny.text("#share .stat-value")
        assert self.demo.one(VALID) == 1
        conny.waits_for("the banner", 60, "document.getElementById('banners').innerText.includes('withdrawn')")
        conny.waits_for("the closed gate", 10, "document.getElementById('loop').innerText.includes('Withdrawn')"
                        " || document.querySelector('.loop-wide').textContent.includes('Withdrawn')")
        assert self.demo.one(VALID) == 0
        routed = "SELECT count(*) FROM decision WHERE route = ?"
        automatic, human = self.demo.one(routed, "auto"), self.demo.one(routed, "human")
        self.demo.wait("60 cases that go to people", 30, "SELECT count(*) >= ? FROM decision WHERE route = 'human'",
                       human + 60)
        assert self.demo.one(routed, "auto") == automatic, "a case was decided without a certificate"
        conny.waits_for("a human share that moves", 10,
                        "before => document.querySelector('#share .stat-value').innerText !== before", share)
        self.leave(conny)

    def the_loop_restores_it(self) -> None:
        pattern = "SELECT count(*) FROM decision"
        self.demo.wait("the wave to pass", 60, f"SELECT ({pattern}) >= ?", 150 + 200 + 150 + 60)
        challenger = self.a_scientist_retrains()
        self.another_person_promotes(challenger)
        self.a_certificate_is_issued()

    def every_page_keeps_the_basics(self) -> None:
        wrong = []
        outside = Visitor(self.browser, self.demo.address, "nobody")
        wrong += outside.holds_to_basics("/sign-in", bare=True)
        outside.context.close()
        ada = self.person("ada")
        for path in ("", "/work", "/decisions", "/models", "/quality", "/guidelines"):
            wrong += ada.holds_to_basics(PROJECT + path)
        self.leave(ada)
        alex = self.person("alex")
        one = self.demo.one("SELECT id FROM decision WHERE state = 'closed' ORDER BY id DESC LIMIT 1")
        for path in ("/items", "/import", "/people", "/policy", "/ledger", "/models", "/quality", f"/decisions/{one}"):
            wrong += alex.holds_to_basics(PROJECT + path)
        for path in ("/settings", "/projects"):
            wrong += alex.holds_to_basics(path)
        said = list(alex.complaints)
        wrong += alex.holds_to_basics(PROJECT + "/nothing-here")
        alex.complaints = said  # the browser tells of the 404 that was asked for
        self.leave(alex)
        assert not wrong, "accessibility:\n  " + "\n  ".join(wrong)

    def play(self) -> None:
        acts = [
            ("an analyst answers by keyboard", self.an_analyst_answers),
            ("the next item waits for nobody", self.the_next_item_waits_for_nobody),
            ("an answer can be undone", self.an_answer_can_be_undone),
            ("the network vanishes and comes back", self.the_network_vanishes),
            ("an expert settles a disagreement, the votes in view", self.an_expert_settles_a_disagreement),
            ("an expert answers an agent's action", self.an_expert_answers_an_agent),
        ]
        for title, act in acts:
            self.tell(title, act)
        challenger = self.tell("a scientist retrains and compares", self.a_scientist_retrains)
        self.tell("another person promotes", lambda: self.another_person_promotes(challenger))
        for title, act in [
            ("a certificate is issued, automatic decisions go on", self.a_certificate_is_issued),
            ("compliance reads figures and verifies the ledger", self.compliance_looks),
            ("every page keeps accessibility basics", self.every_page_keeps_the_basics),
            ("a new pattern arrives, the certificate is withdrawn on screen", self.a_new_pattern_arrives),
            ("retraining and a new certificate restore it", self.the_loop_restores_it),
        ]:
            self.tell(title, act)

    def tell(self, title: str, act):
        begun = time.monotonic()
        result = act()
        print(f"  ✓ {title} ({time.monotonic() - begun:.1f} s)", flush=True)
        return result


def main() -> int:
    parser = argparse.ArgumentParser(description="Plays the newcomer's visit by keyboard.")
    parser.add_argument("--tandem", required=True)
    parser.add_argument("--chromium", required=True)
    parser.add_argument("--keep", help="a folder for the demo's data and a picture of where it failed")
    options = parser.parse_args()
    folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="tandem-visit-"))
    folder.mkdir(parents=True, exist_ok=True)
    demo = Demo(options.tandem, folder / "data")
    begun = time.monotonic()
    print("browser test: the newcomer's visit", flush=True)
    try:
        demo.start("1/s")
        print(f"  ✓ the demo is seeded and serves ({time.monotonic() - begun:.1f} s)", flush=True)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            story = Story(demo, browser, folder if options.keep else None)
            try:
                story.play()
            except Exception as error:
                traceback.print_exc()
                for one in story.people:
                    one.page.screenshot(path=str(folder / f"failed-{one.name}.png"))
                    print(f"{one.name} was at {one.page.url}; console: {one.complaints}", file=sys.stderr)
                print(f"browser test FAILED: {error}\n(pictures and data: {folder})", file=sys.stderr)
                return 1
            finally:
                browser.close()
    finally:
        demo.stop()
    print(f"browser test passed in {time.monotonic() - begun:.0f} s")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
