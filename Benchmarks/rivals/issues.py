"""cleanlab's find_label_issues on labels with planted errors."""
import json

import numpy as np
import pandas as pd
from verbs import Computing, act


def make(part, scale):
    rng = np.random.default_rng(10)
    n, classes = int(100_000 * scale), 10
    truth = rng.integers(0, classes, n)
    logit = rng.normal(0, 1, (n, classes))
    logit[np.arange(n), truth] += rng.normal(4, 1.5, n)
    probabilities = np.exp(logit)
    probabilities /= probabilities.sum(1, keepdims=True)
    planted = rng.random(n) < 0.1
    given = np.where(planted, (truth + rng.integers(1, classes, n)) % classes, truth)
    frame = pd.DataFrame(probabilities, columns=[f"p_{c}" for c in range(classes)])
    frame.insert(0, "id", np.arange(n))
    frame.to_csv("probabilities.csv", index=False, float_format="%.9g")
    pd.DataFrame({"id": np.arange(n), "label": given}).to_csv("labels.csv", index=False)
    pd.DataFrame({"id": np.arange(n), "planted": planted}).to_csv("gold.csv", index=False)


def run(part):
    from cleanlab.filter import find_label_issues

    probabilities = pd.read_csv("probabilities.csv").drop(columns="id").to_numpy()
    labels = pd.read_csv("labels.csv").label.to_numpy()
    with Computing() as spent:
        found = find_label_issues(
            labels, probabilities, filter_by=part, return_indices_ranked_by="self_confidence", n_jobs=1)
    json.dump({"issues": [{"id": int(i)} for i in found]}, open("theirs.json", "w"))
    return spent.seconds


def judge(part, answer):
    planted = set(np.flatnonzero(pd.read_csv("gold.csv").planted))
    found = {int(issue["id"]) for issue in json.load(open(answer))["issues"]}
    precision, recall = len(found & planted) / max(1, len(found)), len(found & planted) / len(planted)
    return f"F1 {2 * precision * recall / (precision + recall):.4f} ({len(found)} found)"


act(make, run, judge)
