"""Golden values of truth inference in TandemLabeling, from crowd-kit 1.4.2 and cleanlab 2.9.0.

Writes Tests/TandemLabelingTests/Fixtures/aggregation.json. Needs crowd-kit, cleanlab, pandas, numpy; the accuracies on
the crowd sets are added when the folder of shared data is found beside the repository.
"""

import json
import pathlib
import warnings

import numpy as np
import pandas as pd
from cleanlab.multiannotator import get_label_quality_multiannotator
from crowdkit.aggregation import GLAD, MACE, DawidSkene, MajorityVote, OneCoinDawidSkene
from crowdkit.aggregation.utils import get_accuracy

warnings.filterwarnings("ignore")
root = pathlib.Path(__file__).parents[2]


def crowd(rng, labels, items, workers, votes):
    """Votes of workers with confusions of their own; names sort in the order of first sight."""
    truth = rng.integers(0, labels, items)
    confusion = np.stack([
        np.stack([rng.dirichlet(np.where(np.arange(labels) == c, 6 + 3 * labels, 1.0)) for c in range(labels)])
        for _ in range(workers)
    ])
    rows = []
    for item in range(items):
        chosen = np.sort(rng.choice(workers, votes, replace=False)) if item else np.arange(workers)
        for worker in chosen:
            label = rng.choice(labels, p=confusion[worker, truth[item]])
            rows.append((f"i{item:03d}", f"w{worker:02d}", int(item % labels) if item < labels else int(label)))
    return pd.DataFrame(rows, columns=["task", "worker", "label"]), truth


def grid(frame, items, labels):
    return frame.reindex(items).reindex(columns=range(labels)).fillna(0).to_numpy().tolist()


def dawid_skene(frame, items, labels, known=None, **settings):
    model = DawidSkene(**settings).fit(frame, known)
    return {"posterior": grid(model.probas_, items, labels), "rounds": len(model.loss_history_),
            "loss": model.loss_history_[-1], "prior": model.priors_.reindex(range(labels)).tolist()}


def weighted(frame):
    # Wawa, step by step: its class fails with scikit-learn 1.9.
    skills = get_accuracy(frame, true_labels=MajorityVote().fit(frame).labels_, by="worker")
    return skills, MajorityVote().fit(frame, skills=skills)


def mace(frame, items, labels):
    model = MACE(n_restarts=1, n_iter=50, random_state=3)
    workers, names = pd.factorize(frame["worker"])
    model._initialize(len(names), labels)
    start = {"spamming": model.spamming_[:, 0].tolist(), "strategies": model.thetas_.tolist(), "workers": list(names)}
    model.fit(frame)
    return start | {"posterior": grid(model.probas_, items, labels)}


def aggregation_cases():
    rng = np.random.default_rng(7)
    for labels, count, workers, votes in [(2, 60, 7, 4), (4, 90, 9, 5), (7, 80, 6, 4)]:
        frame, truth = crowd(rng, labels, count, workers, votes)
        items = [f"i{i:03d}" for i in range(count)]
        known = pd.Series({items[i]: int(truth[i]) for i in range(5, count, 6)}, name="label")
        skills, wawa = weighted(frame)
        glad = GLAD(n_iter=200, tol=-np.inf, m_step_max_iter=200, m_step_tol=1e-8).fit(frame)
        yield {
            "labels": labels, "votes": [[t, w, str(l)] for t, w, l in frame.itertuples(index=False)],
            "known": {t: int(l) for t, l in known.items()},
            "dawidSkene7": dawid_skene(frame, items, labels, n_iter=7, tol=-1.0),
            "dawidSkene": dawid_skene(frame, items, labels),
            "dawidSkeneKnown": dawid_skene(frame, items, labels, known, n_iter=20, tol=-1.0),
            "weighted": {"posterior": grid(wawa.probas_, items, labels), "skills": skills.to_dict()},
            "glad": {"posterior": grid(glad.probas_, items, labels), "abilities": glad.alphas_.to_dict()},
            "mace": mace(frame, items, labels),
        }


