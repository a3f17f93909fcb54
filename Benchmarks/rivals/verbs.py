"""The three verbs of a rival's script: make its input, run, judge an answer.

    script.py make FOLDER PART SCALE    writes the input
    script.py run FOLDER PART           reads the input, computes, writes its answer; prints {"computing": processor seconds}
    script.py judge FOLDER PART FILE    prints {"quality": …} of an answer, the rival's or Tandem's
"""
import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")


class Computing:
    """Processor seconds of a `with` block, all threads and finished children."""

    def __enter__(self):
        self.began = self.now()
        return self

    def __exit__(self, *_):
        self.seconds = self.now() - self.began

    @staticmethod
    def now() -> float:
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system


def act(make, run, judge) -> None:
    verb, folder, part = sys.argv[1:4]
    os.chdir(folder)
    if verb == "make":
        make(part, float(sys.argv[4]))
    elif verb == "run":
        print(json.dumps({"computing": run(part)}))
    else:
        print(json.dumps({"quality": judge(part, sys.argv[4])}))
