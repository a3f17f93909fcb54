#!/usr/bin/env python3
"""Gap and accuracy on COMPAS and German credit: Tandem's mitigations beside Fairlearn's and AI Fairness 360's own.

    mitigations.py --tandem PATH --data FOLDER        (run with the environment of requirements/core.txt)

FOLDER holds fairness-compas/ and german-credit/. The rows Tandem's exponentiated gradient was found on and held out
on are used for every method, so that all numbers are of the same rows. AI Fairness 360's reweighing gives the same
weights (a test holds them against each other), so one row stands for both.
"""
import argparse
import json
import os
import subprocess
import tempfile

import numpy as np
import pandas as pd
from fairlearn.metrics import demographic_parity_difference, equalized_odds_difference
from fairlearn.postprocessing import ThresholdOptimizer
from fairlearn.preprocessing import CorrelationRemover
from fairlearn.reductions import DemographicParity, EqualizedOdds, ExponentiatedGradient
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def compas(folder):
    frame = pd.read_csv(f"{folder}/fairness-compas/compas-scores-two-years.csv")
    frame = frame[(frame.days_b_screening_arrest.abs() <= 30) & (frame.is_recid != -1)
                  & (frame.c_charge_degree != "O") & (frame.score_text != "N/A")]
    frame = frame[frame.race.isin(["African-American", "Caucasian"])]
    return frame.rename(columns={"two_year_recid": "y_true", "race": "group"})[
        ["y_true", "group", "age", "priors_count", "juv_fel_count", "juv_misd_count", "c_charge_degree"]]


