"""crowd-kit on simulated crowd labels."""
import numpy as np
import pandas as pd
from verbs import Computing, act


def make(part, scale):
    rng = np.random.default_rng(1)
    n, votes, classes, workers = int(100_000 * scale), 5, 4, 500
    truth = rng.integers(0, classes, n)
    skill = rng.beta(4, 2, workers)
    # Different workers on each task.
    who = np.argsort(rng.random((n, 20)), axis=1)[:, :votes] * 25 + rng.integers(0, 25, (n, votes))
    right = rng.random((n, votes)) < skill[who]
    label = np.where(right, truth[:, None], (truth[:, None] + rng.integers(1, classes, (n, votes))) % classes)
    pd.DataFrame({"task": np.repeat(np.arange(n), votes), "worker": who.ravel(), "label": label.ravel()}).to_csv(
        "votes.csv", index=False)
    pd.DataFrame({"task": np.arange(n), "label": truth}).to_csv("gold.csv", index=False)


def run(part):
    from crowdkit.aggregation import GLAD, MACE, DawidSkene, MajorityVote

    votes = pd.read_csv("votes.csv")
    method = {"majority": MajorityVote, "dawid-skene": lambda: DawidSkene(n_iter=100), "mace": MACE,
              "glad": lambda: GLAD(n_iter=10)}[part]()
    with Computing() as spent:
        labels = method.fit_predict(votes)
    labels.rename("label").rename_axis("task").to_csv("theirs.csv")
    return spent.seconds


def judge(part, answer):
    gold = pd.read_csv("gold.csv").set_index("task").label
    labels = pd.read_csv(answer).set_index("task").label
    return f"accuracy {(labels.reindex(gold.index) == gold).mean():.4f}"


act(make, run, judge)
