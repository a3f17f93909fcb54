"""The twelve KPIs by a second, deliberately simple implementation, from an exported ledger.

    tandem audit export --project P > ledger.jsonl
    python3 scripts/reference/kpis.py ledger.jsonl PROJECT_ID label1,label2

Reads JSON Lines of events (docs/ledger.md) and prints {key: value or null} as JSON. Values only: intervals are drawn.
Standard library only; written from docs/kpis.md, not from the Swift code. Lists and loops on purpose.
"""
import json
import math
import sys
from collections import defaultdict

HOUR = 3_600_000
DAY = 86_400_000


def load(path, project):
    events = []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        if row.get("type", "event") != "event":
            continue
        if row["project"] == project or row["kind"] == "rate.set":
            row["facts"] = json.loads(row["facts"])
            events.append(row)
    events.sort(key=lambda e: (e["occurred_at_ms"], e["chain"], e["seq"]))
    return events


def kind(events, *names):
    return [e for e in events if e["kind"] in names]


def value(facts, prefix=""):
    for name in ("label", "number", "value_hash"):
        if prefix + name in facts:
            return (name, facts[prefix + name])
    return None


def counted(events):
    """Answers that count: not taken back, not late beyond use, the last of a person on a task."""
    undone = set()
    for e in kind(events, "annotation.undone"):
        undone.add(e["subject"])
        undone.add(e["facts"].get("annotation"))
    last = {}
    rows = []
    for e in kind(events, "annotation.submitted"):
        if e["subject"] in undone or not e["facts"].get("counted", True):
            continue
        rows.append(e)
        last[(e["actor"], e["facts"]["task"])] = e
    return [e for e in rows if last[(e["actor"], e["facts"]["task"])] is e]


def votes(events):
    return [e for e in counted(events) if not e["facts"].get("unsure") and value(e["facts"])]


def gold(events):
    known = {}
    for e in kind(events, "gold.set"):
        known[e["facts"].get("item", e["subject"])] = value(e["facts"])
    return known


def first_pass(events):
    seen, rows = set(), []
    for e in votes(events):
        f = e["facts"]
        if f["task_kind"] != "label" or f["mode"] == "suggested" or f["purpose"] in ("repeat", "seeded"):
            continue
        if (e["actor"], f["item"]) not in seen:
            seen.add((e["actor"], f["item"]))
            rows.append(e)
    return rows


def labeling_accuracy(events, labels):
    known = gold(events)
    hits = n = 0
    for e in votes(events):
        f = e["facts"]
        truth = value(f, "gold_") or known.get(f["item"])
        if truth is None or f["purpose"] == "seeded":
            continue
        n += 1
        hits += value(f) == truth
    return hits / n if n else estimated_accuracy(events, labels)


def estimated_accuracy(events, labels):
    """One-coin Dawid and Skene with 2 right and 0.5 wrong pseudo-answers a worker; mean posterior of given labels."""
    rows = [(e["facts"]["item"], e["actor"], labels.index(e["facts"]["label"])) for e in first_pass(events)
            if e["facts"].get("label") in labels]
    if not rows:
        return None
    k = len(labels)
    items = list(dict.fromkeys(r[0] for r in rows))
    workers = list(dict.fromkeys(r[1] for r in rows))
    post = {i: [0.0] * k for i in items}
    for item, _, label in rows:
        post[item][label] += 1
    for item in items:
        total = sum(post[item])
        post[item] = [v / total for v in post[item]]
    margin = 1e-10

    def step(post):
        prior = [sum(post[i][l] for i in items) / len(items) for l in range(k)]
        right = {w: 2.0 for w in workers}
        every = {w: 2.5 for w in workers}
        for item, worker, label in rows:
            right[worker] += post[item][label]
            every[worker] += 1
        scores = {i: [math.log(max(p, margin)) for p in prior] for i in items}
        for item, worker, label in rows:
            a = min(max(right[worker] / every[worker], margin), 1 - margin)
            scores[item][label] += math.log(a / min(max((1 - a) / (k - 1), margin), 1 - margin))
        new = {}
        for item, score in scores.items():
            odds = [math.exp(s - max(score)) for s in score]
            new[item] = [o / sum(odds) for o in odds]
        return new

    for _ in range(100):
        new = step(post)
        change = max(abs(a - b) for i in items for a, b in zip(post[i], new[i]))
        post = new
        if change <= 1e-6:
            break
    post = step(post)
    return sum(post[item][label] for item, _, label in rows) / len(rows)


