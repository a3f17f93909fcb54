"""Golden values of TandemValidation: fixed-sequence Learn-then-Test written out naively with scipy's binomial.

Writes Tests/TandemValidationTests/Fixtures/certificates.json. Run with the versions of requirements.txt.
"""

import json
import math
import pathlib

import numpy as np
from scipy import stats


def walk(scores, wrong, rate, delta, size=60, start=None):
    """Returns (threshold, accepted, errors) or None, over prefixes evenly spaced from the smallest that can pass."""
    start = start or math.ceil(math.log(delta) / math.log(1 - rate))
    n = len(scores)
    if n < start:
        return None
    best, last = None, 0
    for step in range(size):
        cut = np.sort(scores)[::-1][start + (n - start) * step // (size - 1) - 1]
        accepted = scores >= cut
        if accepted.sum() <= last:
            continue
        last = int(accepted.sum())
        errors = int(wrong[accepted].sum())
        if stats.binom.cdf(errors, last, rate) > delta:
            break
        best = (float(cut), last, errors)
    return best


rng = np.random.default_rng(7)
cases = []
for n, rate, delta, digits, power in [
    (400, 0.05, 0.05, 9, 3), (400, 0.05, 0.05, 1, 3), (1500, 0.02, 0.1, 9, 6), (200, 0.05, 0.03, 2, 1),
    (900, 0.1, 0.05, 2, 2), (60, 0.05, 0.1, 9, 8), (30, 0.05, 0.1, 9, 8),
]:
    scores = np.round(rng.random(n), digits)
    predicted = rng.integers(0, 2, n)
    wrong = rng.random(n) < 0.5 * (1 - scores) ** power
    truth = np.where(wrong, 1 - predicted, predicted)
    found = [walk(scores[predicted == k], wrong[predicted == k], rate, delta / 2) for k in (0, 1)]
    cases.append({
        "rate": rate, "delta": delta, "scores": scores.tolist(), "predicted": predicted.tolist(),
        "truth": truth.tolist(), "found": [list(f) if f else None for f in found],
        "bounds": [float(stats.beta.ppf(1 - delta / 2, f[2] + 1, f[1] - f[2])) if f else None for f in found],
    })
path = pathlib.Path(__file__).parents[2] / "Tests/TandemValidationTests/Fixtures/certificates.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(cases) + "\n")
print([c["found"] for c in cases])
