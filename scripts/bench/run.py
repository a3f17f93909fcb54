#!/usr/bin/env python3
"""Measures Tandem on this machine: durable (synchronous=FULL), client on the same machine, medians of several runs.

The machine's fsyncs a second stand beside every durable figure. Numbers from a busy machine say little.

    run.py --tandem PATH --client PATH [--quick] [--only start,import,…] [--output FILE] [--document FILE]

--output writes everything as JSON; --document puts the table between the marks of a Markdown file.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import sys
import time

import report
from house import House, fsyncs, machine, median

CLIENTS = (1, 8, 32)


def project(slug: str, features: int = 9, queued: bool = True, **settings) -> dict:
    columns = [{"name": "id", "type": "text", "role": "key"}]
    columns += [{"name": f"x{i}", "type": "number"} for i in range(features)]
    return {
        "name": slug, "slug": slug, "schema": {"columns": columns},
        "question": {"kind": "choice", "prompt": "Which?", "labels": [{"value": "a"}, {"value": "b"}]},
        "settings": {"queue_imported": queued, "undo_seconds": 0, "gold_share": 0, "repeat_share": 0, **settings},
    }


def rows(count: int, features: int = 9, seed: int = 1) -> bytes:
    """A file of items, ten columns by default; the key begins with the label that the features tell."""
    draw = random.Random(seed)
    lines = ["id," + ",".join(f"x{i}" for i in range(features))]
    for number in range(count):
        label = number % 2
        values = [f"{draw.random() * 8 + (label if i < 5 else 0) * 3:.3f}" for i in range(features)]
        lines.append(f"{'ab'[label]}{seed}-{number}," + ",".join(values))
    return "\n".join(lines).encode()


class Bench:
    def __init__(self, chosen):
        self.chosen = chosen
        self.quick = chosen.quick
        self.runs = 1 if chosen.quick else 3
        self.seconds = 2 if chosen.quick else 6
        self.figures = {"machine": machine(), "quick": chosen.quick, "runs": self.runs}

    def house(self, strace: bool = False) -> House:
        return House(os.path.abspath(self.chosen.tandem), os.path.abspath(self.chosen.client), self.chosen.vendor, strace)

    def note(self, **figures):
        self.figures.update(figures)
        for name, value in figures.items():
            print(f"{name}: {json.dumps(value)}", file=sys.stderr, flush=True)

    def team(self, house: House, slugs: list[str], count: int = 32, name: str = "annotator") -> list[str]:
        return [house.person(f"{name}{n}", {slug: ["annotator"] for slug in slugs}) for n in range(count)]

    def start(self):
        with self.house() as house:
            times = []
            for _ in range(3 if self.quick else 7):
                house.stop()
                times.append(house.start())
            self.note(start_ms=round(median(times)), fsyncs_per_second=fsyncs(house.folder))

    def imports(self):
        count = 20_000 if self.quick else 200_000
        data = rows(count)
        for name, queued in (("import_rows_per_second", False), ("import_queued_rows_per_second", True)):
            rates, disk = [], []
            for _ in range(self.runs):
                with self.house() as house:
                    house.post("/projects", project("bench", queued=queued))
                    began = time.perf_counter()
                    added = house.post("/projects/bench/items?name=bench", data, "text/csv")["added"]
                    rates.append(added / (time.perf_counter() - began))
                    disk.append(fsyncs(house.folder, 0.3))
            self.note(**{name: round(median(rates)), name + "_fsyncs": round(median(disk))})

    def pairs(self):
        with self.house() as house:
            house.post("/projects", project("bench"))
            house.post("/projects/bench/items?name=bench", rows(30_000 if self.quick else 200_000), "text/csv")
            team = self.team(house, ["bench"])
            house.load(team, clients=32, seconds=1, project="bench")
            for clients in CLIENTS:
                found = [self.one_pairs(house, team, clients) for _ in range(self.runs)]
                self.note(**{f"pairs_{clients}": {
                    key: median([one[key] for one in found]) for key in found[0]}})
            self.note(pairs_resident_mb=house.resident_mb())

    def one_pairs(self, house: House, team: list[str], clients: int) -> dict:
        before = house.metric("tandem_store_writes_total"), house.metric("tandem_store_commits_total")
        made = house.load(team, clients=clients, seconds=self.seconds, project="bench")
        after = house.metric("tandem_store_writes_total"), house.metric("tandem_store_commits_total")
        return {
            "per_second": made["per_second"], "claim_p50_ms": made["first"]["p50_ms"],
            "claim_p99_ms": made["first"]["p99_ms"], "answer_p50_ms": made["second"]["p50_ms"],
            "answer_p99_ms": made["second"]["p99_ms"], "pair_p50_ms": made["both"]["p50_ms"],
            "pair_p99_ms": made["both"]["p99_ms"], "repeated": made["repeated"], "failures": made["failures"],
            "commits_per_write": round((after[1] - before[1]) / max(1, after[0] - before[0]), 4),
            "fsyncs_per_second": fsyncs(house.folder, 0.3),
        }

    def waits(self):
        """Counts the server's waits for the disk with strace, at 32 clients."""
        if not shutil.which("strace"):
            return self.note(disk_waits_per_write=None)
        with self.house(strace=True) as house:
            house.post("/projects", project("bench"))
            house.post("/projects/bench/items?name=bench", rows(30_000), "text/csv")
            team = self.team(house, ["bench"])
            house.stop()
            house.start()  # what came before is not counted
            made = house.load(team, clients=32, seconds=self.seconds, project="bench")
            house.stop()
            self.note(
                disk_waits_per_write=round(house.disk_waits() / (2 * made["count"]), 4),
                disk_waits_pairs_per_second=made["per_second"])

    def decisions(self):
        with self.house() as house:
            self.live_model(house)
            token = [house.person("caller", {"live": ["program"]})]
            draw = random.Random(5)
            cases = [{"item": {"id": "live-{n}"} | {
                f"x{i}": round(draw.random() * 8 + (n % 2 if i < 5 else 0) * 3, 3) for i in range(30)}}
                for n in range(5_000)]
            batch, single = os.path.join(house.folder, "batch"), os.path.join(house.folder, "single")
            pathlib.Path(batch).write_text(
                "\n".join(json.dumps({"items": cases[n:n + 100]}) for n in range(0, len(cases), 100)))
            pathlib.Path(single).write_text("\n".join(map(json.dumps, cases)))
            how = {"scenario": "requests", "path": "/api/v1/projects/live/decisions", "seconds": self.seconds}
            for name, body, size, clients in (
                    ("decisions_batches_1", batch, 100, 1), ("decisions_batches_4", batch, 100, 4),
                    ("decisions_single_1", single, 1, 1), ("decisions_single_32", single, 1, 32)):
                found = [house.load(token, bodies=body, clients=clients, **how) for _ in range(self.runs)]
                if any(one["failures"] for one in found):
                    sys.exit(f"bench: {name}: {found[0]['examples']}")
                self.note(**{name: {
                    "per_second": round(median([one["per_second"] * size for one in found])),
                    "p50_ms": median([one["first"]["p50_ms"] for one in found]),
                    "p99_ms": median([one["first"]["p99_ms"] for one in found]),
                    "failures": sum(one["failures"] for one in found), "fsyncs_per_second": fsyncs(house.folder, 0.3)}})
            made = house.call("/api/v1/projects/live/decisions?limit=500")["items"]
            self.note(decisions_automatic_share=round(sum(one["route"] == "auto" for one in made) / len(made), 3))

    def live_model(self, house: House):
        """A boosted model over 30 columns, learned, promoted by another person and certified, all through the API."""
        house.post("/projects", project("live", features=30))
        house.post("/projects/live/items?name=live", rows(4_000, features=30, seed=2), "text/csv")
        team = self.team(house, ["live"])
        house.load(team, clients=32, seconds=60, count=4_000, project="live", answer="key")
        scientist = house.person("scientist", {"live": ["scientist"]})
        champion = house.person("champion", {"live": ["champion"]})
        job = house.post("/projects/live/models", {"learner": "boosting"}, token=scientist)
        while job["state"] in ("queued", "waiting", "running"):
            time.sleep(0.2)
            job = house.call(f"/api/v1/jobs/{job['id']}", token=scientist)
        if job["state"] not in ("done", "succeeded"):
            sys.exit(f"bench: the model was not trained: {job}")
        model = house.call("/api/v1/projects/live/models", token=scientist)["items"][0]
        house.post(f"/models/{model['id']}/promote", {}, token=champion)
        made = house.post("/projects/live/certificates", {"max_error": 0.1, "confidence": 0.95}, token=champion)
        self.note(decisions_certificate=made["state"])

    def queues(self):
        """Claims from queues of three lengths, for a newcomer and for somebody with many answers; start; memory."""
        sizes = (1_000, 10_000, 50_000) if self.quick else (10_000, 100_000, 1_000_000)
        answers = 5_000 if self.quick else 50_000
        with self.house() as house:
            slugs = []
            for size in sizes:
                for number in range(self.runs if size < 1_000_000 else 1):
                    slug = f"q{size}-{number}"
                    slugs.append((size, slug))
                    house.post("/projects", project(slug))
                    house.post(f"/projects/{slug}/items?name={slug}", rows(size, seed=size + number), "text/csv")
            team = self.team(house, [slug for _, slug in slugs])
            for size in sizes:
                places = [slug for length, slug in slugs if length == size]
                places = (places * self.runs)[:self.runs]
                for clients, seconds in ((1, 2), (32, 1)):
                    found = [
                        house.load(team, clients=clients, seconds=seconds, project=slug)["first"] for slug in places]
                    self.note(**{f"claim_{size}_{clients}": {
                        key: median([one[key] for one in found]) for key in ("p50_ms", "p99_ms")}})
            last = slugs[-1][1]
            veteran, newcomer = house.person("veteran", {last: ["annotator"]}), house.person("newcomer", {last: ["annotator"]})
            made = house.load([veteran], clients=2, seconds=600, count=answers, project=last)
            self.note(veteran_answers=made["count"])
            for name, token in (("newcomer", newcomer), ("veteran", veteran)):
                found = [house.load([token], clients=1, seconds=2, project=last)["first"] for _ in range(self.runs)]
                self.note(**{f"claim_{name}": {
                    key: median([one[key] for one in found]) for key in ("p50_ms", "p99_ms")}})
            house.load(team, clients=32, seconds=self.seconds, project=last)
            self.note(million_resident_mb=house.resident_mb())
            times = []
            for _ in range(3 if self.quick else 5):
                house.stop()
                times.append(house.start())
            self.note(million_items=sum(size for size, _ in slugs), million_start_ms=round(median(times)))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--tandem", required=True)
    options.add_argument("--client", required=True)
    options.add_argument("--vendor", default="vendor")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--only", help="some of start,imports,pairs,waits,decisions,queues")
    options.add_argument("--output")
    options.add_argument("--document")
    chosen = options.parse_args()
    bench = Bench(chosen)
    for part in (chosen.only or "start,imports,pairs,waits,decisions,queues").split(","):
        getattr(bench, part)()
    if chosen.output:
        pathlib.Path(chosen.output).write_text(json.dumps(bench.figures, indent=1) + "\n")
    table = report.tandem(bench.figures)
    print(table)
    if chosen.document:
        report.refresh(chosen.document, "bench", table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
