"""Golden values of weak supervision, from Snorkel 0.10 (LabelModel and MajorityLabelVoter's rule).

Writes Tests/TandemLabelingTests/Fixtures/weaksupervision.json. Planted sets are drawn from SplitMix64, so that the Swift
tests draw the very same votes; of the YouTube comments (Snorkel's tutorial) only counts and accuracies are written.
Needs snorkel==0.10.0, numpy, pandas; about two minutes. Usage: weaksupervision.py [FOLDER OF weak-youtube-spam-train]
"""

import csv
import json
import pathlib
import re
import sys

# This folder's statistics.py would stand before the standard library's.
sys.path = [entry for entry in sys.path if pathlib.Path(entry).name != "reference"]

import numpy as np
from snorkel.labeling.model import LabelModel

ROOT = pathlib.Path(__file__).parents[2]
GAMMA = np.uint64(0x9E3779B97F4A7C15)


def uniforms(seed, count):
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * GAMMA
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def planted(seed, n, prior, functions):
    """Task by task: one uniform for the truth, four for each function (votes?, right?, which error, copies?)."""
    m, k = len(functions), len(prior)
    u = uniforms(seed, n * (1 + 4 * m)).reshape(n, 1 + 4 * m)
    y = np.minimum((u[:, 0][:, None] >= np.cumsum(prior)[None, :]).sum(1), k - 1)
    votes = np.full((n, m), -1)
    for j, f in enumerate(functions):
        a, b, c, d = (u[:, 1 + 4 * j + i] for i in range(4))
        wrong = (y + 1 + np.minimum((c * (k - 1)).astype(int), k - 2)) % k
        v = np.where(a < f["coverage"], np.where(b < f["accuracy"], y, wrong), -1)
        if "only" in f:
            v = np.where(v == f["only"], v, -1)
        if "copies" in f:
            v = np.where(d < f["fidelity"], votes[:, f["copies"]], v)
        votes[:, j] = v
    return y, votes


def accuracy(p, y, votes):
    """Share right among tasks with a vote; a tie of t labels counts 1/t when the truth is among them."""
    covered = (votes >= 0).any(1)
    p, y = p[covered], y[covered]
    top = p >= p.max(1, keepdims=True) - 1e-9
    return float((top[np.arange(len(y)), y] / top.sum(1)).mean())


def snorkel(votes, k):
    model = LabelModel(cardinality=k, verbose=False)
    model.fit(votes, n_epochs=500, seed=123, progress_bar=False)
    return model.predict_proba(votes)


def majority(votes, k):
    counts = np.stack([(votes == label).sum(1) for label in range(k)], 1).astype(float)
    return counts / np.maximum(counts.sum(1, keepdims=True), 1)


def plans(seed):
    r = np.random.default_rng(seed)
    for k in (2, 3, 4, 5):
        prior = r.dirichlet(np.full(k, 8.0)).round(3)
        prior[-1] = round(1 - prior[:-1].sum(), 3)
        low = 0.5 if k == 2 else 0.4
        base = [
            {"coverage": c, "accuracy": a}
            for c, a in zip(r.uniform(0.15, 0.6, 10).round(3).tolist(), r.uniform(low, 0.9, 10).round(3).tolist())
        ]
        worst = int(np.argmin([f["accuracy"] for f in base]))
        loud = [dict(f) for f in base]
        loud[worst]["coverage"] = 0.6
        copy = {"coverage": 0.5, "accuracy": 0.6, "copies": worst}
        only = [
            {"coverage": c, "accuracy": a, "only": i % k}
            for i, (c, a) in enumerate(
                zip(r.uniform(0.3, 0.8, 3 * k).round(3).tolist(), r.uniform(0.6, 0.95, 3 * k).round(3).tolist()))
        ]
        yield f"independent {k}", prior, base
        yield f"copied {k}", prior, loud + [dict(copy, fidelity=1.0)] * 4
        yield f"nearly copied {k}", prior, loud + [dict(copy, fidelity=0.8)] * 4
        yield f"one label each {k}", prior, only


SPAM, HAM, SILENT = 1, 0, -1


def keyword(words, label):
    return lambda text: label if any(word in text.lower() for word in words) else SILENT


def regex(pattern, label):
    compiled = re.compile(pattern, re.I)
    return lambda text: label if compiled.search(text) else SILENT


# The functions of Snorkel's tutorial that need no model of their own, and some more of that kind.
FUNCTIONS = {
    "my": keyword(["my"], SPAM), "subscribe": keyword(["subscribe"], SPAM), "link": keyword(["http"], SPAM),
    "please": keyword(["please", "plz"], SPAM), "song": keyword(["song"], HAM),
    "check_out": regex(r"check.*out", SPAM), "short": lambda text: HAM if len(text.split()) < 5 else SILENT,
    "praise": regex(r"\b(love|best|awesome|amazing|great|beautiful)\b", HAM),
    "channel": regex(r"\b(my|our) channel\b", SPAM), "views": regex(r"\b(views?|billion|million)\b", HAM),
    "money": regex(r"\b(money|free|earn|cash|giveaway|win)\b", SPAM),
    "long": lambda text: SPAM if len(text) > 200 else SILENT,
    "very_short": lambda text: HAM if len(text) < 30 else SILENT,
}
TUTORIAL = ["my", "subscribe", "link", "please", "song", "check_out", "short", "praise"]
EXTENDED = [name for name in FUNCTIONS if name != "short"]


def subsets():
    r = np.random.default_rng(0)
    names = list(FUNCTIONS)
    ham = {"song", "short", "praise", "views", "very_short"}
    found = []
    while len(found) < 40:
        chosen = [names[i] for i in sorted(r.choice(len(names), r.integers(5, 12), replace=False))]
        if ham & set(chosen) and len(set(chosen) - ham) >= 2:
            found.append(chosen)
    return found


def youtube(folder):
    rows = []
    for path in sorted(folder.glob("*.csv")):
        rows += list(csv.DictReader(open(path, encoding="utf-8-sig", newline="")))
    y = np.array([int(row["CLASS"]) for row in rows])
    votes = {name: np.array([f(row["CONTENT"]) for row in rows]) for name, f in FUNCTIONS.items()}

    def compare(names):
        matrix = np.stack([votes[name] for name in names], 1)
        return {
            "functions": names, "snorkel": accuracy(snorkel(matrix, 2), y, matrix),
            "majority": accuracy(majority(matrix, 2), y, matrix),
        }

    return {
        "rows": len(rows),
        "votes": {name: int((v >= 0).sum()) for name, v in votes.items()},
        "right": {name: int(((v >= 0) & (v == y)).sum()) for name, v in votes.items()},
        "tutorial": compare(TUTORIAL), "extended": compare(EXTENDED),
        "subsets": [compare(names) for names in subsets()],
    }


cases = []
for seed in (1, 2, 3):
    for name, prior, functions in plans(seed):
        y, votes = planted(seed, 2000, prior, functions)
        cases.append({
            "name": name, "seed": seed, "tasks": 2000, "prior": prior.tolist(), "functions": functions,
            "votes": int((votes >= 0).sum()), "snorkel": accuracy(snorkel(votes, len(prior)), y, votes),
            "majority": accuracy(majority(votes, len(prior)), y, votes),
        })
folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data/weak-youtube-spam-train"
out = {"planted": cases, "youtube": youtube(folder)}
path = ROOT / "Tests/TandemLabelingTests/Fixtures/weaksupervision.json"
path.write_text(json.dumps(out) + "\n")
print(len(json.dumps(out)), [round(out["youtube"][k]["snorkel"], 4) for k in ("tutorial", "extended")])
