"""Golden values of TandemTraining: a paired bootstrap in NumPy and McNemar's test of statsmodels.

Writes Tests/TandemTrainingTests/Fixtures/comparison.json. Run with the versions of requirements.txt.
"""

import json
import pathlib

import numpy as np
from scipy import special
from sklearn import metrics
from statsmodels.stats.contingency_tables import mcnemar

rng = np.random.default_rng(11)
cases = []
for n, k in [(300, 2), (250, 3)]:
    truth = rng.integers(0, k, n)
    shared = rng.normal(size=(n, k))
    arms = []
    for strength in (0.8, 1.6):
        logits = shared + 0.7 * rng.normal(size=(n, k))
        logits[np.arange(n), truth] += strength
        arms.append(special.softmax(logits, axis=1))
    guesses = [a.argmax(axis=1) for a in arms]
    figures = {
        "accuracy": lambda r, m: (guesses[m][r] == truth[r]).mean(),
        "macro-f1": lambda r, m: metrics.f1_score(truth[r], guesses[m][r], average="macro"),
        "log-loss": lambda r, m: -np.log(arms[m][r, truth[r]]).mean(),
    }
    if k == 2:
        figures["f1-1"] = lambda r, m: metrics.f1_score(truth[r], guesses[m][r])
    everything = np.arange(n)
    draws = [rng.integers(0, n, n) for _ in range(4000)]
    found = {}
    for name, figure in figures.items():
        pairs = np.array([[figure(d, 0), figure(d, 1)] for d in draws])
        gap = pairs[:, 1] - pairs[:, 0]
        gain = 100 * gap / pairs[:, 0]
        found[name] = {
            "before": float(figure(everything, 0)), "after": float(figure(everything, 1)),
            "difference": [float(v) for v in np.quantile(gap, [0.025, 0.975])], "spread": float(gap.std()),
            "relative": [float(v) for v in np.quantile(gain, [0.025, 0.975])], "relativeSpread": float(gain.std()),
        }
    right = [g == truth for g in guesses]
    table = [[int((right[0] & right[1]).sum()), int((right[0] & ~right[1]).sum())],
             [int((~right[0] & right[1]).sum()), int((~right[0] & ~right[1]).sum())]]
    cases.append({
        "classes": k, "truth": truth.tolist(), "before": arms[0].ravel().tolist(), "after": arms[1].ravel().tolist(),
        "metrics": found, "mcnemar": float(mcnemar(table, exact=True).pvalue),
        "discordant": [table[0][1], table[1][0]],
    })
path = pathlib.Path(__file__).parents[2] / "Tests/TandemTrainingTests/Fixtures/comparison.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(cases) + "\n")
