"""Golden values of group metrics and mitigations, from Fairlearn 0.15.0 and AI Fairness 360 0.6.1.

Writes Tests/TandemValidationTests/Fixtures/fairness.json. AI Fairness 360 needs other versions of its dependencies, so
the script is run twice, each in an environment of its own, and the second run adds to the file:
    python fairness.py fairlearn     (requirements.txt and fairlearn==0.15.0)
    python fairness.py aif360        (aif360==0.6.1, scikit-learn==1.9.1)
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
PATH = pathlib.Path(__file__).parents[2] / "Tests/TandemValidationTests/Fixtures/fairness.json"


def rows(seed, n, groups):
    r = np.random.default_rng(seed)
    a, b = r.integers(0, 2, n), r.integers(0, groups, n)
    x = r.normal(size=(n, 2))
    x[:, 0] += 0.6 * a
    x[:, 1] -= 0.3 * b
    y = (x.sum(1) + 0.4 * a + r.normal(0, 1, n) > 0).astype(int)
    score = np.round(1 / (1 + np.exp(-x.sum(1))), 3)
    return pd.DataFrame(
        {"y": y, "score": score, "pred": (score > 0.5).astype(int), "a": a, "b": b, "x0": x[:, 0].round(4),
         "x1": x[:, 1].round(4), "weight": r.integers(1, 4, n)}
    )


CASES = [(1, 400, 3, False), (2, 300, 2, True), (3, 700, 4, False)]


def finite(value):
    value = float(value)
    return value if np.isfinite(value) else None


def fairlearn():
    import fairlearn.metrics as fm
    from fairlearn.postprocessing import ThresholdOptimizer
    from fairlearn.preprocessing import CorrelationRemover
    from sklearn import metrics as sk
    from sklearn.base import BaseEstimator, ClassifierMixin

    class Given(ClassifierMixin, BaseEstimator):
        def fit(self, X, y):
            self.fitted_, self.classes_ = True, np.array([0, 1])
            return self

        def predict(self, X):
            return np.asarray(X)[:, 0]

    base = [fm.count, fm.selection_rate, fm.mean_prediction, fm.true_positive_rate, fm.true_negative_rate,
            fm.false_positive_rate, fm.false_negative_rate, sk.accuracy_score, sk.zero_one_loss,
            sk.balanced_accuracy_score, sk.precision_score, sk.recall_score, sk.f1_score, sk.mean_absolute_error,
            sk.mean_squared_error, sk.r2_score]
    soft = [sk.roc_auc_score, sk.log_loss]
    cases = []
    for seed, n, groups, weighted in CASES:
        frame = rows(seed, n, groups)
        weight = frame.weight if weighted else None
        sensitive = frame[["a", "b"]]
        group_values, overall = {}, {}
        for metric in base + soft:
            name = metric.__name__
            params = {} if weight is None or metric is fm.count else {name: {"sample_weight": weight}}
            mf = fm.MetricFrame(metrics={name: metric}, y_true=frame.y, sensitive_features=sensitive,
                                y_pred=frame.score if metric in soft else frame.pred, sample_params=params)
            group_values[name] = [finite(v) for v in mf.by_group[name]]
            overall[name] = finite(mf.overall[name])
        gaps = {}
        names = ["demographic_parity_difference", "demographic_parity_ratio", "equalized_odds_difference",
                 "equalized_odds_ratio", "equal_opportunity_difference", "equal_opportunity_ratio"]
        names += list(fm._generated_metrics._generated_metric_dict)
        for method in ["between_groups", "to_overall"]:
            gaps[method] = {}
            for name in names:
                keyed = {} if name.endswith(("_min", "_max")) else {"method": method}
                pred = frame.score if name.startswith(("roc_auc", "log_loss")) else frame.pred
                gaps[method][name] = finite(
                    getattr(fm, name)(frame.y, pred, sensitive_features=sensitive, sample_weight=weight, **keyed))
        thresholds = {}
        for constraints in ["demographic_parity", "equalized_odds", "true_positive_rate_parity",
                            "false_positive_rate_parity"]:
            X = frame[["score"]].to_numpy()
            t = ThresholdOptimizer(estimator=Given().fit(X, frame.y), constraints=constraints, prefit=True,
                                   predict_method="predict")
            t.fit(X, frame.y, sensitive_features=frame.b)
            thresholds[constraints] = [finite(p) for p in t._pmf_predict(X, sensitive_features=frame.b)[:, 1]]
        remover = CorrelationRemover(sensitive_feature_ids=["a", "b"], alpha=0.75)
        removed = remover.fit_transform(frame[["a", "b", "x0", "x1"]].astype(float))
        cases.append({
            "weighted": weighted, "rows": {c: frame[c].tolist() for c in frame}, "byGroup": group_values,
            "overall": overall, "gaps": gaps, "thresholds": thresholds, "uncorrelated": removed[:40].tolist(),
        })
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(json.dumps({"cases": cases}) + "\n")


def aif360():
    import logging

    logging.disable(logging.WARNING)
    from aif360.algorithms.preprocessing import Reweighing
    from aif360.datasets import BinaryLabelDataset
    from aif360.metrics import BinaryLabelDatasetMetric, ClassificationMetric

    data = json.loads(PATH.read_text())
    sided = ["true_positive_rate", "false_positive_rate", "false_negative_rate", "true_negative_rate",
             "positive_predictive_value", "false_discovery_rate", "false_omission_rate", "negative_predictive_value",
             "accuracy", "error_rate", "selection_rate", "num_instances", "num_positives", "num_negatives",
             "num_pred_positives", "num_pred_negatives", "num_true_positives", "num_false_positives",
             "num_false_negatives", "num_true_negatives", "base_rate", "generalized_true_positive_rate",
             "generalized_false_positive_rate", "generalized_false_negative_rate", "generalized_true_negative_rate"]
    plain = ["true_positive_rate_difference", "false_positive_rate_difference", "false_negative_rate_difference",
             "false_omission_rate_difference", "false_discovery_rate_difference", "false_positive_rate_ratio",
             "false_negative_rate_ratio", "false_omission_rate_ratio", "false_discovery_rate_ratio",
             "average_odds_difference", "average_abs_odds_difference", "average_predictive_value_difference",
             "equalized_odds_difference", "generalized_equalized_odds_difference", "error_rate_difference",
             "error_rate_ratio", "disparate_impact", "statistical_parity_difference", "generalized_entropy_index",
             "between_all_groups_generalized_entropy_index", "between_group_generalized_entropy_index", "theil_index",
             "coefficient_of_variation", "between_group_theil_index", "between_group_coefficient_of_variation",
             "between_all_groups_theil_index", "between_all_groups_coefficient_of_variation",
             "differential_fairness_bias_amplification", "equal_opportunity_difference"]
    for case in data["cases"]:
        frame = pd.DataFrame(case["rows"])
        keyed = {"instance_weights_name": "weight"} if case["weighted"] else {}
        columns = ["y", "a", "b"] + (["weight"] if case["weighted"] else [])
        truth = BinaryLabelDataset(df=frame[columns].astype(float), label_names=["y"],
                                   protected_attribute_names=["a", "b"],
                                   privileged_protected_attributes=[[1.0], [0.0]],
                                   unprivileged_protected_attributes=[[0.0], sorted(set(frame.b) - {0})], **keyed)
        judged = truth.copy()
        judged.labels = frame.pred.to_numpy(float).reshape(-1, 1)
        judged.scores = frame.score.to_numpy(float).reshape(-1, 1)
        groups = {"unprivileged_groups": [{"a": 0}], "privileged_groups": [{"a": 1}]}
        metric = ClassificationMetric(truth, judged, **groups)
        values = {name: finite(getattr(metric, name)()) for name in plain}
        for name in sided:
            for side, ending in [(None, ""), (True, "_privileged"), (False, "_unprivileged")]:
                values[name + ending] = finite(getattr(metric, name)(privileged=side))
        values["smoothed_empirical_differential_fairness"] = finite(
            BinaryLabelDatasetMetric(truth, **groups).smoothed_empirical_differential_fairness())
        case["aif360"] = values
        weights = Reweighing(**groups).fit_transform(truth).instance_weights
        case["reweighed"] = [finite(w) for w in weights[:60]]
    PATH.write_text(json.dumps(data) + "\n")


{"fairlearn": fairlearn, "aif360": aif360}[sys.argv[1]]()
