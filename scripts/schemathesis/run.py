#!/usr/bin/env python3
"""Runs schemathesis over /openapi.json with all its checks, as each role, against the seeded demo.

Nothing is left out: what a check finds is a defect of the program or of its description. The pinned tools live in a
virtual environment under the user's cache folder. Usage: run.py [--tandem PATH] [--examples N] [--seed N]
[--only ROLE,…] [--optional]; with --optional it is skipped in plain words when the tools cannot be installed.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "scripts/reliability"))

from house import Client, Refused, find_tandem  # noqa: E402

ROLES = [
    "administrator", "annotator", "expert", "scientist", "champion", "compliance", "legal", "end_user", "program",
]


class Unavailable(Exception):
    """The tools cannot be had here."""


def tools() -> str:
    """The `st` program in an environment made for exactly these requirements."""
    wanted = (HERE / "requirements.txt").read_bytes()
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "tandem"
    folder = cache / ("schemathesis-" + hashlib.sha256(wanted + sys.version.encode()).hexdigest()[:16])
    program, stamp = folder / "bin/st", folder / "complete"
    if not stamp.exists():
        print("schemathesis: installing the pinned tools", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            venv.create(folder, with_pip=True)
            subprocess.run(
                [folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
                 "--only-binary=:all:", "-r", HERE / "requirements.txt"],
                check=True, capture_output=True, text=True, timeout=300)
        except (subprocess.SubprocessError, OSError) as error:
            raise Unavailable(getattr(error, "stderr", None) or error) from error
        stamp.touch()
    return str(program)


class Demo:
    """The demo's server, seeded, with a person of each role."""

    def __init__(self, tandem: str):
        self.tandem, self.folder = tandem, tempfile.mkdtemp(prefix="tandem-schemathesis-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = open(self.folder + "/log", "ab")
        self.server = subprocess.Popen(
            [tandem, "demo", "fraud", "--port", str(self.port), "--data-dir", self.folder + "/data", "--vendor-dir",
             str(ROOT / "vendor"), "--pace", "2/s", "--log-level", "error"], stdout=self.log, stderr=self.log)
        until = time.monotonic() + 120
        while time.monotonic() < until and self.server.poll() is None:
            try:
                Client(self.port, "").call("GET", "/livez")
                break
            except Refused:
                break
            except OSError:
                time.sleep(0.1)
        token = subprocess.run(
            [tandem, "token", "create", "alex@example.org", "--data-dir", self.folder + "/data"], check=True,
            capture_output=True, text=True).stdout.strip()
        self.admin = Client(self.port, token)

    def person(self, role: str) -> Client:
        body = {"email": f"{role}@st.example", "name": f"Role {role}", "administrator": role == "administrator"}
        made = self.admin.post("/users", body)
        if role != "administrator":
            self.admin.post("/projects/fraud/roles", {"account": made["account"], "role": role})
        made = self.admin.post("/tokens", {"name": "schemathesis", "account": made["account"]})
        return Client(self.port, made["token"])

    def parameters(self, person: Client) -> dict:
        """Real ids for the parts of paths, so that more than 404 is looked at."""
        first = {}
        for name, path in {
            "decision": "/projects/fraud/decisions", "model": "/projects/fraud/models", "job": "/projects/fraud/jobs",
            "certificate": "/projects/fraud/certificates", "worker": "/users",
        }.items():
            found = self.admin.get(path)["items"]
            if found:
                first[name] = found[-1].get("worker", found[-1].get("id"))
        try:
            task = person.post("/projects/fraud/tasks/claim", {})
            first["task"] = task["id"] if task else "tsk_" + "0" * 26
        except Refused:
            first["task"] = "tsk_" + "0" * 26
        return {"project": "fraud"} | first

    def close(self) -> str:
        """What it wrote to its log."""
        self.server.terminate()
        try:
            self.server.wait(40)
        except subprocess.TimeoutExpired:
            self.server.kill()
        self.log.close()
        text = pathlib.Path(self.folder + "/log").read_text()
        shutil.rmtree(self.folder, ignore_errors=True)
        return text


def run(st: str, demo: Demo, role: str, token: str, parameters: dict, given) -> tuple[int, str, dict]:
    """One role's run: its exit code, what it printed, its figures."""
    folder = tempfile.mkdtemp(prefix="tandem-st-")
    # 400 and 412 are looked at by checks.py: the first by its code; the second is what a stale If-Match is for.
    lines = [
        "[checks.positive_data_acceptance]",
        'expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "429"]', "[parameters]"]
    lines += [f'"path.{name}" = "{value}"' for name, value in parameters.items()]
    pathlib.Path(folder, "schemathesis.toml").write_text("\n".join(lines) + "\n")
    report = folder + "/report.json"
    done = subprocess.run(
        [st, "--config-file", folder + "/schemathesis.toml", "run", f"http://127.0.0.1:{demo.port}/openapi.json",
         "--header", f"Authorization: Bearer {token}", "--checks", "all", "--max-examples", str(given.examples),
         "--seed", str(given.seed), "--phases", given.phases, "--report", "json", "--report-json-path", report,
         "--continue-on-failure", "--no-color", "--request-timeout", "30", "--generation-database", "none"],
        capture_output=True, text=True, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "checks"})
    figures = {}
    if os.path.exists(report):
        figures = json.loads(pathlib.Path(report).read_text())
    shutil.rmtree(folder, ignore_errors=True)
    return done.returncode, done.stdout + done.stderr, figures


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tandem")
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    parser.add_argument("--only", default=",".join(ROLES))
    parser.add_argument("--optional", action="store_true")
    parser.add_argument("--save", help="a folder for what schemathesis printed and reported")
    given = parser.parse_args()
    tandem = find_tandem(given.tandem)
    try:
        st = tools()
    except Unavailable as error:
        print(f"schemathesis: skipped, its tools cannot be installed: {error}")
        return 0 if given.optional else 69
    began, failed, total = time.monotonic(), 0, 0
    demo = Demo(tandem)
    try:
        roles = given.only.split(",")
        people = {role: demo.person(role) for role in roles}
        parameters = {role: demo.parameters(person) for role, person in people.items()}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            runs = pool.map(
                lambda role: (role, run(st, demo, role, people[role].token, parameters[role], given)), roles)
            for role, (code, text, figures) in runs:
                failed += code != 0
                if given.save:
                    pathlib.Path(given.save).mkdir(parents=True, exist_ok=True)
                    pathlib.Path(given.save, role + ".txt").write_text(text)
                    pathlib.Path(given.save, role + ".json").write_text(json.dumps(figures, indent=1))
                operations = re.search(r"Tested: (\d+)", text)
                cases = re.search(r"(\d+) generated(?:, (\d+) found)?", text)
                total += int(cases[1]) if cases else 0
                print(
                    f"schemathesis: {role}: {operations[1] if operations else 0} operations, "
                    f"{cases[1] if cases else 0} cases, {cases[2] or 0 if cases else '?'} failures", flush=True)
                if code:
                    print(text[-6000:])
    finally:
        log = demo.close()
    if '"level":"error"' in log:
        failed += 1
        print("schemathesis: the server logged errors:\n" + log[-3000:])
    print(
        f"schemathesis: {len(given.only.split(','))} roles, {total} cases, {failed} roles failed "
        f"({time.monotonic() - began:.0f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
