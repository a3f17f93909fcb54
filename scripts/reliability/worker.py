"""People who claim, answer and send live cases as fast as they can, and remember what was acknowledged."""
import threading

from house import Client, Failed, Refused


class Record:
    """What the servers said yes to."""

    def __init__(self):
        self.annotations: set[str] = set()
        self.decisions: set[str] = set()
        self.refusals: list[str] = []
        self.lock = threading.Lock()


class Worker:
    """One person with a token; the task in hand survives the server that gave it."""

    def __init__(self, number: int, token: str, slug: str, record: Record):
        self.number, self.slug, self.record = number, slug, record
        self.client = Client(0, token)
        self.task: dict | None = None
        self.sent = 0
        self.uncertain: str | None = None

    def work(self, port: int, stop: threading.Event, most: int | None = None):
        """Works until told to stop, the server goes away, or so many rounds are done."""
        if port != self.client.port:
            self.client.close()
            self.client.port = port
        done = 0
        try:
            while not stop.is_set() and (most is None or done < most):
                self.round()
                done += 1
        except OSError:
            self.client.close()
        except Refused as refused:
            with self.record.lock:
                self.record.refusals.append(f"person {self.number}: {refused}")

    def round(self):
        if self.task is None:
            self.task = self.client.post(f"/projects/{self.slug}/tasks/claim", {})
        if self.task is not None:
            # The same answer sent twice is one answer, so an answer of unknown fate is simply sent again.
            answer = {"value": "a" if int(self.task["id"][-1], 36) % 2 else "b", "active_ms": 5}
            answer["fence"] = self.task["fence"]
            made = self.client.post(f"/tasks/{self.task['id']}/annotation", answer)
            with self.record.lock:
                self.record.annotations.add(made["annotation"])
            self.task = None
        if self.sent % 3 == 0 or self.task is None and self.uncertain:
            self.decide()
        self.sent += 1

    def decide(self):
        key = self.uncertain or f"case-{self.number}-{self.sent}"
        self.uncertain = key
        case = {"item": {"id": key, "x": self.sent}, "ask_person": True}
        made = self.client.post(f"/projects/{self.slug}/decisions", case, key=key)
        self.uncertain = None
        with self.record.lock:
            self.record.decisions.add(made["id"])


def run_all(workers: list[Worker], ports: list[int], stop: threading.Event, most: int | None = None):
    """Starts everybody, spread over the ports, and gives back their threads."""
    threads = [
        threading.Thread(target=worker.work, args=(ports[index % len(ports)], stop, most))
        for index, worker in enumerate(workers)]
    for thread in threads:
        thread.start()
    return threads


def require_no_refusals(record: Record):
    if record.refusals:
        raise Failed(f"{len(record.refusals)} requests were refused, first: {record.refusals[0]}")
