"""Golden values of metrics, DeLong, calibrators and preferences, from scikit-learn 1.9.1, statsmodels, scipy and NumPy.

Writes Tests/TandemStatisticsTests/Fixtures/metrics.json. Run with the versions of requirements.txt.
"""

import json
import pathlib
import warnings

import numpy as np
from scipy import optimize, special, stats
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import label_binarize
from statsmodels.stats.contingency_tables import mcnemar

warnings.simplefilter("ignore")
rng = np.random.default_rng(20270214)
out = {}


def hard(truth, predicted, weights, average=None, positive=None, beta=2):
    """Metrics of hard predictions; `average` for all classes, `positive` for one."""
    options = {"sample_weight": weights, "zero_division": 0}
    options |= {"average": average} if average else {"average": "binary", "pos_label": positive}
    suffix = f"_{average}" if average else ""
    return {
        f"precision{suffix}": m.precision_score(truth, predicted, **options),
        f"recall{suffix}": m.recall_score(truth, predicted, **options),
        f"f1{suffix}": m.f1_score(truth, predicted, **options),
        f"fbeta{suffix}": m.fbeta_score(truth, predicted, beta=beta, **options),
        f"jaccard{suffix}": m.jaccard_score(truth, predicted, **options),
    }


def decisions(truth, predicted, w):
    found = {
        "accuracy": m.accuracy_score(truth, predicted, sample_weight=w),
        "balanced_accuracy": m.balanced_accuracy_score(truth, predicted, sample_weight=w),
        "zero_one_loss": m.zero_one_loss(truth, predicted, sample_weight=w),
        "hamming_loss": m.hamming_loss(truth, predicted, sample_weight=w),
        "matthews_corrcoef": m.matthews_corrcoef(truth, predicted, sample_weight=w),
        "cohen_kappa": m.cohen_kappa_score(truth, predicted, sample_weight=w),
    }
    for average in ("macro", "micro", "weighted"):
        found |= hard(truth, predicted, w, average)
    return found


def binary(truth, score, w, predicted, is_probability=True):
    found = decisions(truth, predicted, w) | hard(truth, predicted, w, positive=1)
    plus, minus = m.class_likelihood_ratios(truth, predicted, sample_weight=w)
    tn, fp, fn, tp = m.confusion_matrix(truth, predicted, sample_weight=w).ravel()
    false_rate, true_rate, _ = m.roc_curve(truth, score, sample_weight=w, drop_intermediate=False)
    found |= {
        "positive_likelihood_ratio": plus, "negative_likelihood_ratio": minus,
        "specificity": m.recall_score(truth, predicted, pos_label=0, sample_weight=w),
        "negative_predictive_value": m.precision_score(truth, predicted, pos_label=0, sample_weight=w),
        "false_positive_rate": fp / (fp + tn), "false_negative_rate": fn / (fn + tp),
        "false_discovery_rate": fp / (fp + tp), "prevalence": (tp + fn) / (tp + fp + fn + tn),
        "predicted_positive_share": (tp + fp) / (tp + fp + fn + tn),
        "roc_auc": m.roc_auc_score(truth, score, sample_weight=w),
        "average_precision": m.average_precision_score(truth, score, sample_weight=w),
        "kolmogorov_smirnov": np.abs(true_rate - false_rate).max(),
    }
    if is_probability:
        found |= {
            "log_loss": m.log_loss(truth, score, sample_weight=w, labels=[0, 1]),
            "brier_score_loss": m.brier_score_loss(truth, score, sample_weight=w),
            "d2_log_loss_score": m.d2_log_loss_score(truth, score, sample_weight=w),
            "d2_brier_score": m.d2_brier_score(truth, score, sample_weight=w),
        }
    else:
        found["hinge_loss"] = m.hinge_loss(truth, score, sample_weight=w)
    return found