def german(folder):
    frame = pd.read_csv(f"{folder}/german-credit/germancredit.csv", keep_default_na=False)
    frame["group"] = np.where(frame.age_in_years.astype(int) >= 26, "26 and older", "up to 25")
    frame["y_true"] = (frame.creditability == "good").astype(int)
    return frame[["y_true", "group", "duration_in_month", "credit_amount", "credit_history", "purpose",
                  "status_of_existing_checking_account", "savings_account_and_bonds", "housing"]]


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose scores are its input."""

    def fit(self, X, y):
        self.fitted_, self.classes_ = True, np.array([0, 1])
        return self

    def predict(self, X):
        return np.asarray(X)[:, 0]


def run(program, folder, *arguments):
    made = subprocess.run([program, "validate", "mitigate", *arguments, "--sensitive", "group"], check=True,
                          capture_output=True, text=True, cwd=folder)
    return json.loads(made.stdout)


def figures(y, chance, group):
    """Demographic parity and equalized odds gaps and accuracy of chances of a positive answer."""
    rates = pd.DataFrame({"y": y, "g": group, "p": chance})
    parity = rates.groupby("g").p.mean()
    odds = rates.groupby(["y", "g"]).p.mean()
    return (parity.max() - parity.min(), max(odds[v].max() - odds[v].min() for v in (0, 1)),
            float(np.where(y == 1, chance, 1 - chance).mean()))


def rows(frame, program):
    with tempfile.TemporaryDirectory() as folder:
        frame.to_csv(f"{folder}/data.csv", index=False)
        made = {c: run(program, folder, "data.csv", "--method", "exponentiated-gradient", "--constraint", c,
                       "--max-gap", "0.02") for c in ("demographic-parity", "equalized-odds")}
        part = np.array([row["part"] for row in made["demographic-parity"]["rows"]])
        found, kept = part == "found", part == "held_out"
        coded = pd.get_dummies(frame.drop(columns=["y_true", "group"])).astype(float)
        X = StandardScaler().fit(coded[found]).transform(coded)
        y, group = frame.y_true.to_numpy(), frame.group.to_numpy()
        model = LogisticRegression(max_iter=1000).fit(X[found], y[found])
        score = model.predict_proba(X)[:, 1]
        yield "nothing", "", figures(y[kept], (score[kept] > 0.5) * 1.0, group[kept])

        weights = run(program, folder, "data.csv", "--method", "reweighing")["rows"]
        weight = np.array([row["weight"] for row in weights])
        reweighed = LogisticRegression(max_iter=1000).fit(X[found], y[found], sample_weight=weight[found])
        yield "reweighing", "Tandem = AI Fairness 360", figures(y[kept], reweighed.predict(X[kept]) * 1.0, group[kept])

        sensitive = (group == sorted(set(group))[0]).astype(float)[:, None]
        remover = CorrelationRemover(sensitive_feature_ids=[0]).fit(np.hstack([sensitive, X])[found])
        removed = remover.transform(np.hstack([sensitive, X]))
        plain = LogisticRegression(max_iter=1000).fit(removed[found], y[found])
        yield "correlation remover", "Tandem = Fairlearn", figures(
            y[kept], plain.predict(removed[kept]) * 1.0, group[kept])

        for name, constraint in (("demographic-parity", DemographicParity), ("equalized-odds", EqualizedOdds)):
            ours = np.array([row["p_positive"] for row in made[name]["rows"]])
            yield f"exponentiated gradient, {name}", "Tandem", figures(y[kept], ours[kept], group[kept])
            theirs = ExponentiatedGradient(LogisticRegression(max_iter=1000), constraint(difference_bound=0.01), eps=0.01)
            theirs.fit(X[found], y[found], sensitive_features=group[found])
            yield f"exponentiated gradient, {name}", "Fairlearn", figures(
                y[kept], theirs._pmf_predict(X[kept])[:, 1], group[kept])

        scored = pd.DataFrame({"y_true": y, "score": score, "group": group})
        scored[found].to_csv(f"{folder}/found.csv", index=False)
        for name in ("demographic-parity", "equalized-odds"):
            theirs = ThresholdOptimizer(estimator=Given().fit(None, y[found]), prefit=True, predict_method="predict",
                                        constraints=name.replace("-", "_"))
            theirs.fit(score[found][:, None], y[found], sensitive_features=group[found])
            chance = theirs._pmf_predict(score[kept][:, None], sensitive_features=group[kept])[:, 1]
            rules = run(program, folder, "found.csv", "--method", "threshold-optimizer", "--constraint", name)
            rule = {row["group"]: row for row in rules["thresholds"]}
            edge = lambda v: {"never": np.inf, "always": -np.inf}.get(v, v)  # noqa: E731
            ours = np.array([
                rule[g]["ignored"] * rule[g]["constant"] + (1 - rule[g]["ignored"]) * (
                    rule[g]["low_share"] * (s > edge(rule[g]["threshold_low"]))
                    + (1 - rule[g]["low_share"]) * (s > edge(rule[g]["threshold_high"])))
                for s, g in zip(score[kept], group[kept])])
            same = "Tandem = Fairlearn" if np.allclose(ours, chance, atol=1e-9) else "Fairlearn"
            yield f"threshold optimizer, {name}", same, figures(y[kept], chance, group[kept])
            if same == "Fairlearn":
                yield f"threshold optimizer, {name}", "Tandem", figures(y[kept], ours, group[kept])
            fixed = run(program, folder, "found.csv", "--method", "threshold-optimizer", "--constraint", name,
                        "--deterministic", "--max-gap", "0.02")
            threshold = {row["group"]: edge(row["threshold"]) for row in fixed["thresholds"]}
            hard = np.array([1.0 * (s > threshold[g]) for s, g in zip(score[kept], group[kept])])
            yield f"one threshold a group, {name}", "Tandem", figures(y[kept], hard, group[kept])

        scored[kept].to_csv(f"{folder}/kept.csv", index=False)
        for reviewer in ("0.9", "1"):
            band = run(program, folder, "kept.csv", "--method", "reject-option", "--constraint", "equalized-odds",
                       "--max-gap", "0.05", "--reviewer-accuracy", reviewer)["chosen"]
            text = f"band for people, reviewers right {float(reviewer):.0%}"
            if band is None:
                yield text, "Tandem", None
            else:
                yield text + f": {band['to_people']:.0%} of cases", "Tandem", (None, band["gap"], band["accuracy"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tandem", required=True)
    parser.add_argument("--data", required=True)
    chosen = parser.parse_args()
    program, data = os.path.abspath(chosen.tandem), os.path.abspath(chosen.data)
    for title, frame in (("COMPAS (African-American and Caucasian)", compas(data)), ("German credit (age)", german(data))):
        print(f"\n**{title}**, {len(frame)} rows, held-out three tenths\n")
        print("| suggestion | by | demographic parity gap | equalized odds gap | accuracy |\n|" + " --- |" * 5)
        for name, maker, made in rows(frame, program):
            if made is None:
                print(f"| {name} | {maker} | – | not reached | – |")
                continue
            cells = ["–" if value is None else f"{value:.3f}" for value in made]
            print(f"| {name} | {maker} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