def judgments(events, models):
    """The newest evaluation set on which all these models were judged."""
    rows = [e for e in kind(events, "model.evaluated") if e["facts"]["metric"] == "accuracy"]
    for e in reversed(rows):
        h = e["facts"]["eval_hash"]
        if e["subject"] not in models:
            continue
        found = []
        for m in models:
            slices = {r["facts"]["slice"]: r["facts"] for r in rows if r["subject"] == m and r["facts"]["eval_hash"] == h}
            if "all" in slices:
                found.append(slices)
        if len(found) == len(models):
            return found
    return None


def newest_pair(events):
    order = {id(e): i for i, e in enumerate(events)}
    promoted = [e for e in kind(events, "model.promoted") if e["facts"].get("previous") and not any(
        r["facts"]["previous"] == e["subject"] and order[id(r)] > order[id(e)]
        for r in kind(events, "model.rolled_back"))]
    if not promoted:
        return None
    return judgments(events, [promoted[-1]["facts"]["previous"], promoted[-1]["subject"]])


def diagonal(counts):
    k = round(len(counts) ** 0.5)
    return sum(counts[i * k + i] for i in range(k))


def model_improvement(events, labels):
    pair = newest_pair(events)
    if not pair:
        return None
    before, after = (diagonal(s["all"]["counts"]) / sum(s["all"]["counts"]) for s in pair)
    return 100 * (after - before) / before if before else None