n = 300
truth = rng.integers(0, 2, n)
score = np.round(special.expit(rng.normal(size=n) * 1.4 + 1.6 * truth - 1), 2)
score[:3] = [0, 1, 1]
weights = np.where(rng.random(n) < 0.1, 0, rng.gamma(2, size=n))
margin = np.round(3 * special.logit(np.clip(score, 0.01, 0.99)), 1)
predicted = (score >= 0.5).astype(int)
out["binary"] = {
    "truth": truth, "score": score, "margin": margin, "weights": weights,
    "plain": binary(truth, score, None, predicted), "weighted": binary(truth, score, weights, predicted),
    "marginPlain": binary(truth, margin, None, (margin >= 0).astype(int), False),
    "roc": list(zip(*[x[1:] for x in m.roc_curve(truth, score, sample_weight=weights, drop_intermediate=False)])),
}


def multiclass(truth, probabilities, w):
    predicted = probabilities.argmax(axis=1)
    k = probabilities.shape[1]
    hot = label_binarize(truth, classes=range(k))
    found = decisions(truth, predicted, w)
    found |= {
        f"cohen_kappa_{kind}": m.cohen_kappa_score(truth, predicted, weights=kind, sample_weight=w)
        for kind in ("linear", "quadratic")
    }
    for name, average in (("", "macro"), ("_weighted", "weighted"), ("_micro", "micro")):
        found["roc_auc_ovr" + name] = m.roc_auc_score(
            truth, probabilities, multi_class="ovr", average=average, sample_weight=w)
        found["average_precision" + name] = m.average_precision_score(
            hot, probabilities, average=average, sample_weight=w)
        if w is None and average != "micro":
            found["roc_auc_ovo" + name] = m.roc_auc_score(truth, probabilities, multi_class="ovo", average=average)
    return found | {
        "log_loss": m.log_loss(truth, probabilities, sample_weight=w),
        "brier_score_loss": m.brier_score_loss(truth, probabilities, sample_weight=w),
        "d2_log_loss_score": m.d2_log_loss_score(truth, probabilities, sample_weight=w),
        "d2_brier_score": m.d2_brier_score(truth, probabilities, sample_weight=w),
        "top_k_accuracy": m.top_k_accuracy_score(truth, probabilities, k=2, sample_weight=w),
        "coverage_error": m.coverage_error(hot, probabilities, sample_weight=w),
        "label_ranking_average_precision": m.label_ranking_average_precision_score(
            hot, probabilities, sample_weight=w),
        "label_ranking_loss": m.label_ranking_loss(hot, probabilities, sample_weight=w),
    }


n, k = 240, 4
classes = rng.integers(0, k, n)
logits = rng.normal(size=(n, k))
logits[np.arange(n), classes] += 1.1
# Sixteenths: many ties between and inside rows, sums exactly one.
sixteenths = np.array([rng.multinomial(16, special.softmax(row)) for row in logits]) / 16
class_weights = rng.integers(0, 4, n).astype(float)
out["classes"] = {
    "truth": classes, "probabilities": sixteenths.ravel(), "weights": class_weights,
    "plain": multiclass(classes, sixteenths, None), "weighted": multiclass(classes, sixteenths, class_weights),
}


def regression(truth, predicted, w, alpha=0.3, power=1.5):
    o = {"sample_weight": w}
    return {
        "r2": m.r2_score(truth, predicted, **o), "explained_variance": m.explained_variance_score(truth, predicted, **o),
        "mean_absolute_error": m.mean_absolute_error(truth, predicted, **o),
        "mean_squared_error": m.mean_squared_error(truth, predicted, **o),
        "root_mean_squared_error": m.root_mean_squared_error(truth, predicted, **o),
        "median_absolute_error": m.median_absolute_error(truth, predicted, **o),
        "mean_absolute_percentage_error": m.mean_absolute_percentage_error(truth, predicted, **o),
        "mean_squared_log_error": m.mean_squared_log_error(truth, predicted, **o),
        "root_mean_squared_log_error": m.root_mean_squared_log_error(truth, predicted, **o),
        "mean_pinball_loss": m.mean_pinball_loss(truth, predicted, alpha=alpha, **o),
        "mean_poisson_deviance": m.mean_poisson_deviance(truth, predicted, **o),
        "mean_gamma_deviance": m.mean_gamma_deviance(truth, predicted, **o),
        "mean_tweedie_deviance": m.mean_tweedie_deviance(truth, predicted, power=power, **o),
        "d2_absolute_error_score": m.d2_absolute_error_score(truth, predicted, **o),
        "d2_pinball_score": m.d2_pinball_score(truth, predicted, alpha=alpha, **o),
        "d2_tweedie_score": m.d2_tweedie_score(truth, predicted, power=power, **o),
    } | ({"max_error": m.max_error(truth, predicted)} if w is None else {})


