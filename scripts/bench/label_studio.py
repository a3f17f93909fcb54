"""A Label Studio of its own for a measurement: pinned, in a virtual environment outside the repository, on SQLite."""
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

from house import free_port

PINS = pathlib.Path(__file__).with_name("label-studio.txt")
ADMIN, PASSWORD = "admin@example.com", "bench-only-pw-1"
CONFIG = ('<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="a"/><Choice value="b"/>'
          "</Choices></View>")


def cache() -> pathlib.Path:
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(home) / "tandem" / "peers" / "label-studio"


def install() -> str:
    """The program, installed once for each list of pins."""
    place, stamp = cache(), hashlib.sha256(PINS.read_bytes()).hexdigest()
    mark = place / "pins.sha256"
    if not mark.exists() or mark.read_text() != stamp:
        print(f"installing Label Studio into {place}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        subprocess.run([place / "bin" / "pip", "install", "-q", "--no-deps", "-r", str(PINS)], check=True)
        mark.write_text(stamp)
    return str(place / "bin" / "label-studio")


class Browser:
    """One keep-alive client with cookies or a token; only for setting up, the load generator measures."""

    def __init__(self, port: int, token: str | None = None):
        self.port, self.token, self.cookies, self.connection = port, token, {}, None

    def call(self, method: str, path: str, body=None, form: bool = False):
        headers = {"Referer": f"http://127.0.0.1:{self.port}/", "X-CSRFToken": self.cookies.get("csrftoken", "")}
        if self.token:
            headers["Authorization"] = "Token " + self.token
        elif self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded" if form else "application/json"
            body = urllib.parse.urlencode(body) if form else json.dumps(body)
        for attempt in (0, 1):
            try:
                self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
                self.connection.request(method, path, body, headers)
                reply = self.connection.getresponse()
                data = reply.read()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection = None  # an idle connection was closed
                if attempt:
                    raise
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                key, content = value.split(";")[0].split("=", 1)
                self.cookies[key] = content
        return reply.status, data

    def form(self, path: str, email: str, **more):
        page = self.call("GET", path)[1]
        secret = re.search(rb'csrfmiddlewaretoken" value="([^"]+)', page).group(1).decode()
        status, data = self.call(
            "POST", path, {"csrfmiddlewaretoken": secret, "email": email, "password": PASSWORD, **more}, form=True)
        if status not in (200, 302):
            sys.exit(f"peers: {path}: {status} {data[:200]}")
        return self


class LabelStudio:
    """Its server, started by its own command with a folder of its own; stopped with its process group."""

    def __init__(self):
        self.program, self.folder, self.port = install(), tempfile.mkdtemp(prefix="tandem-peer-"), free_port()
        self.server = None
        self.first_start_s = self.start()
        self.admin = Browser(self.port).form("/user/login/", ADMIN, persist_session="on")
        self.call("POST", "/api/jwt/settings", {"api_tokens_enabled": True, "legacy_api_tokens_enabled": True})
        self.project = self.call(
            "POST", "/api/projects", {"title": "bench", "label_config": CONFIG, "maximum_annotations": 1})["id"]

    def start(self) -> float:
        environment = dict(
            os.environ, HOME=self.folder, LABEL_STUDIO_BASE_DATA_DIR=self.folder, LABEL_STUDIO_USERNAME=ADMIN,
            LABEL_STUDIO_PASSWORD=PASSWORD, COLLECT_ANALYTICS="false", LATEST_VERSION_CHECK="false", SENTRY_DSN="",
            FRONTEND_SENTRY_DSN="", LABEL_STUDIO_HOST=f"http://127.0.0.1:{self.port}")
        log = open(os.path.join(self.folder, "server.log"), "ab")
        began = time.perf_counter()
        self.server = subprocess.Popen(
            [self.program, "start", "--no-browser", "--port", str(self.port), "--internal-host", "127.0.0.1",
             "--username", ADMIN, "--password", PASSWORD],
            env=environment, stdout=log, stderr=log, start_new_session=True)
        while time.perf_counter() - began < 300:
            if self.server.poll() is not None:
                sys.exit("peers: Label Studio ended: " + pathlib.Path(self.folder, "server.log").read_text()[-2000:])
            try:
                probe = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                probe.request("GET", "/health")
                if probe.getresponse().status == 200:
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.1)
        sys.exit("peers: Label Studio did not answer in 300 s")

    def call(self, method: str, path: str, body=None):
        status, data = self.admin.call(method, path, body)
        if status >= 300:
            sys.exit(f"peers: {path}: {status} {data[:300]}")
        return json.loads(data)

    def annotator(self, number: int) -> str:
        """A new person of the organization; their token."""
        browser = Browser(self.port).form("/user/signup/", f"w{number}@example.com", how_find_us="", elaborate="")
        return json.loads(browser.call("GET", "/api/current-user/token")[1])["token"]

    def load_tasks(self, texts: list[str]) -> float:
        """Imports tasks in one request; tasks a second."""
        began = time.perf_counter()
        self.call("POST", f"/api/projects/{self.project}/import", [{"data": {"text": text}} for text in texts])
        return len(texts) / (time.perf_counter() - began)

    def resident_mb(self) -> float:
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return round(int(status.split("VmRSS:")[1].split()[0]) / 1024, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.server.pid, signal.SIGTERM)  # the group that this script started, and no other
        try:
            self.server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
