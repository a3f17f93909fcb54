"""SIGTERM: requests in flight finish, event streams end, the program leaves with 0."""
import http.client
import signal
import socket
import threading
import time

from house import Failed, House, people, project


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def terminate(tandem: str, postgres: str | None) -> str:
    with House(tandem, postgres) as house:
        server, port = house.start()
        admin = house.admin(port)
        admin.post("/projects", project("stop", 1))
        token = people(admin, "stop", 1, ("scientist", "annotator"))[0]
        admin.close()

        # A page's event stream, open until the server ends it.
        stream = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        stream.request("GET", "/projects/stop/live/decisions", headers={"Authorization": "Bearer " + token})
        events = stream.getresponse()
        if events.status != 200 or "event-stream" not in events.headers["Content-Type"]:
            raise Failed(f"no event stream: {events.status} {events.headers['Content-Type']}")
        ended = threading.Event()
        threading.Thread(target=lambda: (events.read(), ended.set()), daemon=True).start()

        # An import whose body is still on its way when the signal comes.
        slow = socket.create_connection(("127.0.0.1", port), timeout=20)
        head = (
            "POST /api/v1/projects/stop/items?name=slow HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
            f"Authorization: Bearer {token}\r\nTransfer-Encoding: chunked\r\n\r\n")
        slow.sendall(head.encode() + chunk(b"id,x\n" + b"".join(b"s%d,1\n" % n for n in range(500))))
        time.sleep(0.3)
        server.send_signal(signal.SIGTERM)
        if not ended.wait(5):
            raise Failed("the event stream was still open 5 s after SIGTERM")
        time.sleep(0.2)
        slow.sendall(chunk(b"".join(b"t%d,1\n" % n for n in range(500))) + chunk(b""))
        slow.settimeout(10)
        reply = b""
        while b'"added"' not in reply:
            piece = slow.recv(65536)
            if not piece:
                break
            reply += piece
        slow.close()
        if b"200 OK" not in reply or b'"added":1000' not in reply:
            raise Failed(f"the import in flight did not finish: {reply[-500:]!r}")
        code = server.wait(20)
        if code != 0:
            raise Failed(f"the server ended with {code}")
        if house.store.rows("SELECT count(*) FROM item")[0][0] != "1000":
            raise Failed("the rows of the import in flight are not there")
        held = house.store.rows("SELECT count(*) FROM job WHERE state = 'running'")[0][0]
        if held != "0":
            raise Failed(f"{held} jobs are still held")
        house.verify()
        return f"SIGTERM on {house.store.engine}: the import in flight ended with 200, the event stream was closed"