def labeling_time(events, labels):
    rows = [e for e in counted(events) if e["facts"]["task_kind"] == "label" and "active_ms" in e["facts"]
            and e["facts"]["purpose"] not in ("repeat", "seeded")]
    places = [i for i, e in enumerate(rows) if e["facts"]["mode"] != "suggested"][:200]
    if len(places) < 200:
        return None
    later = rows[places[-1] + 1:]
    now = later[-max(50, len(later) // 3):]
    if len(now) < 50:
        return None
    base = sum(rows[i]["facts"]["active_ms"] for i in places) / 200
    mean = sum(e["facts"]["active_ms"] for e in now) / len(now)
    return (base - mean) / base if base else None


def ambiguous_handled(events, labels):
    ingested = len(kind(events, "item.ingested")) + sum(e["facts"]["count"] for e in kind(events, "items.imported"))
    flagged = {e["facts"]["item"] for e in kind(events, "item.flagged")}
    return min(len(flagged), ingested) / ingested if ingested else None


def cost_per_label(events, labels):
    rates = defaultdict(dict)
    working = {e["actor"] for e in kind(events, "annotation.submitted", "review.decided")}
    currencies = set()
    for e in kind(events, "rate.set"):
        if e["subject"] in working:
            rates[e["subject"]][e["facts"]["since_ms"]] = e["facts"]["per_hour"]
            currencies.add(e["facts"]["currency"])
    total, parts = 0.0, 0
    work = kind(events, "annotation.submitted") + [
        e for e in kind(events, "review.decided") if "annotation" not in e["facts"]]
    for e in work:
        valid = [since for since in rates[e["actor"]] if since <= e["occurred_at_ms"]]
        if valid and "active_ms" in e["facts"]:
            total += rates[e["actor"]][max(valid)] * e["facts"]["active_ms"] / HOUR
            parts += 1
    for e in kind(events, "cost.posted"):
        total += e["facts"]["amount"]
        currencies.add(e["facts"]["currency"])
        parts += 1
    settled = {e["facts"]["item"] for e in kind(events, "consensus.resolved") if e["facts"].get("human", True)}
    return total / len(settled) if settled and parts and len(currencies) < 2 else None


def consensus_rate(events, labels):
    items = defaultdict(list)
    for e in first_pass(events):
        items[e["facts"]["item"]].append(value(e["facts"]))
    rates = []
    for given in items.values():
        pairs = [(a, b) for i, a in enumerate(given) for b in given[i + 1:]]
        if pairs:
            rates.append(sum(a == b for a, b in pairs) / len(pairs))
    return sum(rates) / len(rates) if rates else None


def quantile(values, p):
    values = sorted(values)
    place = (len(values) - 1) * p
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def update_turnaround(events, labels):
    order = {id(e): i for i, e in enumerate(events)}
    at = {e["subject"]: order[id(e)] for e in kind(events, "snapshot.created")}
    used, answer = set(), None
    for u in kind(events, "model.promoted"):
        end = at.get(u["facts"]["snapshot"], order[id(u)])
        if "items" in u["facts"]:
            items = set(u["facts"]["items"])
        elif u["facts"].get("labels_first_used", 0) > 0:
            items = {e["facts"]["item"] for e in kind(events, "consensus.resolved") if order[id(e)] <= end}
        else:
            items = set()
        items -= used
        used |= items
        waits = [(u["occurred_at_ms"] - e["occurred_at_ms"]) / HOUR for e in votes(events)
                 if e["facts"]["item"] in items and e["facts"]["task_kind"] in ("label", "adjudicate")
                 and e["facts"]["purpose"] != "repeat" and order[id(e)] <= end]
        if waits:
            answer = quantile(waits, 0.9)
    return answer


def review_quality(events, labels):
    corrected = n = 0
    seen = set()
    for e in kind(events, "review.decided"):
        f = e["facts"]
        if f["decision"] == "abstain" or f.get("seeded"):
            continue
        n += 1
        corrected += f["decision"] == "correct"
        if f["target"] == "ai":
            seen.add(e["correlation"])
    for e in kind(events, "decision.closed"):
        f = e["facts"]
        if "action" in f:
            continue
        if f["decider"] == "human" and f.get("proposed") is not None and e["subject"] not in seen:
            n += 1
            corrected += bool(f.get("changed"))
    return corrected / n if n else None


def group_gap(slices, names, positive):
    def spread(rates):
        rates = [a / b for a, b in rates if b]
        return max(rates) - min(rates) if len(rates) > 1 else None

    accuracy, tpr, fpr = [], [], []
    for name in names:
        counts = slices[name]["counts"]
        k = round(len(counts) ** 0.5)
        accuracy.append((diagonal(counts), sum(counts)))
        if positive is None:
            continue
        hits = counts[positive * k + positive]
        row = sum(counts[positive * k:(positive + 1) * k])
        column = sum(counts[t * k + positive] for t in range(k))
        tpr.append((hits, row))
        fpr.append((column - hits, sum(counts) - row))
    if positive is None:
        return spread(accuracy)
    gaps = [g for g in (spread(tpr), spread(fpr)) if g is not None]
    return max(gaps) if gaps else None


def bias_reduction(events, labels):
    pair = newest_pair(events)
    if not pair:
        return None
    before, after = pair
    names = [s for s in after if s != "all" and s in before and sum(after[s]["counts"]) >= 30]
    whole = after["all"]
    positive = whole["labels"].index(whole["positive"]) if "positive" in whole else None
    gaps = [group_gap(s, names, positive) for s in pair] if len(names) > 1 else [None, None]
    return 1 - gaps[1] / gaps[0] if gaps[0] and gaps[1] is not None else None


def interpretability(events, labels):
    ratings = [e["facts"]["rating"] for e in kind(events, "explanation.rated")]
    return sum(r >= 4 for r in ratings) / len(ratings) if ratings else None


def collaboration_ratio(events, labels):
    last = {e["subject"]: e["facts"]["decider"] for e in kind(events, "decision.closed") if "action" not in e["facts"]}
    return sum(d == "human" for d in last.values()) / len(last) if last else None


def annotation_consistency(events, labels):
    rows = [e for e in votes(events) if e["facts"]["task_kind"] == "label" and e["facts"]["mode"] != "suggested"]
    agreeing = pairs = 0
    for i, e in enumerate(rows):
        for other in rows[:i]:
            if (other["actor"] == e["actor"] and other["facts"]["item"] == e["facts"]["item"]
                    and e["occurred_at_ms"] - other["occurred_at_ms"] >= DAY
                    and other["facts"]["guideline_version"] == e["facts"]["guideline_version"]):
                pairs += 1
                agreeing += value(other["facts"]) == value(e["facts"])
                break
    return agreeing / pairs if pairs else None


FIGURES = [
    labeling_accuracy, model_improvement, labeling_time, ambiguous_handled, cost_per_label, consensus_rate,
    update_turnaround, review_quality, bias_reduction, interpretability, collaboration_ratio, annotation_consistency,
]

if __name__ == "__main__":
    path, project, given = sys.argv[1:4]
    labels = given.split(",")
    events = load(path, project)
    print(json.dumps({figure.__name__: figure(events, labels) for figure in FIGURES}, sort_keys=True))
