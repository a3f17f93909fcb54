"""/metrics: what Prometheus reads is well formed, counts what happened, and names nobody."""
import re
import shutil
import subprocess
import time
import urllib.request

from house import Failed, House, people, project

NEEDED = [
    "tandem_http_request_duration_seconds_bucket", "tandem_predictions_total", "tandem_queue_tasks",
    "tandem_task_wait_seconds_count", "tandem_guarantee_valid", "tandem_audit_head_age_seconds", "tandem_build_info",
    "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_start_time_seconds",
]
OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def read(port: int, accept: str) -> tuple[str, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", headers={"Accept": accept})
    with urllib.request.urlopen(request) as reply:
        return reply.headers["Content-Type"], reply.read().decode()


def metrics(tandem: str, postgres: str | None) -> str:
    with House(tandem, postgres) as house:
        _, port = house.start()
        admin = house.admin(port)
        admin.post("/projects", project("measured", 1))
        admin.post("/projects/measured/items?name=first", b"id,x\na,1\nb,2\nc,3\n", kind="text/csv")
        client = admin
        client.token = people(admin, "measured", 1)[0]
        task = client.post("/projects/measured/tasks/claim", {})
        client.post(f"/tasks/{task['id']}/annotation", {"value": "a"})
        cases = [{"item": {"id": f"d{n}", "x": n}} for n in range(4)]
        client.post("/projects/measured/decisions", {"items": cases})
        house.run("audit", "verify")
        until = time.monotonic() + 10
        while "tandem_audit_head_age_seconds" not in (text := read(port, "*/*")[1]) and time.monotonic() < until:
            time.sleep(0.2)
        kind, text = read(port, "*/*")
        if kind != "text/plain; version=0.0.4; charset=utf-8":
            raise Failed(f"content type {kind}")
        lines = text.splitlines()
        if lost := [name for name in NEEDED if not any(line.startswith(name) for line in lines)]:
            raise Failed(f"metrics are missing: {lost}")
        for line in (
            'tandem_predictions_total{model="measured",version="none",route="human"} 4.0',
            'tandem_decisions_open{queue="measured"} 4.0',
            'tandem_queue_tasks{queue="measured",kind="label",state="open"} 6.0',
            'tandem_guarantee_valid{policy="measured"} 0.0', "tandem_task_wait_seconds_count 1",
        ):
            if line not in lines:
                raise Failed(f"not told: {line}")
        if found := re.search(r"@|[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}|Person", text):
            raise Failed(f"somebody or some id stands in the metrics: {found[0]}")
        kind, text = read(port, OPEN)
        if kind != OPEN or not text.endswith("# EOF\n") or "# TYPE tandem_predictions counter\n" not in text:
            raise Failed(f"no OpenMetrics: {kind}")
        judged = "promtool is not installed"
        if shutil.which("promtool"):
            done = subprocess.run(
                ["promtool", "check", "metrics"], input="\n".join(lines) + "\n", capture_output=True, text=True)
            if done.returncode or done.stderr.strip():
                raise Failed(f"promtool: {done.stdout} {done.stderr}")
            judged = "promtool finds nothing"
        return f"{sum(not line.startswith('#') for line in lines)} samples on {house.store.engine}; {judged}"
