"""A Tandem server under test: started, killed, stopped and looked into, with nothing but Python's standard library."""
import contextlib
import http.client
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

MARK = "--next--"
PASSWORD = "reliability only, not a secret"
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Failed(Exception):
    """Something that Tandem promises does not hold."""


class Refused(Exception):
    """An answer that says no."""

    def __init__(self, status: int, body: str, headers):
        super().__init__(f"{status} {body}")
        self.status, self.body, self.headers = status, body, headers


class Client:
    """One person or program: a token and a connection that is opened again when it broke."""

    def __init__(self, port: int, token: str):
        self.port, self.token, self.connection = port, token, None

    def call(self, method: str, path: str, body=None, key: str | None = None, kind: str = "application/json"):
        """The JSON of the answer, None for 204. Raises Refused, or OSError when the server went away."""
        headers = {"Authorization": "Bearer " + self.token}
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            headers["Content-Type"] = kind
        if key:
            headers["Idempotency-Key"] = key
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                self.connection.connect()
                self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connection.request(method, path, data, headers)
            reply = self.connection.getresponse()
            text = reply.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise OSError(f"{type(error).__name__}: {error}") from error
        if reply.status >= 400:
            raise Refused(reply.status, text.decode(errors="replace"), reply.headers)
        if reply.status == 204 or not text:
            return None
        return json.loads(text) if "json" in reply.headers.get("Content-Type", "") and b"\n{" not in text else text

    def post(self, path: str, body, key: str | None = None, kind: str = "application/json"):
        return self.call("POST", "/api/v1" + path, body, key, kind)

    def get(self, path: str):
        return self.call("GET", "/api/v1" + path)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


class Store:
    """The database behind a server, read without it."""

    def __init__(self, server: str | None, folder: str):
        self.folder, self.server, self.name = folder, server, None
        if server:
            self.name = "reliability_" + secrets.token_hex(6)
            self._psql(server, f"CREATE DATABASE {self.name}")

    @property
    def engine(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"

    @property
    def address(self) -> str:
        if not self.server:
            return f"sqlite:{self.folder}/tandem.sqlite"
        return urllib.parse.urlsplit(self.server)._replace(path="/" + self.name).geturl()

    def rows(self, sql: str) -> list[tuple]:
        return self.answers(sql)[0]

    def answers(self, *queries: str) -> list[list[tuple]]:
        """The rows of each query, in one visit to the database."""
        if self.server:
            parts, found = [], [[]]
            for query in queries:
                parts += [query, "\\echo " + MARK]
            for line in self._psql(self.address, *parts).splitlines():
                if line == MARK:
                    found.append([])
                else:
                    found[-1].append(tuple(line.split("\t")))
            return found[:-1]
        with contextlib.closing(sqlite3.connect(f"{self.folder}/tandem.sqlite", timeout=10)) as connection:
            return [
                [tuple(str(cell) for cell in row) for row in connection.execute(query).fetchall()]
                for query in queries]

    def drop(self):
        if self.server:
            self._psql(self.server, f"DROP DATABASE {self.name} WITH (FORCE)")

    @staticmethod
    def _psql(url: str, *commands: str) -> str:
        words = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t", url]
        for command in commands:
            words += ["-c", command]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"psql: {done.stderr.strip()}")
        return done.stdout


class House:
    """A data folder, a database and the servers over it."""

    def __init__(self, tandem: str, postgres: str | None = None):
        self.tandem, self.folder = tandem, tempfile.mkdtemp(prefix="tandem-reliability-")
        self.store = Store(postgres, self.folder)
        self.servers: list[subprocess.Popen] = []
        self.log = open(self.folder + "/log", "ab")
        self.run("user", "create", "admin@example.org", "--name", "Admin", text=PASSWORD + "\n")
        self.token = self.run("token", "create", "admin@example.org").strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.servers:
            if server.poll() is None:
                server.kill()
                server.wait()
        self.log.close()
        self.store.drop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words: str, text: str = "") -> str:
        """What a command prints. Raises Failed when it does not succeed."""
        done = subprocess.run(
            [self.tandem, *words, "--data-dir", self.folder, "--database", self.store.address], input=text, text=True,
            capture_output=True)
        if done.returncode:
            raise Failed(f"tandem {' '.join(words)} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def start(
        self, *before: str, wait: float = 30, options: tuple[str, ...] = ()
    ) -> tuple[subprocess.Popen, int]:
        """A server and its port; `before` stands in front of the command (a tracer)."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [*before, self.tandem, "serve", "--data-dir", self.folder, "--database", self.store.address, "--port",
             str(port), "--vendor-dir", str(ROOT / "vendor"), *options], stdout=self.log, stderr=self.log)
        self.servers.append(server)
        until = time.monotonic() + wait
        while time.monotonic() < until:
            if server.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return server, port
            time.sleep(0.005)
        raise Failed("the server did not start: " + pathlib.Path(self.log.name).read_text()[-2000:])

    @staticmethod
    def kill(server: subprocess.Popen):
        server.send_signal(signal.SIGKILL)
        server.wait()

    def admin(self, port: int) -> Client:
        return Client(port, self.token)

    def verify(self):
        """Raises Failed unless `tandem audit verify` finds every chain whole."""
        self.run("audit", "verify")


def project(slug: str, overlap: int, queued: bool = True) -> dict:
    columns = [{"name": "id", "type": "text", "role": "key"}, {"name": "x", "type": "number"}]
    return {
        "name": slug, "slug": slug, "schema": {"columns": columns},
        "question": {"kind": "choice", "prompt": "Which?", "labels": [{"value": "a"}, {"value": "b"}]},
        "settings": {
            "overlap": overlap, "undo_seconds": 0, "gold_share": 0, "repeat_share": 0, "queue_imported": queued},
    }


def people(admin: Client, slug: str, count: int, roles: tuple[str, ...] = ("annotator", "program")) -> list[str]:
    """Tokens of as many new people with these roles."""
    tokens = []
    for number in range(count):
        made = admin.post("/users", {"email": f"p{number}@example.org", "name": f"Person {number}"})
        for role in roles:
            admin.post(f"/projects/{slug}/roles", {"account": made["account"], "role": role})
        tokens.append(admin.post("/tokens", {"name": "reliability", "account": made["account"]})["token"])
    return tokens


def find_tandem(given: str | None) -> str:
    path = given or str(ROOT / ".build/release/tandem")
    if not os.access(path, os.X_OK):
        raise SystemExit(f"reliability: there is no program at {path}; build it first")
    return os.path.abspath(path)
