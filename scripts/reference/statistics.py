"""Golden values of TandemStatistics, from scikit-learn, scipy, statsmodels and pymannkendall.

Writes Tests/TandemStatisticsTests/Fixtures/statistics.json. Run with the versions of requirements.txt.
"""

import json
import pathlib

import numpy as np
import pymannkendall
from scipy import optimize, special, stats
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(20261122)
out = {}

# Hard and soft predictions of four classes, the last of which never occurs.
n, k = 200, 4
truth = rng.integers(0, 3, n)
logits = rng.normal(size=(n, k))
logits[np.arange(n), truth] += 1.2
logits[:, 3] -= 2
probabilities = special.softmax(logits, axis=1)
predicted = probabilities.argmax(axis=1)
present = sorted(set(truth) | set(predicted))
one_hot = np.eye(k)[truth]
fold = probabilities.max(axis=1)
edges = np.ceil(fold * 15).astype(int) - 1
ece = sum(
    (edges == b).mean() * abs((predicted == truth)[edges == b].mean() - fold[edges == b].mean())
    for b in range(15)
    if (edges == b).any()
)
out["classes"] = {
    "truth": truth, "predicted": predicted, "logits": logits.ravel(), "probabilities": probabilities.ravel(),
    "present": present,
    "accuracy": metrics.accuracy_score(truth, predicted),
    "precision": metrics.precision_score(truth, predicted, labels=present, average=None, zero_division=0),
    "recall": metrics.recall_score(truth, predicted, labels=present, average=None, zero_division=0),
    "f1": metrics.f1_score(truth, predicted, labels=present, average=None, zero_division=0),
    "macroF1": metrics.f1_score(truth, predicted, average="macro", zero_division=0),
    "confusion": metrics.confusion_matrix(truth, predicted, labels=range(k)).ravel(),
    "logLoss": metrics.log_loss(truth, probabilities, labels=range(k)),
    "brier": ((probabilities - one_hot) ** 2).sum(axis=1).mean(),
    "ece": ece,
    "temperature": optimize.minimize_scalar(
        lambda t: metrics.log_loss(truth, special.softmax(logits / t, axis=1), labels=range(k)),
        bounds=(0.05, 20), method="bounded", options={"xatol": 1e-12},
    ).x,
}

# A score with many ties against a binary truth.
scores = np.round(rng.normal(size=150), 1)
positive = rng.random(150) < special.expit(1.5 * scores - 0.5)
isotonic = IsotonicRegression(out_of_bounds="clip")
weights = rng.integers(1, 5, 150).astype(float)
isotonic.fit(scores, positive.astype(float), sample_weight=weights)
probe = np.linspace(-3.5, 3.5, 61)
plus, minus = positive.sum(), (~positive).sum()
target = np.where(positive, (plus + 1) / (plus + 2), 1 / (minus + 2))


def platt_loss(ab):
    z = ab[0] * scores + ab[1]
    return (target * z + np.logaddexp(0, -z)).sum()


platt = optimize.minimize(platt_loss, [0, 0], method="BFGS", options={"gtol": 1e-10})
out["binary"] = {
    "scores": scores, "positive": positive.astype(int), "weights": weights, "probe": probe,
    "rocAUC": metrics.roc_auc_score(positive, scores),
    "averagePrecision": metrics.average_precision_score(positive, scores),
    "isotonic": isotonic.predict(probe), "platt": platt.x,
}

out["wilson"] = [[s, m, c, *proportion_confint(s, m, alpha=1 - c, method="wilson")]
                 for s, m in [(0, 10), (1, 1), (37, 40), (5, 200), (950, 1000)] for c in (0.9, 0.95)]
out["clopperPearson"] = [[s, m, c, *proportion_confint(s, m, alpha=1 - c, method="beta")]
                         for s, m in [(0, 10), (1, 1), (37, 40), (5, 200), (950, 1000)] for c in (0.9, 0.95)]

x = np.sort(rng.uniform(0, 30, 25))
y = 0.4 * x + rng.normal(size=25)
y[3] = 60
slope, intercept, *_ = stats.theilslopes(y, x)
out["theilSen"] = {"x": x, "y": y, "slope": slope, "intercept": intercept}
series = [rng.normal(size=m) + np.arange(m) * d for m, d in [(4, 0.5), (8, -0.6), (12, 0.0), (20, 0.1)]]
out["kendallExact"] = [
    {"values": s, "p": stats.kendalltau(np.arange(len(s)), s, method="exact").pvalue} for s in series
]
tied = [np.round(rng.normal(size=m) + np.arange(m) * 0.05) for m in (10, 30, 90)]
out["kendallNormal"] = [
    {"values": s, "p": pymannkendall.original_test(s).p, "s": pymannkendall.original_test(s).s} for s in tied
]
out["mcnemar"] = [[b, c, mcnemar([[50, b], [c, 50]], exact=True).pvalue] for b, c in [(3, 9), (0, 7), (5, 5), (20, 41)]]
out["quantile"] = [[p, *[np.quantile(x[:m], p) for m in (1, 2, 7, 25)]] for p in (0, 0.1, 0.25, 0.5, 0.9, 1)]

sample = rng.gamma(1.2, size=60)
boot = stats.bootstrap((sample,), np.mean, n_resamples=200_000, method="BCa", rng=np.random.default_rng(1))
plain = stats.bootstrap((sample,), np.mean, n_resamples=200_000, method="percentile", rng=np.random.default_rng(2))
out["bootstrap"] = {
    "sample": sample, "bca": list(boot.confidence_interval), "percentile": list(plain.confidence_interval),
    "error": boot.standard_error,
}


def plain_value(value):
    if isinstance(value, dict):
        return {key: plain_value(v) for key, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain_value(v) for v in value]
    return value.item() if isinstance(value, np.generic) else value


path = pathlib.Path(__file__).parents[2] / "Tests/TandemStatisticsTests/Fixtures/statistics.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(plain_value(out)) + "\n")
