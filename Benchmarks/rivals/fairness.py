"""Fairlearn's MetricFrame with its bootstrap, and its ThresholdOptimizer."""
import json

import numpy as np
import pandas as pd
from verbs import Computing, act

#: Fairlearn's replicates: one takes seconds there.
REPLICATES = 10


def make(part, scale):
    rng = np.random.default_rng(7)
    n = int(100_000 * scale)
    sex, race = rng.integers(0, 2, n), rng.integers(0, 4, n)
    x = rng.normal(size=(n, 3))
    x[:, 0] += 0.5 * sex
    x[:, 1] -= 0.2 * race
    truth = (x.sum(1) + 0.4 * sex + rng.normal(0, 1.2, n) > 0).astype(int)
    score = (1 / (1 + np.exp(-x.sum(1)))).round(9)
    pd.DataFrame({"y_true": truth, "y_pred": (score > 0.5).astype(int), "score": score, "sex": sex, "race": race}).to_csv(
        "predictions.csv", index=False)


def frame(data):
    from fairlearn import metrics as fm
    from sklearn import metrics as sk

    figures = dict(accuracy=sk.accuracy_score, precision=sk.precision_score, tpr=fm.true_positive_rate,
                   fpr=fm.false_positive_rate, selection=fm.selection_rate, count=fm.count)
    return fm.MetricFrame(metrics=figures, y_true=data.y_true, y_pred=data.y_pred, n_boot=REPLICATES,
                          ci_quantiles=[0.025, 0.975], random_state=0, sensitive_features=data[["sex", "race"]])


def thresholds(data):
    from fairlearn.metrics import equalized_odds_difference
    from fairlearn.postprocessing import ThresholdOptimizer
    from sklearn.base import BaseEstimator, ClassifierMixin

    class Given(ClassifierMixin, BaseEstimator):
        def fit(self, X, y):
            self.fitted_, self.classes_ = True, np.array([0, 1])
            return self

        def predict(self, X):
            return np.asarray(X)[:, 0]

    scores = data[["score"]].to_numpy()
    optimizer = ThresholdOptimizer(
        estimator=Given().fit(scores, data.y_true), constraints="equalized_odds", prefit=True, predict_method="predict")
    optimizer.fit(scores, data.y_true, sensitive_features=data.race)
    chance = optimizer._pmf_predict(scores, sensitive_features=data.race)[:, 1]
    rates = pd.DataFrame({"race": data.race, "y": data.y_true, "p": chance}).groupby(["y", "race"]).p.mean()
    gap = max(rates[y].max() - rates[y].min() for y in (0, 1))
    accuracy = float(np.where(data.y_true == 1, chance, 1 - chance).mean())
    return {"after": {"gap": float(gap), "accuracy": accuracy}}


def run(part):
    data = pd.read_csv("predictions.csv")
    with Computing() as spent:
        made = thresholds(data) if part == "thresholds" else frame(data)
    if part != "thresholds":
        made = {"selection_rate_gap": float(made.difference()["selection"])}
    json.dump(made, open("theirs.json", "w"))
    return spent.seconds


def judge(part, answer):
    made = json.load(open(answer))
    if part == "thresholds":
        return f"gap {made['after']['gap']:.6f}, accuracy {made['after']['accuracy']:.6f}"
    gap = made.get("selection_rate_gap") or made["disparities"]["selection_rate_difference"]
    return f"selection gap {gap:.9f}"


act(make, run, judge)
