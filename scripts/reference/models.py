"""Golden values for TandemModeling and TandemExplainability: scikit-learn's LogisticRegression, XGBoost's trees.

Run: python3 scripts/reference/models.py   (see requirements-models.txt)
"""
import json
import pathlib

import numpy as np
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

TESTS = pathlib.Path(__file__).parents[2] / "Tests"


def write(target, name, value):
    folder = TESTS / f"{target}Tests/Fixtures"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    (folder / f"{name}.json").write_text(text + "\n")


def holes(matrix):
    """NaN as null."""
    return [[None if np.isnan(x) else float(x) for x in row] for row in matrix]


def logistic(rng, classes, C, weight):
    n, p = 80, 4
    x = rng.normal(size=(n, p)).round(3) * [1, 10, 0.1, 5] + [0, 3, -1, 100]
    planted = rng.normal(size=(p, classes))
    scaled = StandardScaler().fit_transform(x)
    y = np.array([rng.choice(classes, p=np.exp(r) / np.exp(r).sum()) for r in scaled @ planted * 1.5])
    model = LogisticRegression(C=C, class_weight=weight, tol=1e-12, max_iter=100000).fit(scaled, y)
    return {
        "x": x.tolist(), "y": y.tolist(), "c": C, "balanced": weight == "balanced",
        "coefficients": model.coef_.tolist(), "intercepts": model.intercept_.tolist(),
        "probabilities": model.predict_proba(scaled).tolist(),
    }


def boosted(rng, classes):
    n, p = 60, 5
    x = rng.normal(size=(n, p)).round(2)
    x[:, 3] = rng.integers(0, 3, n)
    raw = x[:, 0] + x[:, 1] * x[:, 2] + (x[:, 3] == 1)
    x[rng.random((n, p)) < 0.15] = np.nan
    y = np.digitize(raw, np.quantile(raw, np.arange(1, classes) / classes))
    params = {"max_depth": 3, "eta": 0.4, "nthread": 1, "seed": 1, "tree_method": "hist", "base_score": 0.3}
    if classes == 2:
        params["objective"] = "binary:logistic"
    else:
        params |= {"objective": "multi:softprob", "num_class": classes}
    data = xgb.DMatrix(x, label=y)
    booster = xgb.train(params, data, num_boost_round=6)
    test = rng.normal(size=(25, p)).round(2)
    test[:, 3] = rng.integers(0, 4, 25)
    test[rng.random((25, p)) < 0.25] = np.nan
    test[0] = np.nan
    matrix = xgb.DMatrix(test)
    return {
        "xgboost": xgb.__version__, "model": json.loads(booster.save_raw("json")), "rows": holes(test),
        "margins": booster.predict(matrix, output_margin=True).astype(float).reshape(25, -1).tolist(),
        "contributions": booster.predict(matrix, pred_contribs=True).astype(float).reshape(25, -1, p + 1).tolist(),
    }


def main():
    rng = np.random.default_rng(20261122)
    write("TandemModeling", "logistic", [
        logistic(rng, 2, 1.0, None), logistic(rng, 2, 0.1, "balanced"), logistic(rng, 3, 1.0, None),
        logistic(rng, 4, 10.0, "balanced"),
    ])
    trees = [boosted(rng, 2), boosted(rng, 3)]
    write("TandemModeling", "xgboost", [{k: v for k, v in t.items() if k != "contributions"} for t in trees])
    write("TandemExplainability", "xgboost", trees)


if __name__ == "__main__":
    main()
