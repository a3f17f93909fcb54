"""The table of both sides' figures, as Markdown."""
import pathlib

BEGIN, END = "<!-- rivals:begin -->", "<!-- rivals:end -->"
HEAD = [
    "workload", "rival", "size", "computing, s (rival / Tandem)", "ratio", "file to file, s", "ratio",
    "peak MB", "quality (rival / Tandem)", "load"]


def seconds(value: float) -> str:
    return f"{value:.3g}"


def ratio(theirs: float, ours: float) -> str:
    # A computing time below the clock's step says only "at least".
    if ours <= 0.002:
        return f"> {theirs / 0.002:.0f}×" if theirs > 0.002 else "–"
    value = theirs / ours
    return f"{value:.0f}×" if value >= 10 else f"{value:.1f}×"


def table(rows: list[dict]) -> str:
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    for row in rows:
        cells = [
            row["workload"], row["rival"] + ("" if row["runs"] > 1 else " (1 run)"), row["size"],
            f"{seconds(row['their_computing'])} / {seconds(row['our_computing'])}",
            ratio(row["their_computing"], row["our_computing"]),
            f"{seconds(row['their_cpu'])} / {seconds(row['our_cpu'])}", ratio(row["their_cpu"], row["our_cpu"]),
            f"{row['their_mb']:.0f} / {row['our_mb']:.0f}", f"{row['their_quality']} / {row['our_quality']}",
            str(row["load"])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def into(document: pathlib.Path, rows: list[dict]) -> None:
    text = document.read_text()
    if BEGIN not in text or END not in text:
        raise SystemExit(f"bench: {document} has no place between {BEGIN} and {END}")
    before, rest = text.split(BEGIN)
    document.write_text(before + BEGIN + "\n" + table(rows) + "\n" + END + rest.split(END)[1])
