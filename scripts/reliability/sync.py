"""Under strace: the write-ahead log is synced between the COMMIT and the first byte of the answer."""
import os
import re
import shutil
import signal
import subprocess

from house import Failed, House, people, project

CALLS = "trace=pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync,read,recvfrom,recvmsg"
LINE = re.compile(r"^(\d+)\s+(\w+)\((\d+)<([^>]*)>(.*)$")
RESUMED = re.compile(r"^(\d+)\s+<\.\.\. (\w+) resumed>(.*)$")


def missing() -> str | None:
    """Why nothing can be traced here, or None."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return None if tried.returncode == 0 else "strace may not trace here: " + tried.stderr.strip().splitlines()[-1]


def steps(lines) -> list[str]:
    """The trace as a sequence of `ask`, `wal` (a write of the log began), `synced` (a sync of it ended), `answer`."""
    found, pending = [], {}
    for line in lines:
        if resumed := RESUMED.match(line):
            step = pending.pop((resumed[1], resumed[2]), None)
            if step == "read" and re.search(r'"POST /api/', resumed[3]):
                found.append("ask")
            elif step == "synced" and resumed[3].rstrip().endswith("= 0"):
                found.append("synced")
            continue
        if not (match := LINE.match(line)):
            continue
        thread, call, _, target, rest = match.groups()
        unfinished = rest.rstrip().endswith("<unfinished ...>")
        if call in ("fdatasync", "fsync") and target.endswith("-wal"):
            if unfinished:
                pending[thread, call] = "synced"
            elif rest.rstrip().endswith("= 0"):
                found.append("synced")
        elif call in ("pwrite64", "write", "writev") and target.endswith("-wal"):
            found.append("wal")
        elif call in ("read", "recvfrom", "recvmsg"):
            if unfinished:
                pending[thread, call] = "read"
            elif re.search(r'"POST /api/', rest):
                found.append("ask")
        elif call in ("write", "writev", "sendto", "sendmsg") and "HTTP/1.1 20" in rest:
            found.append("answer")
    return found


def judge(sequence: list[str]) -> tuple[int, list[str]]:
    """How many answers were looked at, and what is wrong with some."""
    wrong, count, since = [], 0, None
    for step in sequence:
        if step == "ask":
            since = []
        elif step == "answer" and since is not None:
            count += 1
            if "wal" not in since:
                wrong.append("an answer without any write of the log before it")
            elif "synced" not in since[len(since) - 1 - since[::-1].index("wal"):]:
                wrong.append("an answer before the log was synced")
            since = None
        elif since is not None:
            since.append(step)
    return count, wrong


def synced(tandem: str) -> str:
    reason = missing()
    if reason:
        return f"skipped, {reason}"
    with House(tandem) as house:
        trace = house.folder + "/trace"
        server, port = house.start(
            "strace", "-f", "-y", "-s", "64", "-e", CALLS, "-e", "signal=none", "-o", trace, wait=60)
        admin = house.admin(port)
        admin.post("/projects", project("traced", 1))
        admin.post("/projects/traced/items?name=first", b"id,x\n" + b"".join(b"i%d,1\n" % n for n in range(40)),
                   kind="text/csv")
        client = admin
        client.token = people(admin, "traced", 1)[0]
        for number in range(30):
            task = client.post("/projects/traced/tasks/claim", {})
            client.post(f"/tasks/{task['id']}/annotation", {"value": "a"})
            client.post("/projects/traced/decisions", {"item": {"id": f"d{number}", "x": 1}})
        client.close()
        # The tracer does not pass signals on: its child is told to end, and the tracer ends with it.
        with open(f"/proc/{server.pid}/task/{server.pid}/children") as children:
            for child in children.read().split():
                os.kill(int(child), signal.SIGTERM)
        server.wait(30)
        with open(trace, errors="replace") as file:
            sequence = steps(file)
    count, wrong = judge(sequence)
    if count < 90 or wrong:
        raise Failed(f"{count} answers traced; {len(wrong)} wrong: {wrong[:3]}")
    # A check that cannot fail says nothing: without the syncs every answer must be wrong.
    if len(judge([step for step in sequence if step != "synced"])[1]) != count:
        raise Failed("the check does not see a missing sync")
    return f"{count} answers on SQLite, each after a finished sync of the log"
