"""Golden values of TandemMonitoring: the formulas written out naively with NumPy.

Writes Tests/TandemMonitoringTests/Fixtures/monitoring.json. Run with the versions of requirements.txt.
"""

import json
import pathlib

import numpy as np

rng = np.random.default_rng(3)
MULTIPLES = [1.25, 1.5, 2.0, 3.0, 5.0]


def stakes(r):
    return np.array([(min(m * r, r + 0.9 * (1 - r)) - r) / (r * (1 - r)) for m in MULTIPLES])


def share(r):
    return min(0.005, r / 20)


def e_process(errors, weights, r, share):
    """Capital on each bet, a share of it spread evenly before each round; the last bet keeps its money."""
    bets = np.append(stakes(r), 0)
    capital = np.full(len(bets), 1 / len(bets))
    for x, w in zip(errors, weights):
        capital = (1 - share) * capital + share * capital.sum() / len(bets)
        capital = capital * (1 + bets * w * (x - r))
    return capital.sum()


def shiryaev_roberts(errors, r):
    sums = np.zeros(len(MULTIPLES))
    for x in errors:
        sums = (sums + 1) * (1 + stakes(r) * (x - r))
    return sums.mean()


cases = []
for n, rate, r in [(50, 0.1, 0.05), (300, 0.05, 0.05), (200, 0.4, 0.3), (80, 0.9, 0.6)]:
    errors = (rng.random(n) < rate).astype(int)
    weights = rng.choice([1.0, 0.5, 0.2], n)
    cases.append({
        "tolerated": r, "errors": errors.tolist(), "weights": weights.tolist(),
        "capital": e_process(errors, np.ones(n), r, share(r)), "weighted": e_process(errors, weights, r, share(r)),
        "sum": shiryaev_roberts(errors, r),
    })
psi = []
for k in (2, 5, 10):
    a, b = rng.integers(0, 40, k).astype(float), rng.integers(0, 40, k).astype(float)
    p, q = (a + 0.5) / (a + 0.5).sum(), (b + 0.5) / (b + 0.5).sum()
    psi.append({"reference": a.tolist(), "live": b.tolist(), "index": float(((q - p) * np.log(q / p)).sum())})
path = pathlib.Path(__file__).parents[2] / "Tests/TandemMonitoringTests/Fixtures/monitoring.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps({"errors": cases, "stability": psi}) + "\n")
