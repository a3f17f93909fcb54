"""Golden values of label errors, duplicates and outliers, from cleanlab.

Writes Tests/TandemLabelingTests/Fixtures/labelissues.json. Run with the versions of requirements-labels.txt.
NumPy's fast sorting breaks ties as the processor likes; it is switched off here, so that short rows sort stably.
"""

import json
import os
import pathlib
import sys

PLAIN = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
if os.environ.get("NPY_DISABLE_CPU_FEATURES") != PLAIN:
    os.environ["NPY_DISABLE_CPU_FEATURES"] = PLAIN
    os.execv(sys.executable, [sys.executable, *sys.argv])

import numpy as np
from cleanlab.count import compute_confident_joint, get_confident_thresholds, num_label_issues
from cleanlab.filter import find_label_issues
from cleanlab.internal.neighbor.knn_graph import create_knn_graph_and_index
from cleanlab.outlier import OutOfDistribution
from cleanlab.rank import get_label_quality_scores

FILTERS = ["prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given",
           "low_normalized_margin", "low_self_confidence"]
RANKINGS = ["self_confidence", "normalized_margin", "confidence_weighted_entropy"]
rng = np.random.default_rng(11)


def case(n, k, noise, sharp, rare=0):
    prior = np.ones(k)
    prior[-1] = rare if rare else 1
    truth = rng.choice(k, n, p=prior / prior.sum())
    truth[:k] = range(k)
    labels = np.where(rng.random(n) < noise, rng.integers(0, k, n), truth)
    labels[:k] = range(k)
    logits = rng.normal(0, 1, (n, k))
    logits[np.arange(n), truth] += sharp
    probs = np.exp(logits)
    probs = (probs / probs.sum(axis=1, keepdims=True)).round(6)
    out = {
        "classes": k, "labels": labels.tolist(), "probabilities": probs.ravel().tolist(),
        "thresholds": get_confident_thresholds(labels, probs).tolist(),
        "joint": compute_confident_joint(labels, probs, calibrate=False).ravel().tolist(),
        "calibrated": compute_confident_joint(labels, probs, calibrate=True).ravel().tolist(),
        "off_diagonal": int(num_label_issues(labels, probs)),
        "off_diagonal_calibrated": int(num_label_issues(labels, probs, estimation_method="off_diagonal_calibrated")),
        "scores": {r: get_label_quality_scores(labels, probs, method=r).tolist()[:40] for r in RANKINGS},
        "adjusted": {r: get_label_quality_scores(labels, probs, method=r, adjust_pred_probs=True).tolist()[:40]
                     for r in RANKINGS[:2]},
        "issues": {f: {r: find_label_issues(labels, probs, filter_by=f, return_indices_ranked_by=r, n_jobs=1).tolist()
                       for r in RANKINGS} for f in FILTERS},
        "half": find_label_issues(labels, probs, frac_noise=0.5, n_jobs=1, return_indices_ranked_by=RANKINGS[0]).tolist(),
        "many": find_label_issues(labels, probs, filter_by="prune_by_class", min_examples_per_class=n // k, n_jobs=1,
                                  return_indices_ranked_by=RANKINGS[0]).tolist(),
    }
    return out


def neighbors(features):
    ood = OutOfDistribution()
    scores = ood.fit_score(features=features, verbose=False)
    graph, knn = create_knn_graph_and_index(features)
    n = len(features)
    distances = graph.data.reshape(n, -1)
    # The rules of Datalab's issue managers, which themselves need the datasets package.
    nearest = distances[:, 0]
    median = max(np.median(nearest), 1e-6)
    near = sorted({int(x) for i, j in zip(*np.nonzero(distances < 0.13 * median))
                   for x in (i, graph.indices.reshape(n, -1)[i, j])})
    mean = distances.mean(axis=1)
    q1, q3 = np.percentile(mean, [25, 75])
    far = np.nonzero(mean > q3 + (1 / 0.37037 - 1) * (q3 - q1))[0]
    return {"features": features.round(6).tolist(), "scores": scores.tolist(), "near": near, "far": far.tolist(),
            "distances": nearest.tolist()}


def features(n, d):
    x = rng.normal(0, 1, (n, d))
    x[0] *= 9
    x[1] = x[2]
    x[3] = x[4] + 1e-4
    x[5:9] = x[9]
    return x.round(6)


out = {
    "cases": [case(160, 3, 0.2, 2.5), case(150, 2, 0.1, 3), case(200, 5, 0.3, 2), case(180, 10, 0.15, 3.5),
              case(140, 4, 0.25, 2.5, rare=0.05)],
    "neighbors": [neighbors(features(120, 2)), neighbors(features(140, 6)), neighbors(features(12, 3))],
}
path = pathlib.Path(__file__).parents[2] / "Tests/TandemLabelingTests/Fixtures/labelissues.json"
path.write_text(json.dumps(out) + "\n")
for c in out["cases"]:
    print(c["off_diagonal"], c["off_diagonal_calibrated"], {f: len(v["self_confidence"]) for f, v in c["issues"].items()}, len(c["half"]), len(c["many"]))
print([(len(x["near"]), x["far"]) for x in out["neighbors"]])
