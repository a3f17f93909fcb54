"""What is measured: for each workload the rival's script and part, and Tandem's command on the same file."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Workload:
    name: str
    rival: str
    size: str
    environment: str
    script: str
    part: str
    command: tuple[str, ...]
    our_answer: str
    their_answer: str = "theirs.csv"
    #: Takes minutes: run once, and only with --full or by name.
    is_slow: bool = False


def aggregate(name: str, method: str, slow: bool = False) -> Workload:
    return Workload(
        name, f"crowd-kit 1.4.2 {name}", "100,000 tasks × 5 votes, 4 classes, 500 workers", "core", "crowd.py", method,
        ("labels", "aggregate", "votes.csv", "--method", method, "--output", "ours.csv"), "ours.csv", is_slow=slow)


def fairness(name: str, rival: str, replicates: str, slow: bool = False) -> Workload:
    return Workload(
        name, rival, "100,000 rows, 8 groups", "core", "fairness.py", replicates,
        ("validate", "fairness", "predictions.csv", "--sensitive", "sex,race", "--bootstrap", replicates, "--output",
         "ours.json"), "ours.json", "theirs.json", is_slow=slow)


WORKLOADS = [
    aggregate("majority", "majority"),
    aggregate("Dawid-Skene", "dawid-skene"),
    aggregate("MACE", "mace"),
    aggregate("GLAD", "glad", slow=True),
    Workload(
        "agreement", "krippendorff 0.9.0, nominal alpha", "20,000 tasks × 5 of 100 workers", "core", "agreement.py",
        "alpha", ("labels", "agreement", "votes.csv", "--output", "ours.json"), "ours.json", "theirs.json"),
    Workload(
        "label model", "snorkel 0.10.0 LabelModel", "1,000,000 rows × 20 functions", "snorkel", "weak.py", "model",
        ("labels", "weak", "votes.csv", "--output", "ours.csv"), "ours.csv"),
    Workload(
        "label errors", "cleanlab 2.9.0 find_label_issues", "100,000 rows × 10 classes", "core", "issues.py",
        "prune_by_noise_rate",
        ("labels", "issues", "--probabilities", "probabilities.csv", "--labels", "labels.csv", "--output",
         "ours.json"), "ours.json", "theirs.json"),
    Workload(
        "metrics", "scikit-learn 1.9.1, the same 20 metrics", "1,000,000 rows, two classes", "core", "metrics.py", "binary",
        ("validate", "metrics", "predictions.csv", "--output", "ours.json"), "ours.json", "theirs.json"),
    fairness("group metrics", "Fairlearn 0.15.0 MetricFrame, 10 replicates (Tandem: 100, its fewest)", "100"),
    Workload(
        "thresholds", "Fairlearn 0.15.0 ThresholdOptimizer, equalized odds", "100,000 rows, 4 groups", "core",
        "fairness.py", "thresholds",
        ("validate", "mitigate", "predictions.csv", "--sensitive", "race", "--method", "threshold-optimizer",
         "--constraint", "equalized-odds", "--output", "ours.json"), "ours.json", "theirs.json"),
    Workload(
        "text augmentation", "nlpaug 1.1.11, swap", "20,000 texts of 20 words", "aug", "augment.py", "swap",
        ("labels", "augment", "texts.csv", "--pipeline", "swap.yaml", "--output", "ours.csv"), "ours.csv"),
]
