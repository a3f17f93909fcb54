"""Golden values of TandemLabeling, from crowd-kit and krippendorff.

Writes Tests/TandemLabelingTests/Fixtures/labeling.json. Run with the versions of requirements.txt.
"""

import json
import pathlib

import krippendorff
import numpy as np
import pandas as pd
from crowdkit.aggregation import OneCoinDawidSkene

rng = np.random.default_rng(42)
cases = []
for labels, items, workers, votes in [(2, 60, 7, 3), (4, 150, 12, 4), (3, 40, 5, 5)]:
    truth = rng.integers(0, labels, items)
    skill = rng.uniform(0.45, 0.95, workers)
    rows = []
    for item in range(items):
        for worker in rng.choice(workers, votes, replace=False):
            right = rng.random() < skill[worker]
            wrong = (truth[item] + rng.integers(1, labels)) % labels
            rows.append((f"i{item}", f"w{worker}", int(truth[item] if right else wrong)))
    frame = pd.DataFrame(rows, columns=["task", "worker", "label"])
    model = OneCoinDawidSkene(n_iter=3000, tol=-1.0).fit(frame)
    names = [f"i{i}" for i in range(items)]
    grid = np.full((workers, items), np.nan)
    for item, worker, label in rows:
        grid[int(worker[1:]), int(item[1:])] = label
    cases.append({
        "labels": labels, "votes": [[i, w, str(v)] for i, w, v in rows],
        "posterior": model.probas_.reindex(names).reindex(columns=range(labels)).fillna(0).to_numpy().tolist(),
        "skills": {w: float(s) for w, s in model.skills_.items()},
        "alpha": float(krippendorff.alpha(grid, level_of_measurement="nominal")),
    })
# Krippendorff's own example: four observers, twelve units, gaps.
example = ["*123321415*3", "12332214125*", "*333324*4*5*", "12332441251*"]
example = np.array([[np.nan if c == "*" else float(c) - 1 for c in row] for row in example])
out = {
    "cases": cases,
    "example": {
        "grid": [[None if np.isnan(v) else int(v) for v in row] for row in example],
        "alpha": float(krippendorff.alpha(example, level_of_measurement="nominal", value_domain=range(5))),
    },
}
path = pathlib.Path(__file__).parents[2] / "Tests/TandemLabelingTests/Fixtures/labeling.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(out) + "\n")
print([c["alpha"] for c in cases], out["example"]["alpha"])
