#!/usr/bin/env python3
"""Measures a running Tandem on this machine: import, claim + answer, decisions; durable, client on the same machine.

Prints one JSON document; the machine's fsyncs a second stand beside every durable figure. Numbers from one run on a
busy machine say little: run it several times and quote medians. Usage: run.py --tandem PATH --client PATH [--quick]
"""
import argparse
import json
import os
import pathlib
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

PASSWORD = "bench only, not a secret"


def fsyncs(folder: str, seconds: float = 1.0) -> float:
    """How many 4 KiB appends with fdatasync this disk takes a second."""
    path = os.path.join(folder, "fsync")
    with open(path, "wb", buffering=0) as file:
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            count += 1
        return round(count / (time.perf_counter() - began), 1)


class House:
    """A server of its own in a folder of its own."""

    def __init__(self, tandem: str, vendor: str):
        self.tandem, self.folder = tandem, tempfile.mkdtemp(prefix="tandem-bench-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.run("user", "create", "admin@example.org", "--name", "Admin", text=PASSWORD + "\n")
        self.token = self.run("token", "create", "admin@example.org").strip()
        began = time.perf_counter()
        self.server = subprocess.Popen(
            [tandem, "serve", "--data-dir", self.folder, "--port", str(self.port), "--vendor-dir", vendor],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/livez").read()
                break
            except OSError:
                if self.server.poll() is not None or time.perf_counter() - began > 30:
                    sys.exit("bench: the server did not start")
                time.sleep(0.01)
        self.start_ms = round((time.perf_counter() - began) * 1000)

    def run(self, *words: str, text: str = "") -> str:
        done = subprocess.run(
            [self.tandem, *words, "--data-dir", self.folder], input=text, text=True, capture_output=True)
        if done.returncode:
            sys.exit(f"bench: tandem {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def post(self, path: str, body, kind: str = "application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}", data=data,
            headers={"Authorization": "Bearer " + self.token, "Content-Type": kind})
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)

    def resident_mb(self) -> float:
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return round(int(status.split("VmRSS:")[1].split()[0]) / 1024, 1)

    def close(self):
        self.server.terminate()
        self.server.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def project(slug: str, queued: bool) -> dict:
    columns = [{"name": "id", "type": "text", "role": "key"}]
    columns += [{"name": f"x{i}", "type": "number"} for i in range(8)] + [{"name": "c", "type": "category"}]
    return {
        "name": slug, "slug": slug, "schema": {"columns": columns},
        "question": {"kind": "choice", "prompt": "Which?", "labels": [{"value": "a"}, {"value": "b"}]},
        "settings": {"queue_imported": queued, "undo_seconds": 0, "gold_share": 0, "repeat_share": 0},
    }


def rows(count: int) -> bytes:
    lines = ["id," + ",".join(f"x{i}" for i in range(8)) + ",c"]
    lines += [f"k{n}," + ",".join(str((n * (i + 3)) % 997 / 8) for i in range(8)) + f",c{n % 9}" for n in range(count)]
    return "\n".join(lines).encode()


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--tandem", required=True)
    options.add_argument("--client", required=True)
    options.add_argument("--vendor", default="vendor")
    options.add_argument("--quick", action="store_true")
    chosen = options.parse_args()
    seconds, items = (2, 20_000) if chosen.quick else (8, 200_000)
    house = House(os.path.abspath(chosen.tandem), chosen.vendor)
    try:
        figures = {"machine": platform.machine(), "cores": os.cpu_count(), "fsyncs_per_second": fsyncs(house.folder)}
        figures["start_ms"] = house.start_ms
        house.post("/projects", project("plain", False))
        house.post("/projects", project("bench", True))
        for slug in ("plain", "bench"):
            data = rows(items)
            began = time.perf_counter()
            added = house.post(f"/projects/{slug}/items?name=bench", data, "text/csv")["added"]
            figures[f"import_rows_per_second_{slug}"] = round(added / (time.perf_counter() - began))
        tokens = []
        for number in range(32):
            email = f"a{number}@example.org"
            made = house.post("/users", {"email": email, "name": f"A {number}", "password": PASSWORD})
            house.post("/projects/bench/roles", {"account": made["account"], "role": "annotator"})
            tokens.append(house.post("/tokens", {"name": "bench", "account": made["account"]})["token"])
        listed = os.path.join(house.folder, "tokens")
        pathlib.Path(listed).write_text("\n".join(tokens))
        for clients in (1, 8, 32):
            out = subprocess.run(
                [chosen.client, "--port", str(house.port), "--clients", str(clients), "--seconds", str(seconds),
                 "--project", "bench", "--tokens", listed], capture_output=True, text=True, check=True).stdout
            figures[f"pairs_{clients}_clients"] = json.loads(out)
        figures["resident_mb"] = house.resident_mb()
        print(json.dumps(figures, indent=1))
    finally:
        house.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