def crowdlab_cases():
    rng = np.random.default_rng(11)
    for labels, count, workers, most in [(2, 50, 5, 3), (3, 60, 6, 3), (5, 70, 8, 4)]:
        truth = rng.integers(0, labels, count)
        table = np.full((count, workers), np.nan)
        for item in range(count):
            for worker in rng.choice(workers, rng.integers(1, most + 1), replace=False):
                right = rng.random() < 0.55 + 0.05 * worker
                table[item, worker] = truth[item] if right else (truth[item] + rng.integers(1, labels)) % labels
        table[0, :2] = [0, 1]
        probabilities = np.stack([rng.dirichlet(np.where(np.arange(labels) == t, 3.0, 1.0)) for t in truth])
        probabilities = probabilities.round(6)
        probabilities[:, -1] = 1 - probabilities[:, :-1].sum(axis=1)
        frame = pd.DataFrame(table, columns=[f"w{w}" for w in range(workers)])
        out = get_label_quality_multiannotator(frame, probabilities, return_weights=True, verbose=False)
        quality, stats = out["label_quality"], out["annotator_stats"]
        detailed = out["detailed_label_quality"].to_numpy()
        yield {
            "labels": labels, "grid": [[None if np.isnan(v) else int(v) for v in row] for row in table],
            "probabilities": probabilities.tolist(), "consensus": quality["consensus_label"].tolist(),
            "quality": quality["consensus_quality_score"].tolist(),
            "agreement": quality["annotator_agreement"].tolist(), "modelWeight": float(out["modelWeight"]),
            "voteQuality": [[None if np.isnan(v) else float(v) for v in row] for row in detailed],
            "weights": out["annotator_weight"].tolist(),
            "workers": {name: [None if np.isnan(row.annotator_quality) else row.annotator_quality,
                               row.agreement_with_consensus, int(row.worst_class), int(row.num_examples_labeled)]
                        for name, row in stats.iterrows()},
        }


def load(folder, name):
    def read(path, columns):
        return pd.read_csv(folder / f"crowd-{name}" / path, sep="\t", header=None, names=columns)
    if name == "tweet-sentiment":
        votes = read("labels.txt", ["worker", "task", "label"])
        truth = read("evaluation.txt", ["task", "label"])
    else:
        votes = read(f"{name}_crowd.txt", ["task", "worker", "label"])
        truth = read(f"{name}_truth.txt", ["task", "label"])
    return votes, truth.drop_duplicates("task").set_index("task").label


def accuracies(folder):
    sets = {}
    for name in ["bluebird", "rte", "dog", "tweet-sentiment"]:
        votes, truth = load(folder, name)
        found = {
            "majority": MajorityVote().fit_predict(votes), "weighted": weighted(votes)[1].labels_,
            "one-coin": OneCoinDawidSkene().fit_predict(votes), "dawid-skene": DawidSkene().fit_predict(votes),
            "glad": GLAD().fit_predict(votes), "mace": MACE().fit_predict(votes),
        }
        sets[name] = {method: float((labels.reindex(truth.index) == truth).mean()) for method, labels in found.items()}
    return sets


out = {"aggregation": list(aggregation_cases()), "crowdlab": list(crowdlab_cases())}
path = root / "Tests/TandemLabelingTests/Fixtures/aggregation.json"
shared = next((p for p in [root / "../shared/data", root / "../../shared/data"] if p.exists()), None)
if shared:
    out["accuracies"] = accuracies(shared)
elif path.exists():
    out["accuracies"] = json.loads(path.read_text()).get("accuracies", {})
path.write_text(json.dumps(out) + "\n")
print({k: [c["rounds"] for c in (case["dawidSkene"] for case in out["aggregation"])] for k in ["dawidSkene"]})
print(out.get("accuracies"))
