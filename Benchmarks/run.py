#!/usr/bin/env python3
"""Runs each rival and Tandem's command on the same file in the same run, in turn, and prints what both took.

    Benchmarks/run.py --tandem PATH [--only NAME,…] [--runs N] [--scale F] [--full] [--document FILE] [--venvs DIR]

For every workload: the rival makes its input once (seeded), then rival and Tandem run one after the other, N times. Two
ratios of processor time (user + system, all threads; it does not grow when others use the machine, as wall time does):
computing alone with the data in memory, and the whole process from file to file. Peak memory and the quality of both
answers, judged by the same function, stand beside them. Rivals live in environments of their own, outside the
repository (--venvs, or a temporary folder), pinned in requirements/.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import report  # noqa: E402
from workloads import WORKLOADS, Workload  # noqa: E402


def environment(name: str, folder: pathlib.Path) -> str:
    """The Python of a rival's environment, made when it is not there."""
    python = folder / name / "bin" / "python"
    stamp = folder / name / "installed"
    if not stamp.exists() and not (python.exists() and (folder / name / "lib").exists()):
        print(f"bench: installing {name}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "-r", HERE / "requirements" / f"{name}.txt"], check=True)
        stamp.touch()
    return str(python)


def measured(command: list[str], folder: str) -> dict:
    """One finished process: processor seconds, wall seconds, peak megabytes, and what it said."""
    output, errors = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=errors, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    output.seek(0), errors.seek(0)
    said, complained = output.read().decode(), errors.read().decode()
    if process.returncode != 0:
        raise SystemExit(f"bench: {' '.join(command)} ended with {process.returncode}: {complained[-2000:]}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "mb": usage.ru_maxrss / 1024, "said": said,
            "complained": complained}


def rival(work: Workload, python: str, folder: str) -> dict:
    made = measured([python, str(HERE / "rivals" / work.script), "run", folder, work.part], folder)
    made["computing"] = json.loads(made["said"].strip().splitlines()[-1])["computing"]
    return made


def tandem(work: Workload, program: str, folder: str) -> dict:
    made = measured([program, *work.command, "--timings"], folder)
    made["computing"] = float(re.search(r"computing ([0-9.e-]+) s", made["complained"]).group(1))
    return made


def judged(work: Workload, python: str, folder: str, answer: str) -> str:
    said = subprocess.run(
        [python, str(HERE / "rivals" / work.script), "judge", folder, work.part, answer], check=True,
        capture_output=True, text=True, cwd=folder).stdout
    return json.loads(said.strip().splitlines()[-1])["quality"]


def compared(work: Workload, chosen, venvs: pathlib.Path, folder: str) -> dict:
    python = environment(work.environment, venvs)
    subprocess.run([python, str(HERE / "rivals" / work.script), "make", folder, work.part, str(chosen.scale)],
                   check=True, cwd=folder, stdout=subprocess.DEVNULL)
    runs = 1 if work.is_slow else chosen.runs
    theirs, ours = [], []
    for _ in range(runs):
        theirs.append(rival(work, python, folder))
        ours.append(tandem(work, chosen.tandem, folder))
    if runs == 1:
        ours += [tandem(work, chosen.tandem, folder) for _ in range(2)]
    middle = lambda rows, key: statistics.median(row[key] for row in rows)  # noqa: E731
    figures = {"workload": work.name, "rival": work.rival, "size": work.size, "runs": runs}
    for key in ("computing", "cpu", "wall", "mb"):
        figures[f"their_{key}"], figures[f"our_{key}"] = middle(theirs, key), middle(ours, key)
    figures["their_quality"] = judged(work, python, folder, work.their_answer)
    figures["our_quality"] = judged(work, python, folder, work.our_answer)
    figures["load"] = round(os.getloadavg()[0], 1)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tandem", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="shrinks every input, for a quick look")
    parser.add_argument("--full", action="store_true", help="also the rivals that take minutes")
    parser.add_argument("--document", help="a Markdown file whose table between markers is replaced")
    parser.add_argument("--venvs", default=os.environ.get("PEERS_VENVS"))
    chosen = parser.parse_args()
    chosen.tandem = os.path.abspath(chosen.tandem)
    venvs = pathlib.Path(chosen.venvs or os.path.join(tempfile.gettempdir(), "tandem-rivals"))
    venvs.mkdir(parents=True, exist_ok=True)
    wanted = set(filter(None, chosen.only.split(",")))
    rows = []
    for work in WORKLOADS:
        if (wanted and work.name not in wanted) or (work.is_slow and not chosen.full and work.name not in wanted):
            continue
        with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
            print(f"bench: {work.name}", file=sys.stderr, flush=True)
            rows.append(compared(work, chosen, venvs, folder))
            print(json.dumps(rows[-1]), flush=True)
    print(report.table(rows))
    if chosen.document:
        report.into(pathlib.Path(chosen.document), rows)


if __name__ == "__main__":
    main()
