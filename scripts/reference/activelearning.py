"""Golden values of active learning: cleanlab's ActiveLab scores, scikit-learn's and SciPy's figures for committees.

Writes Tests/TandemLabelingTests/Fixtures/activelearning.json. Run with cleanlab 2.9.0 beside requirements.txt.
"""

import json
import pathlib

import numpy as np
from cleanlab.multiannotator import get_active_learning_scores, get_active_learning_scores_ensemble
from scipy.stats import entropy

rng = np.random.default_rng(7)


def probabilities(truth, classes, sharpness):
    """Probabilities that lean to the truth; rounded so that the fixture is small and exact in both languages."""
    raw = rng.gamma(0.6, 1.0, (len(truth), classes)) + 1e-3
    raw[np.arange(len(truth)), truth] += sharpness
    p = (raw / raw.sum(1, keepdims=True)).round(4)
    p[:, -1] = (1 - p[:, :-1].sum(1)).round(4)
    return np.clip(p, 0, 1)


def case(name, classes, labeled, unlabeled, workers, most, models, skill=0.8):
    truth = rng.integers(0, classes, labeled + unlabeled)
    probs = [probabilities(truth, classes, 0.8) for _ in range(models)]
    grid = np.full((labeled, workers), np.nan)
    for item in range(labeled):
        votes = rng.integers(1, most + 1)
        for worker in rng.choice(workers, votes, replace=False):
            right = rng.random() < skill - 0.02 * worker
            grid[item, worker] = truth[item] if right else (truth[item] + rng.integers(1, classes)) % classes
    grid = grid[:, ~np.isnan(grid).all(0)]
    if models == 1:
        old, new = get_active_learning_scores(
            grid if labeled else None, probs[0][:labeled] if labeled else None, probs[0][labeled:] if unlabeled else None)
    else:
        stack = np.stack(probs)
        old, new = get_active_learning_scores_ensemble(
            grid if labeled else None, stack[:, :labeled].copy() if labeled else None,
            stack[:, labeled:].copy() if unlabeled else None)
    items, voters = np.nonzero(~np.isnan(grid))
    return {
        "name": name, "classes": classes, "rows": labeled + unlabeled, "workers": grid.shape[1],
        "models": [p.tolist() for p in probs], "items": items.tolist(), "voters": voters.tolist(),
        "labels": [int(grid[i, w]) for i, w in zip(items, voters)], "scores": np.concatenate([old, new]).tolist(),
    }


cases = [
    case("three classes, one to three votes", 3, 60, 40, 6, 3, 1),
    case("two classes, one to five votes", 2, 80, 30, 9, 5, 1, 0.7),
    case("one vote each", 4, 40, 30, 5, 1, 1),
    case("one annotator", 3, 30, 20, 1, 1, 1),
    case("nothing labeled", 5, 0, 40, 0, 0, 1),
    case("everything labeled", 3, 50, 0, 4, 4, 1),
    case("three models", 3, 60, 40, 6, 3, 3),
    case("three models, one vote each", 4, 30, 20, 5, 1, 3),
    case("two models, nothing labeled", 3, 0, 30, 0, 0, 2),
    case("hardly better than chance", 2, 60, 20, 8, 4, 1, 0.52),
]
committee = np.stack([probabilities(rng.integers(0, 4, 25), 4, 0.3) for _ in range(5)])
mean = committee.mean(0)
votes = np.stack([np.bincount(committee[:, i].argmax(1), minlength=4) for i in range(25)]) / 5
points = rng.normal(size=(40, 3)).round(3)
centers, nearest = [0, 1], np.minimum(*[((points - points[c]) ** 2).sum(1) for c in (0, 1)])
chosen, distances = [], []
for _ in range(8):
    pick = int(nearest.argmax())
    chosen.append(pick)
    distances.append(float(np.sqrt(nearest[pick])))
    nearest = np.minimum(nearest, ((points - points[pick]) ** 2).sum(1))
out = {
    "activeLab": cases,
    "committee": {
        "models": committee.tolist(),
        "voteEntropy": (entropy(votes, axis=1) / np.log(4)).tolist(),
        "divergence": [float(np.mean([entropy(m[i], mean[i]) for m in committee])) for i in range(25)],
    },
    "kCenter": {"points": points.tolist(), "labeled": centers, "chosen": chosen, "distances": distances},
}
path = pathlib.Path(__file__).parents[2] / "Tests/TandemLabelingTests/Fixtures/activelearning.json"
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
