"""Golden values of agreement, from krippendorff, statsmodels, irrCAC and scikit-learn.

Writes Tests/TandemLabelingTests/Fixtures/agreement.json. Run with the versions of requirements-labels.txt.
"""

import itertools
import json
import math
import pathlib

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

rng = np.random.default_rng(7)
LEVELS = ["nominal", "ordinal", "interval", "ratio"]


def finite(value):
    value = float(value)
    return value if math.isfinite(value) else None


def case(values, tasks, workers, missing):
    """Workers of differing skill; values are the labels' numbers."""
    truth = rng.integers(0, len(values), tasks)
    skill = rng.uniform(0.4, 0.95, workers)
    grid = np.full((workers, tasks), np.nan)
    for worker, task in itertools.product(range(workers), range(tasks)):
        if rng.random() >= missing:
            label = truth[task] if rng.random() < skill[worker] else rng.integers(0, len(values))
            grid[worker, task] = values[label]
    return grid


def golden(grid):
    cac = CAC(pd.DataFrame(grid.T), digits=15)
    # irrCAC leaves out tasks without votes nowhere: give it rated tasks only.
    rated = ~np.isnan(grid).all(axis=0)
    cac = CAC(pd.DataFrame(grid.T[rated]), digits=15)
    pairs = []
    for a, b in itertools.combinations(range(len(grid)), 2):
        both = ~np.isnan(grid[a]) & ~np.isnan(grid[b])
        if both.any():
            x, y = grid[a][both], grid[b][both]
            names = {v: i for i, v in enumerate(sorted(set(x) | set(y)))}
            kappa = cohen_kappa_score([names[v] for v in x], [names[v] for v in y]) if len(names) > 1 else math.nan
            pairs.append([a, b, int(both.sum()), float((x == y).mean()), finite(kappa)])
    fleiss = None
    if not np.isnan(grid).any():
        codes = np.unique(grid, return_inverse=True)[1].reshape(grid.shape)
        fleiss = float(fleiss_kappa(aggregate_raters(codes.T)[0]))
    return {
        "grid": [[finite(v) for v in row] for row in grid],
        "alpha": {level: float(krippendorff.alpha(grid, level_of_measurement=level)) for level in LEVELS},
        "alpha_of": {
            str(float(v)): float(krippendorff.alpha(np.where(np.isnan(grid), np.nan, grid == v), level_of_measurement="nominal"))
            for v in np.unique(grid[~np.isnan(grid)])
        },
        "raw": float(cac.gwet()["est"]["pa"]), "ac1": float(cac.gwet()["est"]["coefficient_value"]),
        "fleiss": float(cac.fleiss()["est"]["coefficient_value"]), "fleiss_statsmodels": fleiss, "pairs": pairs,
    }


cases = [
    golden(case([0, 1], 40, 3, 0)), golden(case([0, 1, 2, 3], 60, 5, 0.4)),
    golden(case([1, 2, 3.5, 7, 20], 50, 4, 0.3)), golden(case([-3, 0, 3, 10], 40, 6, 0.5)),
    golden(case([0, 1, 2], 80, 2, 0)), golden(case([1000001, 1000002, 1000004], 30, 4, 0.2)),
]
path = pathlib.Path(__file__).parents[2] / "Tests/TandemLabelingTests/Fixtures/agreement.json"
path.write_text(json.dumps({"cases": cases}) + "\n")
for c in cases:
    print({k: v for k, v in c.items() if k not in ("grid", "pairs")})
