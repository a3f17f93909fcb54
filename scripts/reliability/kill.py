"""kill -9 in the middle of eight people's work: what was acknowledged is there, nothing is done twice or by half."""
import random
import threading
import time

from house import Failed, House, people, project
from worker import Record, Worker, require_no_refusals, run_all

SLUG = "kill"
OVERLAP = 3
QUERIES = [
    "SELECT id FROM annotation", "SELECT id FROM decision",
    "SELECT subject FROM event WHERE kind = 'annotation.submitted'",
    "SELECT t.id, count(*) FROM annotation a JOIN task t ON t.id = a.task_id WHERE a.state = 'counted' "
    "GROUP BY t.id, t.overlap HAVING count(*) > t.overlap",
    "SELECT item_id, worker_id FROM annotation GROUP BY item_id, worker_id HAVING count(*) > 1",
    "SELECT task_id, worker_id FROM lease GROUP BY task_id, worker_id HAVING count(*) > 1",
]


def furnish(house: House, port: int, items: int) -> list[Worker]:
    admin = house.admin(port)
    admin.post("/projects", project(SLUG, OVERLAP))
    text = "id,x\n" + "".join(f"i{n},{n}\n" for n in range(items))
    admin.post(f"/projects/{SLUG}/items?name=first", text.encode(), kind="text/csv")
    record = Record()
    return [Worker(n, token, SLUG, record) for n, token in enumerate(people(admin, SLUG, 8))]


def check(house: House, record: Record, port: int, before: Record | None = None):
    """Everything that must hold at any moment, asked of the database itself and of the server.

    Decisions are read one by one over HTTP; those that `before` holds were read the last time.
    """
    annotations, decisions, told, over, twice, both = house.store.answers(*QUERIES)
    if missing := record.annotations - {row[0] for row in annotations}:
        raise Failed(f"{len(missing)} acknowledged answers are gone, such as {min(missing)}")
    if missing := record.decisions - {row[0] for row in decisions}:
        raise Failed(f"{len(missing)} acknowledged decisions are gone, such as {min(missing)}")
    if missing := record.annotations - {row[0] for row in told}:
        raise Failed(f"{len(missing)} answers are not in the ledger, such as {min(missing)}")
    if over:
        raise Failed(f"{len(over)} tasks are answered beyond their overlap: {over[:3]}")
    if twice:
        raise Failed(f"{len(twice)} times a person answered an item twice: {twice[:3]}")
    if both:
        raise Failed(f"{len(both)} times a person was handed a task twice: {both[:3]}")
    client = house.admin(port)
    for decision in sorted(record.decisions - (before.decisions if before else set())):
        if client.get(f"/decisions/{decision}")["decision"]["id"] != decision:
            raise Failed(f"decision {decision} cannot be read")
    client.close()
    house.verify()


def copy(record: Record) -> Record:
    seen = Record()
    seen.annotations, seen.decisions = set(record.annotations), set(record.decisions)
    return seen


def kill_one(tandem: str, postgres: str | None, moments: int, seed: int) -> str:
    """One server, killed at random moments; the people go on with the task in hand at the next."""
    rng = random.Random(seed)
    with House(tandem, postgres) as house:
        server, port = house.start()
        workers = furnish(house, port, 4000)
        record, stop = workers[0].record, threading.Event()
        for _ in range(moments):
            before = copy(record)
            threads = run_all(workers, [port], stop)
            time.sleep(rng.uniform(0.02, 0.35))
            house.kill(server)
            for thread in threads:
                thread.join()
            server, port = house.start()
            check(house, record, port, before)
        # Whatever was in hand when the last server died is answered now: no lease is lost.
        for thread in run_all(workers, [port], stop, most=3):
            thread.join()
        require_no_refusals(record)
        check(house, record, port)
        return (
            f"{moments} kills on {house.store.engine}: {len(record.annotations)} answers and "
            f"{len(record.decisions)} decisions acknowledged, all there")


def kill_of_two(tandem: str, postgres: str, moments: int, seed: int) -> str:
    """Two servers over one database; one dies, its people go on at the other with the tasks in hand."""
    rng = random.Random(seed)
    with House(tandem, postgres) as house:
        servers = [house.start(), house.start()]
        workers = furnish(house, servers[0][1], 4000)
        record = workers[0].record
        for moment in range(moments):
            before, stop = copy(record), threading.Event()
            threads = run_all(workers, [port for _, port in servers], stop)
            time.sleep(rng.uniform(0.05, 0.4))
            dying = moment % 2
            house.kill(servers[dying][0])
            orphans = [w for index, w in enumerate(workers) if index % 2 == dying]
            for worker in orphans:
                threads[worker.number].join()
            held = [worker.task["id"] for worker in orphans if worker.task]
            living = servers[1 - dying][1]
            moved = run_all(orphans, [living], stop, most=5)
            for thread in moved:
                thread.join()
            kept = [worker.task["id"] for worker in orphans if worker.task and worker.task["id"] in held]
            if kept:
                raise Failed(f"tasks in hand could not be answered at the other server: {kept}")
            stop.set()
            for thread in threads:
                thread.join()
            require_no_refusals(record)
            check(house, record, living, before)
            servers[dying] = house.start()
        return (
            f"{moments} kills of one of two servers on PostgreSQL: {len(record.annotations)} answers and "
            f"{len(record.decisions)} decisions acknowledged, all there")
