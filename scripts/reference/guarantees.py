"""Golden values of TandemValidation's conformal sets, risk control and SGR, by MAPIE, puncc and the papers' programs.

Writes Tests/TandemValidationTests/Fixtures/guarantees.json. Run with the versions of requirements-guarantees.txt.
"""

import json
import math
import pathlib

import numpy as np
from deel.puncc.api.nonconformity_scores import lac_score, raps_score
from mapie.classification import SplitConformalClassifier
from mapie.conformity_scores import APSConformityScore, LACConformityScore, RAPSConformityScore
from mapie.risk_control.methods import compute_hoeffding_bentkus_p_value
from mapie.utils import _compute_classification_quantile
from scipy import stats
from sklearn.base import BaseEstimator, ClassifierMixin

rng = np.random.default_rng(11)
CLASSES, ALPHA, PENALTY, FREE = 5, 0.1, 0.05, 2


def draw(n):
    """Probabilities and truths drawn from them, flattened so that the model is not perfectly calibrated."""
    logits = rng.normal(0, 1.6, (n, CLASSES))
    p = np.exp(logits)
    p = np.round(p / p.sum(1, keepdims=True), 5)
    sharp = p**0.8 / (p**0.8).sum(1, keepdims=True)
    y = np.array([rng.choice(CLASSES, p=row) for row in sharp])
    p[:, 0] = np.round(p[:, 0] + 1 - p.sum(1), 5)
    return p, y


class Given(ClassifierMixin, BaseEstimator):
    """A model whose probabilities are its input."""

    classes_ = np.arange(CLASSES)
    n_features_in_ = CLASSES

    def fit(self, x, y):
        return self

    def __sklearn_is_fitted__(self):
        return True

    def predict_proba(self, x):
        return np.asarray(x)

    def predict(self, x):
        return np.asarray(x).argmax(1)


p, y = draw(160)
q, z = draw(50)
classes = np.arange(CLASSES)

# Least ambiguous sets: MAPIE from end to end, all together and within each true label.
lac = SplitConformalClassifier(Given(), confidence_level=1 - ALPHA, prefit=True, conformity_score="lac")
lac.conformalize(p, y)
lac_sets = lac.predict_set(q)[1][:, :, 0]
lac_scores = LACConformityScore().get_conformity_scores(y, p, y_enc=y).ravel()
assert np.allclose(lac_scores, lac_score(p, y))
by_label = [float(_compute_classification_quantile(lac_scores[y == k].reshape(-1, 1), np.array([0.2]))[0]) for k in classes]

# Adaptive sets: MAPIE's deterministic parts (its own calibration always draws random numbers), puncc's scores.
cumulated, ranks = APSConformityScore.get_true_label_cumsum_proba(y, p, classes)
assert np.allclose(cumulated.ravel(), raps_score(p, y, 0, 1, rand=False))
aps = APSConformityScore()
aps.quantiles_ = _compute_classification_quantile(cumulated, np.array([ALPHA]))
aps_sets = aps.get_prediction_sets(q[:, :, None].copy(), cumulated, np.array([ALPHA]), "prefit", include_last_label=False)[:, :, 0]
aps.set_external_attributes(classes=classes, random_state=5)
randomized = aps.get_conformity_scores(y, p, y_enc=y).ravel()
shares = np.random.RandomState(5).uniform(size=len(p))

regular = RAPSConformityScore._regularize_conformity_score(np.array([FREE]), PENALTY, cumulated, ranks)[:, 0, 0]
assert np.allclose(regular, raps_score(p, y, PENALTY, FREE, rand=False))
raps = RAPSConformityScore()
raps.quantiles_ = _compute_classification_quantile(regular.reshape(-1, 1), np.array([ALPHA]))
raps.lambda_star, raps.k_star = PENALTY, np.array([FREE])
raps_sets = raps.get_prediction_sets(q[:, :, None].copy(), regular, np.array([ALPHA]), "prefit", include_last_label=False)[:, :, 0]


def get_lhat(calib_loss_table, lambdas, alpha, B=1):
    """The rule of the program of "Conformal risk control" (Angelopoulos et al. 2024), as published."""
    n = calib_loss_table.shape[0]
    rhat = calib_loss_table.mean(axis=0)
    lhat_idx = max(np.argmax(((n / (n + 1)) * rhat + B / (n + 1)) >= alpha) - 1, 0)  # Can't be -1.
    return lambdas[lhat_idx]


