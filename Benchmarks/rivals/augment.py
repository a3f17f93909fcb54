"""nlpaug's random swap of words."""
import random

import numpy as np
import pandas as pd
from verbs import Computing, act

WORDS = ("the model label human review task image text data worker quality score answer question class error sample "
         "train test value").split()


def make(part, scale):
    rng = np.random.default_rng(14)
    texts = [" ".join(rng.choice(WORDS, 20)) for _ in range(int(20_000 * scale))]
    pd.DataFrame({"id": np.arange(len(texts)), "text": texts}).to_csv("texts.csv", index=False)
    with open("swap.yaml", "w") as file:
        file.write("text: text\nsteps:\n  - swap: {share: 0.3}\n")


def run(part):
    import nlpaug.augmenter.word as naw

    texts = pd.read_csv("texts.csv").text.tolist()
    random.seed(0), np.random.seed(0)
    swap = naw.RandomWordAug(action="swap")
    with Computing() as spent:
        made = [swap.augment(text)[0] for text in texts]
    pd.DataFrame({"text": made}).to_csv("theirs.csv", index=False)
    return spent.seconds


def judge(part, answer):
    before, after = set(pd.read_csv("texts.csv").text), pd.read_csv(answer).text
    return f"changed {1 - after.isin(before).mean():.3f}"


act(make, run, judge)
