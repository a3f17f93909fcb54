"""Callbacks: a name that resolves to a private address is refused, redirects are not followed, signatures hold."""
import base64
import hashlib
import hmac
import http.server
import threading
import time

from house import Failed, House, people, project


class Receiver(http.server.ThreadingHTTPServer):
    """A web server that keeps what it is sent; /away sends callers on to /secret."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.seen: list[tuple[str, dict, bytes]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answering(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.path, dict(self.headers), body))
        self.send_response(307 if self.path == "/away" else 200)
        if self.path == "/away":
            self.send_header("Location", "/secret")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_):
        pass


def decide(client, receiver: Receiver, path: str, host: str = "localhost"):
    """Sends a case with a callback and answers it as a person."""
    port = receiver.server_address[1]
    case = {"item": {"id": path, "x": 1}, "ask_person": True, "callback": f"http://{host}:{port}{path}"}
    client.post("/projects/called/decisions", case)
    task = client.post("/projects/called/tasks/claim", {})
    client.post(f"/tasks/{task['id']}/annotation", {"value": "a"})


def message(admin, path: str, wanted) -> dict:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        found = [m for m in admin.get("/projects/called/messages")["items"] if m["url"].endswith(path)]
        if found and wanted(found[0]):
            return found[0]
        time.sleep(0.1)
    raise Failed(f"the message to {path} stands as {found}")


def private(tandem: str, postgres: str | None) -> str:
    receiver = Receiver()
    with House(tandem, postgres) as house:
        server, port = house.start()
        admin = house.admin(port)
        admin.post("/projects", project("called", 1))
        token = people(admin, "called", 1)[0]
        client = type(admin)(port, token)
        decide(client, receiver, "/private")
        dead = message(admin, "/private", lambda m: m["state"] == "dead")
        if receiver.seen:
            raise Failed(f"a private address was called: {receiver.seen}")
        server.terminate()
        server.wait(30)

        # The same with the operator's leave.
        server, port = house.start(options=("--allow-callbacks-to", "127.0.0.0/8", "--allow-callbacks-to", "::1/128"))
        admin.close()
        admin.port = client.port = port
        client.close()
        secret = admin.post("/projects/called/webhook-secret", {})["secret"]
        decide(client, receiver, "/welcome")
        message(admin, "/welcome", lambda m: m["state"] == "delivered")
        path, headers, body = receiver.seen[0]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if expected not in headers["webhook-signature"].split():
            raise Failed("the signature does not hold")
        decide(client, receiver, "/away")
        message(admin, "/away", lambda m: m["attempts"] > 0)
        time.sleep(0.3)
        if any(seen[0] == "/secret" for seen in receiver.seen):
            raise Failed("a redirect was followed")
        receiver.shutdown()
        return f"localhost refused after resolving ({dead['last_error']}), signed when allowed, no redirect followed"
