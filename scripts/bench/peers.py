#!/usr/bin/env python3
"""Measures Label Studio and Tandem one after the other on this machine, with the same client and settings.

Both on SQLite, both on loopback, both driven by tandem-bench (keep-alive, TCP_NODELAY, TCP_QUICKACK). Label Studio is
pinned in label-studio.txt, runs as its own command starts it, and is installed outside the repository.

    peers.py --tandem PATH --client PATH [--seconds N] [--tasks N] [--output FILE] [--document FILE]
"""
import argparse
import json
import os
import pathlib
import sys
import time

import report
from house import House, fsyncs, load, machine
from label_studio import LabelStudio

CLIENTS = (1, 8, 32)


def texts(count: int) -> list[str]:
    return [f"task {n}: the quick reviewer reads sentence number {n * 7919 % 10007}" for n in range(count)]


def kept(made: dict) -> dict:
    return {
        "pairs_per_second": made["per_second"], "pairs": made["count"], "pair_p50_ms": made["both"]["p50_ms"],
        "pair_p99_ms": made["both"]["p99_ms"], "repeated": made["repeated"], "failures": made["failures"],
        "examples": made["examples"]}


def label_studio(chosen) -> dict:
    with LabelStudio() as peer:
        figures = {"first_start_s": round(peer.first_start_s, 1)}
        figures["import_per_second"] = round(peer.load_tasks(texts(chosen.tasks)))
        team = [peer.annotator(number) for number in range(max(CLIENTS))]
        for clients in CLIENTS:
            figures[f"clients_{clients}"] = kept(load(
                chosen.client, peer.port, team, peer.folder, flavor="label-studio", clients=clients,
                seconds=chosen.seconds, project=peer.project))
        figures["resident_mb"] = peer.resident_mb()
        return figures


def tandem(chosen) -> dict:
    with House(os.path.abspath(chosen.tandem), os.path.abspath(chosen.client), chosen.vendor) as house:
        house.stop()
        figures = {"first_start_s": round(house.start() / 1000, 3), "fsyncs_per_second": fsyncs(house.folder)}
        # A file of the same tasks first, then enough of them to last.
        for name, count in (("same", chosen.tasks), ("bench", 200_000)):
            house.post("/projects", {
                "name": name, "slug": name, "question": {
                    "kind": "choice", "prompt": "Which?", "labels": [{"value": "a"}, {"value": "b"}]},
                "schema": {"columns": [{"name": "text", "type": "text"}]},
                "settings": {"undo_seconds": 0, "gold_share": 0, "repeat_share": 0}})
            data = "text\n" + "\n".join(texts(count)).replace(",", ";")
            began = time.perf_counter()
            house.post(f"/projects/{name}/items?name=bench", data.encode(), "text/csv")
            figures.setdefault("import_per_second", round(count / (time.perf_counter() - began)))
        team = [house.person(f"w{number}", {"bench": ["annotator"]}) for number in range(max(CLIENTS))]
        for clients in CLIENTS:
            figures[f"clients_{clients}"] = kept(
                house.load(team, clients=clients, seconds=chosen.seconds, project="bench"))
        figures["resident_mb"] = house.resident_mb()
        return figures


def table(figures: dict) -> str:
    peer, ours = figures["label_studio"], figures["tandem"]
    rows = [[
        "import, tasks/s", f"{peer['import_per_second']:,}", f"{ours['import_per_second']:,}",
        f"{ours['import_per_second'] / peer['import_per_second']:.1f}×", "≥ 20×"]]
    for clients in CLIENTS:
        them, us = peer[f"clients_{clients}"], ours[f"clients_{clients}"]
        people = f"{clients} client{'s' if clients > 1 else ''}"
        ratio = us["pairs_per_second"] / them["pairs_per_second"] if them["pairs_per_second"] else float("inf")
        rows.append([f"next + submit, pairs/s, {people}", str(them["pairs_per_second"]), f"{us['pairs_per_second']:,}",
                     f"{ratio:,.0f}×", "≥ 500×"])
        rows.append([f"… p99 of a pair, ms, {people}", f"{them['pair_p99_ms']:,}", f"{us['pair_p99_ms']:,}",
                     f"{them['pair_p99_ms'] / us['pair_p99_ms']:,.0f}×", ""])
        rows.append([f"… submissions of a task that somebody had answered, {people}",
                     f"{them['repeated']} of {them['pairs']}", f"{us['repeated']} of {us['pairs']:,}", "", "0"])
        rows.append([f"… requests that failed, {people}", str(them["failures"]), str(us["failures"]), "", "0"])
    rows.append(["first start, s", str(peer["first_start_s"]), str(ours["first_start_s"]),
                 f"{peer['first_start_s'] / ours['first_start_s']:,.0f}×", ""])
    rows.append(["resident memory after it, MB", str(peer["resident_mb"]), str(ours["resident_mb"]),
                 f"{peer['resident_mb'] / ours['resident_mb']:.1f}×", ""])
    about = figures["machine"]
    note = (f"{about['processor']}, {about['cores']} cores, {about['memory_gib']} GiB; one run of "
            f"{figures['seconds']:.0f} s each; {ours['fsyncs_per_second']:,} fsync/s.")
    return report.table(["", "Label Studio 1.23.2", "Tandem", "ratio", "aim"], rows) + "\n\n" + note


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--tandem", required=True)
    options.add_argument("--client", required=True)
    options.add_argument("--vendor", default="vendor")
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--tasks", type=int, default=10_000)
    options.add_argument("--output")
    options.add_argument("--document")
    chosen = options.parse_args()
    chosen.client = os.path.abspath(chosen.client)
    figures = {"machine": machine(), "seconds": chosen.seconds}
    figures["label_studio"] = label_studio(chosen)
    print(json.dumps(figures["label_studio"]), file=sys.stderr)
    figures["tandem"] = tandem(chosen)
    if chosen.output:
        pathlib.Path(chosen.output).write_text(json.dumps(figures, indent=1) + "\n")
    print(table(figures))
    if chosen.document:
        report.refresh(chosen.document, "peers", table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