y = np.round(rng.gamma(2, 3, 121) + 0.1, 1)
guess = np.round(y * rng.uniform(0.6, 1.5, 121) + 0.05, 1)
row_weights = rng.integers(0, 5, 121).astype(float)
out["regression"] = {
    "truth": y, "predicted": guess, "weights": row_weights,
    "plain": regression(y, guess, None), "weighted": regression(y, guess, row_weights),
    "even": regression(y[:120], guess[:120], None), "negative": m.mean_tweedie_deviance(y, guess, power=-0.5),
    "inverse": m.mean_tweedie_deviance(y, guess, power=3),
}

queries, relevance, ranked = [], [], []
for query, size in enumerate([5, 12, 30]):
    queries += [query] * size
    relevance += list(rng.integers(0, 4, size))
    ranked += list(np.round(rng.normal(size=size), 1))
queries, relevance, ranked = map(np.array, (queries, relevance, ranked))
out["ranking"] = {
    "queries": queries, "relevance": relevance, "score": ranked,
    **{
        name: float(np.mean([f([relevance[queries == q]], [ranked[queries == q]], k=top) for q in range(3)]))
        for name, f, top in [("dcg", m.dcg_score, None), ("dcgAtK", m.dcg_score, 4), ("ndcg", m.ndcg_score, None),
                             ("ndcgAtK", m.ndcg_score, 4)]
    },
}


def delong(truth, scores):
    """The definition, pair by pair (DeLong 1988)."""
    kernel = [
        (s[truth == 1][:, None] > s[truth == 0]) + 0.5 * (s[truth == 1][:, None] == s[truth == 0]) for s in scores
    ]
    by_positive = np.cov([x.mean(axis=1) for x in kernel])
    by_negative = np.cov([x.mean(axis=0) for x in kernel])
    covariance = by_positive / (truth == 1).sum() + by_negative / (truth == 0).sum()
    areas = np.array([x.mean() for x in kernel])
    z = (areas[1] - areas[0]) / np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    return {"areas": areas, "covariance": covariance.ravel(), "z": z, "p": 2 * stats.norm.sf(abs(z))}


other = np.round(special.expit(rng.normal(size=300) + 1.2 * truth - 0.6), 2)
out["delong"] = {"second": other, **delong(truth, [score, other])}
out["mcnemarChi"] = [
    [b, c, mcnemar([[50, b], [c, 50]], exact=False).statistic, mcnemar([[50, b], [c, 50]], exact=False).pvalue]
    for b, c in [(3, 9), (0, 7), (20, 41)]
]

