"""A server of its own for a measurement, and what the machine can do at best."""
import json
import os
import pathlib
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
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
        rate = round(count / (time.perf_counter() - began))
    os.unlink(path)
    return rate


def machine() -> dict:
    """Processor, cores and memory; neither names nor paths."""
    model = ""
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"processor": model or platform.machine(), "cores": os.cpu_count(), "memory_gib": round(pages / 2**30)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def median(values):
    return statistics.median(values)


class House:
    """A server of its own in a folder of its own; `strace` counts its waits for the disk."""

    def __init__(self, tandem: str, client: str, vendor: str, strace: bool = False):
        self.tandem, self.client, self.vendor = tandem, client, vendor
        self.folder = tempfile.mkdtemp(prefix="tandem-bench-")
        self.port = free_port()
        self.run("user", "create", "admin@example.org", "--name", "Admin", text=PASSWORD + "\n")
        self.token = self.run("token", "create", "admin@example.org").strip()
        self.server = None
        self.counts = os.path.join(self.folder, "strace") if strace else None
        self.start()

    def start(self) -> float:
        """Starts the server; milliseconds until it answers."""
        command = [self.tandem, "serve", "--data-dir", self.folder, "--port", str(self.port), "--vendor-dir", self.vendor]
        if self.counts:
            command = ["strace", "-f", "--seccomp-bpf", "-c", "-e", "trace=fsync,fdatasync", "-o", self.counts] + command
        began = time.perf_counter()
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz").read()
                return (time.perf_counter() - began) * 1000
            except OSError:
                if self.server.poll() is not None or time.perf_counter() - began > 60:
                    sys.exit("bench: the server did not start")
                time.sleep(0.002)

    def stop(self):
        if self.server and self.server.poll() is None:
            os.kill(self.process(), signal.SIGTERM)
            self.server.wait(60)

    def process(self) -> int:
        """The server's own process, also under strace, which would not pass a signal on."""
        if not self.counts:
            return self.server.pid
        return int(pathlib.Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()[0])

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def run(self, *words: str, text: str = "") -> str:
        done = subprocess.run(
            [self.tandem, *words, "--data-dir", self.folder], input=text, text=True, capture_output=True)
        if done.returncode:
            sys.exit(f"bench: tandem {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    def call(self, path: str, body=None, kind: str = "application/json", token: str | None = None):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=data,
            headers={"Authorization": "Bearer " + (token or self.token), "Content-Type": kind})
        try:
            with urllib.request.urlopen(request) as reply:
                return json.load(reply) if "json" in reply.headers["Content-Type"] else reply.read().decode()
        except urllib.error.HTTPError as error:
            sys.exit(f"bench: {path}: {error.code} {error.read().decode()[:500]}")

    def post(self, path: str, body, kind: str = "application/json", token: str | None = None):
        return self.call("/api/v1" + path, body, kind, token)

    def metric(self, name: str) -> float:
        for line in self.call("/metrics").splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        sys.exit(f"bench: /metrics has no {name}")

    def person(self, name: str, roles: dict[str, list[str]]) -> str:
        """A new account with roles by project; its token."""
        made = self.post("/users", {"email": f"{name}@example.org", "name": name, "password": PASSWORD})
        for project, granted in roles.items():
            for role in granted:
                self.post(f"/projects/{project}/roles", {"account": made["account"], "role": role})
        return self.post("/tokens", {"name": "bench", "account": made["account"]})["token"]

    def load(self, tokens: list[str], **options) -> dict:
        """Runs the load generator against this server."""
        return load(self.client, self.port, tokens, self.folder, **options)

    def resident_mb(self) -> float:
        status = pathlib.Path(f"/proc/{self.process()}/status").read_text()
        return round(int(status.split("VmRSS:")[1].split()[0]) / 1024, 1)

    def disk_waits(self) -> int:
        """fsync and fdatasync calls of the server, which must have been stopped."""
        calls = 0
        for line in pathlib.Path(self.counts).read_text().splitlines():
            words = line.split()
            if words and words[-1] in ("fsync", "fdatasync"):
                calls += int(words[3])
        return calls


def load(client: str, port: int, tokens: list[str], folder: str, **options) -> dict:
    """Runs the load generator; fails when it met errors."""
    listed = os.path.join(folder, "tokens")
    pathlib.Path(listed).write_text("\n".join(tokens))
    words = [client, "--port", str(port), "--tokens", listed]
    for name, value in options.items():
        words += ["--" + name, str(value)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"bench: {done.stderr.strip()}")
    return json.loads(done.stdout)
