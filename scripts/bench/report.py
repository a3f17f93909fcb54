"""Tables of what was measured, beside what was aimed at."""
import pathlib


def refresh(path: str, mark: str, text: str):
    """Puts text between `<!-- mark:begin -->` and `<!-- mark:end -->` of a file."""
    file = pathlib.Path(path)
    whole = file.read_text()
    begin, end = f"<!-- {mark}:begin -->", f"<!-- {mark}:end -->"
    head, rest = whole.split(begin, 1)
    file.write_text(head + begin + "\n" + text.strip() + "\n" + end + rest.split(end, 1)[1])


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value) -> str:
    if value is None:
        return "not counted"
    if isinstance(value, float) and value < 100:
        return f"{value:.3g}"
    return f"{value:,.0f}"


def row(what: str, value, aim, unit: str, least: bool, disk=None) -> list[str]:
    """One figure: `least` means that more is better; the ratio is above 1 when the aim is met."""
    if value is None or aim is None:
        return [what, f"{number(value)} {unit}", "", "", "", number(disk) if disk else ""]
    ratio = (value / aim if least else aim / value) if value and aim else float("inf")
    sign = "≥" if least else "≤"
    return [what, f"{number(value)} {unit}", f"{sign} {number(aim)}", f"{ratio:.2f}", "met" if ratio >= 1 else "**not met**",
            number(disk) if disk else ""]


def tandem(figures: dict) -> str:
    """The table of everything in `figures`, in the order of the aims."""
    got = figures.get
    rows = []

    def add(name: str, what: str, aim, unit: str, least: bool, key: str | None = None, disk=None):
        value = got(name)
        if value is None and name not in figures:
            return
        rows.append(row(what, value[key] if key else value, aim, unit, least, disk))

    for clients in (1, 8, 32):
        found = got(f"pairs_{clients}")
        if not found:
            continue
        people = f"{clients} client{'s' if clients > 1 else ''}"
        disk = found["fsyncs_per_second"]
        aimed = clients == 32
        add(f"pairs_{clients}", f"claim + annotation, {people}", 4000 if aimed else None, "pairs/s", True, "per_second", disk)
        add(f"pairs_{clients}", f"… claim, p99, {people}", 50 if aimed else None, "ms", False, "claim_p99_ms", disk)
        add(f"pairs_{clients}", f"… annotation, p99, {people}", 50 if aimed else None, "ms", False, "answer_p99_ms", disk)
        if aimed:
            add(f"pairs_{clients}", "… commits per acknowledged write", 0.2, "", False, "commits_per_write", disk)
    add("disk_waits_per_write", "… fsync + fdatasync per acknowledged write, counted by strace", 0.2, "", False)
    add("decisions_batches_1", "decisions, 30 columns, boosted model, batches of 100, 1 client", 5000, "/s", True,
        "per_second", (got("decisions_batches_1") or {}).get("fsyncs_per_second"))
    add("decisions_batches_4", "… 4 clients", 5000, "/s", True, "per_second",
        (got("decisions_batches_4") or {}).get("fsyncs_per_second"))
    add("decisions_single_1", "… one by one, 1 client, p50", 5, "ms", False, "p50_ms",
        (got("decisions_single_1") or {}).get("fsyncs_per_second"))
    add("decisions_single_1", "… one by one, 1 client, p99", None, "ms", False, "p99_ms")
    add("decisions_single_32", "… one by one, 32 clients", None, "/s", True, "per_second")
    add("import_rows_per_second", "import of 10 columns, fresh database", 100_000, "rows/s", True, None,
        got("import_rows_per_second_fsyncs"))
    add("import_queued_rows_per_second", "… each item also a task in the queue", None, "rows/s", True, None,
        got("import_queued_rows_per_second_fsyncs"))
    sizes = sorted({int(name.split("_")[1]) for name in figures if name.startswith("claim_") and name[6].isdigit()})
    for clients in (1, 32):
        first = got(f"claim_{sizes[0]}_{clients}") if sizes else None
        for size in sizes:
            aim = None if size == sizes[0] else round(first["p99_ms"] * 1.5, 2)
            add(f"claim_{size}_{clients}", f"claim p99, {size:,} open tasks, {clients} client{'s' * (clients > 1)}", aim, "ms",
                False, "p99_ms")
    if got("claim_newcomer"):
        add("claim_newcomer", "claim p99, a person without answers", None, "ms", False, "p99_ms")
        add("claim_veteran", f"claim p99, a person with {got('veteran_answers'):,} answers",
            round(got("claim_newcomer")["p99_ms"] * 1.5, 2), "ms", False, "p99_ms")
    add("start_ms", "start, empty database", None, "ms", False)
    add("million_start_ms", f"start, {got('million_items') or 0:,} items", 300, "ms", False)
    add("million_resident_mb", "resident memory there, after 32 clients", 150, "MB", False)
    about = figures["machine"]
    note = (f"{about['processor']}, {about['cores']} cores, {about['memory_gib']} GiB; "
            f"medians of {figures['runs']} run{'s' if figures['runs'] > 1 else ''}"
            + (", short run" if figures["quick"] else "")
            + f"; model's decisions taken automatically: {got('decisions_automatic_share')}. "
            "Flat means at most 1.5 times the p99 of the shortest queue. "
            "fsync/s: 4 KiB appends with fdatasync that the disk took beside the figure.")
    return table(["figure", "measured", "aim", "ratio", "", "fsync/s"], rows) + "\n\n" + note