# Calibration of an overconfident probability; beta calibration as its authors' package fits it.
p = np.clip(rng.beta(0.6, 0.6, 400), 1e-3, 1 - 1e-3)
seen = (rng.random(400) < 0.25 + 0.5 * p).astype(int)
columns = np.column_stack([np.log(p), -np.log(1 - p)])
model = LogisticRegression(C=1e11, tol=1e-10, solver="newton-cholesky", max_iter=1000).fit(columns, seen)
coefficients = [*model.coef_[0], model.intercept_[0]]
assert min(coefficients[:2]) > 0
late = (rng.random(400) < np.where(p < 0.7, 0.3, 0.3 - (p - 0.7))).astype(int)
both = LogisticRegression(C=1e11, tol=1e-10, solver="newton-cholesky", max_iter=1000).fit(columns, late).coef_[0]
assert both.min() < 0
mass_true, mass_stated = calibration_curve(seen, p, n_bins=10, strategy="quantile")
edges = np.quantile(p, np.linspace(0, 1, 11))
bins = np.searchsorted(edges[1:-1], p)
out["calibration"] = {
    "p": p, "seen": seen, "late": late, "beta": coefficients, "massTrue": mass_true, "massStated": mass_stated,
    "massECE": sum((bins == b).mean() * abs(seen[bins == b].mean() - p[bins == b].mean()) for b in range(10)),
    "brier": [
        ((p - seen) ** 2).mean(),
        sum((bins == b).mean() * (seen[bins == b].mean() - p[bins == b].mean()) ** 2 for b in range(10)),
        sum((bins == b).mean() * (seen[bins == b].mean() - seen.mean()) ** 2 for b in range(10)),
        seen.mean() * (1 - seen.mean()),
    ],
}
logs = np.log(np.clip(special.softmax(2.5 * logits, axis=1), 2.220446049250313e-16, 1))


def dirichlet_loss(flat, penalty=0.01):
    table = flat.reshape(k, k + 1)
    z = logs @ table[:, :k].T + table[:, k]
    loss = (special.logsumexp(z, axis=1) - z[np.arange(n), classes]).mean()
    off = table[:, :k][~np.eye(k, dtype=bool)]
    return loss + penalty * (off**2).mean() + penalty * (table[:, k] ** 2).mean()


found = optimize.minimize(dirichlet_loss, np.eye(k, k + 1).ravel(), method="BFGS", options={"gtol": 1e-8})
table = found.x.reshape(k, k + 1)
out["dirichlet"] = {
    "logs": np.round(logs, 12).ravel(), "loss": found.fun,
    "probabilities": special.softmax(logs @ table[:, :k].T + table[:, k], axis=1)[:20].ravel(),
}


def betting(values, alpha=0.05, steps=1000):
    """Hedged capital with predictable plug-in bets (Waudby-Smith and Ramdas 2024), by its formulas."""
    grid = np.arange(steps + 1) / steps
    up, down = np.zeros(steps + 1), np.zeros(steps + 1)
    inside = np.ones(steps + 1, dtype=bool)
    path = []
    for t in range(1, len(values) + 1):
        before = values[: t - 1]
        means = (0.5 + np.cumsum(before)) / (np.arange(1, t) + 1)
        variance = (0.25 + ((before - means) ** 2).sum()) / t
        bet = np.sqrt(2 * np.log(2 / alpha) / (variance * t * np.log(1 + t)))
        with np.errstate(divide="ignore"):
            up += np.log1p(np.minimum(bet, 0.5 / grid) * (values[t - 1] - grid))
            down += np.log1p(-np.minimum(bet, 0.5 / (1 - grid)) * (values[t - 1] - grid))
        inside &= np.maximum(up, down) - np.log(2) < np.log(1 / alpha)
        kept = np.flatnonzero(inside)
        path.append([max(0, kept[0] - 1) / steps, min(steps, kept[-1] + 1) / steps])
    return path, float(max(up[steps // 2], down[steps // 2]) - np.log(2))


votes = rng.choice([0, 0.5, 1], 60, p=[0.3, 0.25, 0.45])
path, evidence = betting(votes)
out["betting"] = {"values": votes, "path": path, "logEvidence": evidence}
long = rng.choice([0, 0.5, 1], 400, p=[0.15, 0.2, 0.65])
path, _ = betting(long)
out["bettingLong"] = {"values": long, "path": path[9::10]}


def plain_value(value):
    if isinstance(value, dict):
        return {key: plain_value(v) for key, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain_value(v) for v in value]
    return value.item() if isinstance(value, np.generic) else value


target = pathlib.Path(__file__).parents[2] / "Tests/TandemStatisticsTests/Fixtures/metrics.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(plain_value(out)) + "\n")
