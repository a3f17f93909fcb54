"""Under strace: PostgreSQL syncs its log before it says COMMIT, and Tandem answers after that."""
import pathlib
import re
import signal
import subprocess
import time

from house import Failed, House, people, project
from sync import LINE, RESUMED, missing

CALLS = "trace=pwrite64,pwritev,write,writev,sendto,sendmsg,fdatasync,fsync,read,recvfrom,recvmsg"
# CommandComplete as the server sends it; the client's own message of the same text begins with another letter.
COMMITTED = re.compile(r"C\\0\\0\\0\\vCOMMIT\\0")
ASK = re.compile(r'"POST /api/')
Step = tuple[str, str]


def family(house: House) -> list[int]:
    """The processes of the database server, the first of them the one that forks the others."""
    pids = [int(pid) for (pid,) in house.store.rows("SELECT pid FROM pg_stat_activity ORDER BY backend_start")]
    # The one that answered this query has ended since.
    here = [pid for pid in pids if pathlib.Path(f"/proc/{pid}/comm").exists()]
    if not here or not pathlib.Path(f"/proc/{here[0]}/comm").read_text().startswith("postgres"):
        return []
    status = pathlib.Path(f"/proc/{here[0]}/status").read_text()
    return [int(re.search(r"^PPid:\s+(\d+)", status, re.M)[1]), *here]


def steps(lines) -> list[Step]:
    """The trace as (what, process): `ask`, `wal` and `synced` (a write began, a sync ended), `committed`, `answer`."""
    found, pending = [], {}
    for line in lines:
        if resumed := RESUMED.match(line):
            step = pending.pop((resumed[1], resumed[2]), None)
            if step == "read" and ASK.search(resumed[3]):
                found.append(("ask", resumed[1]))
            elif step == "synced" and resumed[3].rstrip().endswith("= 0"):
                found.append((step, resumed[1]))
            continue
        if not (match := LINE.match(line)):
            continue
        process, call, _, target, rest = match.groups()
        unfinished = rest.rstrip().endswith("<unfinished ...>")
        if "/pg_wal/" in target:
            if call not in ("fdatasync", "fsync"):
                found.append(("wal", process))
            elif unfinished:
                pending[process, call] = "synced"
            elif rest.rstrip().endswith("= 0"):
                found.append(("synced", process))
        elif call in ("read", "recvfrom", "recvmsg"):
            if unfinished:
                pending[process, call] = "read"
            elif ASK.search(rest):
                found.append(("ask", process))
        elif COMMITTED.search(rest):
            found.append(("committed", process))
        elif "HTTP/1.1 20" in rest:
            found.append(("answer", process))
    return found


def judge(sequence: list[Step]) -> tuple[int, int, list[str]]:
    """How many answers were looked at, before how many of them another process synced, and what is wrong with some.

    The process that commits writes and syncs its part of the log; now and then another one has done it just before.
    """
    wrong, count, others, since = [], 0, 0, None
    for what, process in sequence:
        if what == "ask":
            since, dirty, clean, durable = True, set(), set(), set()
        elif not since:
            continue
        elif what == "wal":
            dirty.add(process)
            clean.discard(process)
        elif what == "synced" and process in dirty:
            dirty.discard(process)
            clean.add(process)
        elif what == "committed" and clean and process not in dirty:
            durable.add("itself" if process in clean else "another")
        elif what == "answer":
            count += 1
            if not durable:
                wrong.append("an answer before a COMMIT whose log was synced")
            elif "itself" not in durable:
                others += 1
            since = None
    return count, others, wrong


def is_traced(process: int) -> bool:
    """Whether somebody traces it; one that has ended need not be."""
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return True
    return bool(re.search(r"^TracerPid:\s+[1-9]", status, re.M))


def attach(house: House, processes: list[int], trace: str) -> subprocess.Popen:
    words = ["strace", "-f", "-y", "-s", "256", "-e", CALLS, "-e", "signal=none", "-o", trace]
    tracer = subprocess.Popen(
        [*words, *(word for pid in processes for word in ("-p", str(pid)))], stdout=house.log, stderr=house.log)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if all(is_traced(pid) for pid in processes):
            return tracer
        time.sleep(0.05)
    detach(tracer)
    raise Failed("strace did not attach to the database server")


def detach(tracer: subprocess.Popen):
    tracer.send_signal(signal.SIGTERM)
    tracer.wait(30)


def synced(tandem: str, postgres: str) -> str:
    if reason := missing():
        return f"skipped, {reason}"
    with House(tandem, postgres) as house:
        server, port = house.start()
        admin = house.admin(port)
        admin.post("/projects", project("traced", 1))
        admin.post("/projects/traced/items?name=first", b"id,x\n" + b"".join(b"i%d,1\n" % n for n in range(40)),
                   kind="text/csv")
        client = admin
        client.token = people(admin, "traced", 1)[0]
        processes = family(house)
        if not processes:
            return "skipped, the database server runs elsewhere"
        trace = house.folder + "/trace"
        tracer = attach(house, [*processes, server.pid], trace)
        try:
            for number in range(30):
                task = client.post("/projects/traced/tasks/claim", {})
                client.post(f"/tasks/{task['id']}/annotation", {"value": "a"})
                client.post("/projects/traced/decisions", {"item": {"id": f"d{number}", "x": 1}})
        finally:
            detach(tracer)
        client.close()
        with open(trace, errors="replace") as file:
            sequence = steps(file)
    count, others, wrong = judge(sequence)
    if count < 90 or wrong:
        raise Failed(f"{count} answers traced; {len(wrong)} wrong: {wrong[:3]}")
    # So it looks when commits do not wait (synchronous_commit=off): the log's writer comes by in the end.
    if others > count // 4:
        raise Failed(f"{others} of {count} answers after a COMMIT that did not sync the log itself")
    # A check that cannot fail says nothing: without the syncs every answer must be wrong.
    if len(judge([step for step in sequence if step[0] != "synced"])[2]) != count:
        raise Failed("the check does not see a missing sync")
    return f"{count} answers on PostgreSQL, each after a COMMIT whose log was synced"
