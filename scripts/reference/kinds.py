"""Golden values of aggregated preferences and texts, from crowd-kit.

Writes Tests/TandemLabelingTests/Fixtures/kinds.json. Run with the versions of requirements-labels.txt.
crowd-kit's BradleyTerry stops after its second round for any tolerance that is not negative, for it compares a list with
itself; a negative one makes it run all rounds.
"""

import json
import pathlib

import numpy as np
import pandas as pd
from crowdkit.aggregation import ROVER, BradleyTerry, NoisyBradleyTerry

rng = np.random.default_rng(3)


def preferences(items, workers, count, spammers=0):
    strength = rng.normal(0, 1.5, items)
    skill = rng.uniform(0.75, 1, workers)
    skill[:spammers] = 0.02
    rows = []
    for _ in range(count):
        a, b = rng.choice(items, 2, replace=False)
        w = rng.integers(workers)
        if rng.random() < skill[w]:
            left = rng.random() < 1 / (1 + np.exp(strength[b] - strength[a]))
        else:
            left = rng.random() < 0.9
        rows.append((int(a), int(b), bool(left), int(w)))
    return strength, rows


def ranked(items, workers, count, spammers=0):
    strength, rows = preferences(items, workers, count, spammers)
    frame = pd.DataFrame([(f"w{w}", f"i{a:02}", f"i{b:02}", f"i{(a if left else b):02}") for a, b, left, w in rows],
                         columns=["worker", "left", "right", "label"])
    names = [f"i{i:02}" for i in range(items)]
    plain = {str(n): BradleyTerry(n_iter=n, tol=-1).fit_predict(frame).reindex(names).tolist() for n in (1, 2, 50, 3000)}
    assert np.allclose(BradleyTerry(n_iter=100).fit_predict(frame).reindex(names), plain["2"])
    noisy = NoisyBradleyTerry(n_iter=200).fit_predict(frame).reindex(names)
    rank = lambda x: pd.Series(x).rank()
    return {
        "strength": strength.tolist(), "rows": [[a, b, int(left), w] for a, b, left, w in rows], "plain": plain,
        "plain_spearman": float(rank(plain["3000"]).corr(rank(strength))),
        "noisy_spearman": float(rank(noisy.to_numpy()).corr(rank(strength))), "workers": workers,
    }


def texts(tasks, workers, length):
    words = ["a", "the", "cat", "sat", "on", "mat", "über", "naïve", "dogs", "ran", "far", "away", "日本", "ok"]
    rows = []
    for task in range(tasks):
        truth = rng.choice(words, rng.integers(0, length)).tolist()
        for worker in range(workers):
            said = []
            for word in truth:
                draw = rng.random()
                if draw < 0.08:
                    continue
                said.append(str(rng.choice(words)) if draw < 0.2 else word)
                if draw > 0.93:
                    said.append(str(rng.choice(words)))
            text = " ".join(said)
            rows.append((f"t{task:02}", f"w{worker}", text.replace(" ", "  ", 1) if rng.random() < 0.1 else text))
    frame = pd.DataFrame(rows, columns=["task", "worker", "text"])
    result = ROVER(lambda s: s.split(" "), lambda t: " ".join(t)).fit_predict(frame)
    return {"rows": rows, "result": result.to_dict()}


out = {
    "preferences": [ranked(8, 5, 200), ranked(15, 12, 900, spammers=4)],
    "texts": [texts(25, 5, 12), texts(10, 9, 20)],
}
path = pathlib.Path(__file__).parents[2] / "Tests/TandemLabelingTests/Fixtures/kinds.json"
path.write_text(json.dumps(out, ensure_ascii=False) + "\n")
for p in out["preferences"]:
    print(p["plain_spearman"], p["noisy_spearman"])
