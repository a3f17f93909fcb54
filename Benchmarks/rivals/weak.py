"""snorkel's label model on simulated votes of labeling functions; -1 abstains."""
import numpy as np
import pandas as pd
from verbs import Computing, act


def make(part, scale):
    rng = np.random.default_rng(2)
    n, functions = int(1_000_000 * scale), 20
    truth = (rng.random(n) < 0.4).astype(np.int8)
    right, covered = rng.uniform(0.55, 0.9, functions), rng.uniform(0.1, 0.6, functions)
    votes = np.full((n, functions), -1, np.int8)
    for j in range(functions):
        votes[:, j] = np.where(rng.random(n) < covered[j], np.where(rng.random(n) < right[j], truth, 1 - truth), -1)
    frame = pd.DataFrame(votes, columns=[f"f{j}" for j in range(functions)])
    frame.insert(0, "id", np.arange(n))
    frame.to_csv("votes.csv", index=False)
    pd.DataFrame({"id": np.arange(n), "label": truth}).to_csv("gold.csv", index=False)


def run(part):
    from snorkel.labeling.model import LabelModel

    votes = pd.read_csv("votes.csv").drop(columns="id").to_numpy(int)
    with Computing() as spent:
        model = LabelModel(cardinality=2, verbose=False)
        model.fit(votes, n_epochs=100, seed=123, progress_bar=False)
        probabilities = model.predict_proba(votes)
    pd.DataFrame({"id": np.arange(len(votes)), "label": (probabilities[:, 1] > 0.5).astype(int)}).to_csv(
        "theirs.csv", index=False)
    return spent.seconds


def judge(part, answer):
    gold = pd.read_csv("gold.csv")
    frame = pd.read_csv(answer)
    key = "id" if "id" in frame else "task"
    labels = frame.set_index(key).label.reindex(gold.id)
    voted = (pd.read_csv("votes.csv").drop(columns="id") >= 0).any(axis=1).to_numpy()
    return f"accuracy where voted {(labels.to_numpy() == gold.label.to_numpy())[voted].mean():.4f}"


act(make, run, judge)
