"""scikit-learn's metrics of two classes; intervals, which Tandem adds, are not asked of it."""
import json

import numpy as np
import pandas as pd
from verbs import Computing, act


def make(part, scale):
    rng = np.random.default_rng(4)
    n = int(1_000_000 * scale)
    truth = (rng.random(n) < 0.3).astype(int)
    score = np.round(1 / (1 + np.exp(-(rng.normal(-1, 1.2, n) + 1.8 * truth))), 6)
    pd.DataFrame({"y_true": truth, "y_pred": (score > 0.5).astype(int), "score": score}).to_csv(
        "predictions.csv", index=False)


def run(part):
    from sklearn import metrics as m

    frame = pd.read_csv("predictions.csv")
    y, hard, soft = frame.y_true.to_numpy(), frame.y_pred.to_numpy(), frame.score.to_numpy()
    with Computing() as spent:
        made = {f.__name__.removesuffix("_score"): float(f(y, hard)) for f in (
            m.accuracy_score, m.balanced_accuracy_score, m.precision_score, m.recall_score, m.f1_score,
            m.jaccard_score, m.matthews_corrcoef, m.cohen_kappa_score, m.zero_one_loss, m.hamming_loss)}
        made |= {f.__name__: float(f(y, soft)) for f in (
            m.roc_auc_score, m.average_precision_score, m.log_loss, m.brier_score_loss)}
        for average in ("macro", "micro", "weighted"):
            made |= {f"{f.__name__}_{average}": float(f(y, hard, average=average)) for f in (m.f1_score, m.precision_score)}
    json.dump({"roc_auc": made["roc_auc_score"], "f1": made["f1"]}, open("theirs.json", "w"))
    return spent.seconds


def number(value, name):
    """The figure of that name, wherever it stands: a number, or an object with its value."""
    if isinstance(value, dict):
        if name in value:
            member = value[name]
            return member["value"] if isinstance(member, dict) else member
        return next((hit for hit in (number(v, name) for v in value.values()) if hit is not None), None)
    return None


def judge(part, answer):
    made = json.load(open(answer))
    return f"AUC {number(made, 'roc_auc'):.12f}"


act(make, run, judge)
