"""Golden values of the distributions, from scipy. Writes Tests/TandemNumericsTests/Fixtures/distributions.json.

Run with the versions of requirements.txt:  python scripts/reference/distributions.py
"""

import json
import pathlib

import numpy as np
from scipy import special, stats

out = {}
grid = [1e-3, 0.1, 0.5, 0.999, 1.5, 2.5, 7.25, 10, 15.9, 16.1, 33.3, 171.5, 1e4, 1e6]
out["logGamma"] = [[x, special.gammaln(x)] for x in grid]
rows = []
for a in [0.5, 1, 3, 25, 180.5, 5000]:
    for x in np.array([0.05, 0.4, 0.9, 1.0, 1.1, 1.6, 3]) * a:
        rows.append([a, x, special.gammainc(a, x), special.gammaincc(a, x)])
out["gamma"] = rows
rows = []
for a, b in [(0.5, 0.5), (1, 1), (1, 300), (2, 5), (59, 1), (30, 700), (0.3, 40), (5000, 5200), (3, 1e6)]:
    for q in [1e-12, 1e-4, 0.03, 0.5, 0.9, 0.9999]:
        x = stats.beta.ppf(q, a, b)
        if 1e-290 < x < 1:
            rows.append([a, b, x, special.betainc(a, b, x), special.betaincc(a, b, x)])
out["beta"] = rows
rows = []
for a, b in [(0.5, 0.5), (1, 300), (2, 5), (59, 1), (30, 700), (0.3, 40), (5000, 5200)]:
    for q in [1e-10, 1e-3, 0.025, 0.5, 0.975]:
        rows.append([a, b, q, special.betaincinv(a, b, q), special.betainccinv(a, b, q)])
out["betaQuantile"] = rows
rows = []
for n, p in [(1, 0.3), (10, 0.05), (59, 0.05), (299, 0.01), (1000, 0.5), (20000, 0.02)]:
    for k in sorted({0, 1, int(n * p * 0.5), int(n * p), int(n * p * 1.3) + 1, n // 2, n}):
        rows.append([n, p, k, stats.binom.pmf(k, n, p), stats.binom.cdf(k, n, p), stats.binom.sf(k - 1, n, p)])
out["binomial"] = [r for r in rows if min(r[3:]) > 1e-280]
out["normal"] = [[z, stats.norm.cdf(z), stats.norm.sf(z)] for z in [-30, -8, -3, -1, -0.1, 0, 0.5, 1.96, 6, 20]]
out["normalQuantile"] = [
    [p, stats.norm.ppf(p)] for p in [1e-300, 1e-20, 1e-5, 0.02, 0.025, 0.3, 0.5, 0.7, 0.975, 0.9999]
]
out["chiSquare"] = [
    [d, x, stats.chi2.cdf(x, d), stats.chi2.sf(x, d)] for d in [1, 2, 9, 100] for x in [0.01, 0.9, 3.84, 50, 300]
]
target = pathlib.Path(__file__).parents[2] / "Tests/TandemNumericsTests/Fixtures/distributions.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps({k: [[float(v) for v in r] for r in rows] for k, rows in out.items()}, indent=0) + "\n")