def misses(items, thresholds):
    return np.array([[np.mean(np.array(item) < t) for t in thresholds] for item in items])


risk = []
for n, many, alpha, delta in [(90, True, 0.1, 0.1), (90, False, 0.1, 0.1), (200, True, 0.05, 0.05), (60, False, 0.2, 0.1)]:
    items = [np.round(rng.beta(4, 1.5, rng.integers(1, 5) if many else 1), 6).tolist() for _ in range(n)]
    thresholds = np.unique(np.concatenate([np.array(i) for i in items]))
    table = misses(items, thresholds)
    rhat = table.mean(0)
    p_values = (
        compute_hoeffding_bentkus_p_value(rhat, n, alpha).ravel() if many
        else stats.binom.cdf(np.round(rhat * n), n, alpha))
    held = int(np.argmax(p_values > delta))
    risk.append({
        "items": items, "alpha": alpha, "delta": delta, "onAverage": float(get_lhat(table, thresholds, alpha)),
        "withConfidence": float(thresholds[held - 1]) if held > 0 else None,
        "pValues": [float(v) for v in p_values[:20]], "means": [float(v) for v in rhat[:20]],
    })


def sgr(kappa, wrong, rstar, delta):
    """Algorithm 1 of Geifman and El-Yaniv 2017 after their program, keeping the last threshold that passed."""
    m = len(kappa)
    order = np.argsort(kappa, kind="stable")
    tries = math.ceil(math.log2(m))
    a, b, best = 0, m - 1, None
    for _ in range(tries + 1):
        mid = math.ceil((a + b) / 2)
        theta = kappa[order[mid]]
        accepted = kappa >= theta
        errors, size = int(wrong[accepted].sum()), int(accepted.sum())
        bound = stats.beta.ppf(1 - delta / tries, errors + 1, size - errors) if errors < size else 1.0
        if bound > rstar:
            a = mid
        else:
            b = mid
            if best is None or size > best[1]:
                best = [float(theta), size, errors, float(bound)]
    return best


selections = []
for n, digits, rate, delta in [(1500, 5, 0.05, 0.05), (500, 2, 0.1, 0.05), (120, 6, 0.02, 0.05), (700, 1, 0.1, 0.1)]:
    kappa = np.round(rng.random(n), digits)
    wrong = rng.random(n) < 0.4 * (1 - kappa) ** 2
    selections.append({
        "scores": kappa.tolist(), "wrong": wrong.astype(int).tolist(), "rate": rate, "delta": delta,
        "found": sgr(kappa, wrong, rate, delta),
    })


def members(sets):
    return [np.flatnonzero(row).tolist() for row in sets]


golden = {
    "calibration": p.ravel().tolist(), "truth": y.tolist(), "test": q.ravel().tolist(), "labels": CLASSES,
    "confidence": 1 - ALPHA, "penalty": PENALTY, "free": FREE,
    "lac": {"scores": lac_scores.tolist(), "quantile": float(_compute_classification_quantile(lac_scores.reshape(-1, 1), np.array([ALPHA]))[0]), "sets": members(lac_sets)},
    "lacByLabel": {"confidence": 0.8, "quantiles": by_label},
    "aps": {"scores": cumulated.ravel().tolist(), "quantile": float(aps.quantiles_[0]), "sets": members(aps_sets)},
    "raps": {"scores": regular.tolist(), "quantile": float(raps.quantiles_[0]), "sets": members(raps_sets)},
    "randomized": {"shares": shares.tolist(), "scores": randomized.tolist()},
    "risk": risk, "selections": selections,
}
path = pathlib.Path(__file__).parents[2] / "Tests/TandemValidationTests/Fixtures/guarantees.json"
path.write_text(json.dumps(golden) + "\n")
print(path.stat().st_size, golden["lac"]["quantile"], golden["aps"]["quantile"], golden["raps"]["quantile"])
print([s["found"] for s in selections], [(r["onAverage"], r["withConfidence"]) for r in risk])
print(np.mean([len(s) for s in golden["lac"]["sets"]]), np.mean([len(s) for s in golden["aps"]["sets"]]), min(len(s) for s in golden["lac"]["sets"]))
