"""Scripts stored in every text field that people or programs can fill come back as text, on every page."""
import re
import urllib.error
import urllib.request

from house import Failed, House, Refused

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
LINK = "javascript:alert(3)"
FORBIDDEN = re.compile(r"""<script>alert|<img src=x|"'>|href=["']?\s*javascript:""", re.IGNORECASE)
PAGES = [
    "", "/decisions", "/models", "/quality", "/items", "/import", "/guidelines", "/people", "/policy", "/ledger",
    "/work",
]


def furnish(admin) -> list[str]:
    """Writes the attack everywhere; the addresses of the things that have a page of their own."""
    def attacked(name: str) -> str:
        return name + ATTACK

    admin.post("/projects", {
        "name": attacked("Name"), "slug": "xss",
        "schema": {"columns": [
            {"name": "id", "type": "text", "role": "key"}, {"name": attacked("column"), "type": "text"},
            {"name": "note", "type": "text"}]},
        "question": {"kind": "choice", "prompt": attacked("Prompt"), "labels": [
            {"value": "a", "text": attacked("Label")}, {"value": "b", "text": "B"}]},
        "guidelines": f"# {ATTACK}\n\n[link]({LINK}) <{LINK}> ![x]({LINK})\n\n`{ATTACK}`\n\n{ATTACK}",
        "settings": {
            "overlap": 1, "undo_seconds": 0, "notice": attacked("Notice"), "gold_share": 0, "repeat_share": 0,
            "source": {"name": attacked("Source"), "url": LINK, "license": ATTACK, "text": ATTACK}},
    })
    text = f'{{"id": "i1{ATTACK}", "note": "{ATTACK}"}}'.replace('"\'>', '\\"\'>')
    text += '\n{"id": ["' + ATTACK.replace('"', '\\"') + '"]}\n'
    admin.post("/projects/xss/items?name=" + urllib.request.quote("File" + ATTACK), text.encode(),
               kind="application/x-ndjson")
    made = admin.post("/users", {"email": "x@example.org", "name": attacked("Xenia"), "external_id": ATTACK})
    for role in ("annotator", "expert", "program", "champion"):
        admin.post("/projects/xss/roles", {"account": made["account"], "role": role})
    token = admin.post("/tokens", {"name": attacked("Token"), "account": made["account"]})["token"]
    person = type(admin)(admin.port, token)
    decided = person.post("/projects/xss/decisions", {
        "item": {"id": "d1" + ATTACK, "note": ATTACK}, "scores": {"a": 0.6, "b": 0.4},
        "model_version": attacked("model"), "callback": "https://example.org/" + urllib.request.quote(ATTACK)})
    person.post(f"/decisions/{decided['id']}/outcome", {"value": "a", "source": "world"})
    for _ in range(2):
        task = person.post("/projects/xss/tasks/claim", {})
        if FORBIDDEN.search(task["guidelines_html"]):
            raise Failed("the guidelines of a task hold a script")
        person.post(f"/tasks/{task['id']}/annotation", {"value": "a", "comment": attacked("Comment")})
    person.post("/projects/xss/costs", {"kind": "platform", "amount": 1, "currency": "EUR"})
    for path, body in {
        "/projects/xss/models": {"learner": "logistic", "parameters": {ATTACK: 1}},
        f"/decisions/{decided['id']}/outcome": {"value": ATTACK, "source": ATTACK},
        "/projects/xss/roles": {"account": ATTACK, "role": ATTACK},
    }.items():
        try:
            person.post(path, body)
        except Refused as refused:
            if "<script>" in refused.body and "problem+json" not in str(refused.headers):
                raise Failed(f"{path} tells the attack as something else than problem+json") from refused
    return [f"/projects/xss/decisions/{decided['id']}"]


def stored(tandem: str, postgres: str | None) -> str:
    with House(tandem, postgres) as house:
        _, port = house.start()
        admin = house.admin(port)
        own = furnish(admin)
        pages = ["/projects", "/settings", "/sign-in?next=" + urllib.request.quote(f'"{ATTACK}')] + own
        pages += ["/projects/xss" + page for page in PAGES]
        attack = urllib.request.quote(ATTACK)
        pages += ["/projects/xss/decisions?q=" + attack, "/projects/" + attack]
        told = 0
        for page in pages:
            headers = {"Authorization": "Bearer " + house.token, "Accept": "text/html"}
            request = urllib.request.Request(f"http://127.0.0.1:{port}{page}", headers=headers)
            try:
                reply = urllib.request.urlopen(request)
            except urllib.error.HTTPError as error:
                reply = error
                if error.code >= 500:
                    raise Failed(f"{page} answers {error.code}") from error
            text = reply.read().decode()
            if found := FORBIDDEN.search(text):
                start = max(0, found.start() - 80)
                raise Failed(f"{page} holds a script: …{text[start:found.end() + 40]}…")
            told += "&lt;script&gt;alert(1)" in text
            policy = reply.headers["Content-Security-Policy"] or ""
            if "script-src 'self'" not in policy or reply.headers["X-Content-Type-Options"] != "nosniff":
                raise Failed(f"{page} comes without the headers that stop scripts")
        if told < 8:
            raise Failed(f"only {told} pages tell the texts at all, so little was tried")
        return f"{len(pages)} pages, {told} of them tell the attack, all as text"
