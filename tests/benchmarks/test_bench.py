"""The measurements run, on inputs that are the same every time; how fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from benchmarks import corpus
from benchmarks.measuring import Goal, table
from pipeline.settings import PROJECT
from pipeline.stages.page import read_html
from pipeline.stages.sketches import similarity, sketch


def test_a_copy_is_the_same_every_time_and_its_page_holds_its_text():
    one, again = corpus.varied(5), corpus.varied(5)
    assert one == again
    assert read_html(corpus.page(one).encode(), "utf-8", "page").text.split() == one.text.split()


def test_copies_of_one_story_are_no_near_copies():
    stories = len(corpus.stories())
    texts = [corpus.varied(number).text for number in range(3, 3 + 8 * stories, stories)]
    sketches = sketch(texts)
    pairs = np.array([(a, b) for a in range(len(texts)) for b in range(a)])
    assert similarity(sketches, sketches, pairs).max() < 0.5


@pytest.mark.parametrize(("is_least", "told"), [(True, "≥ 2 | yes"), (False, "≤ 2 | **no**")])
def test_a_goal_tells_whether_its_limit_is_kept(is_least, told):
    goal = Goal("G0", "speed", "3", "1", 3.0, 2, is_least=is_least)
    assert told in table([goal])


@pytest.mark.slow
@pytest.mark.timeout(1200)  # the web with every fault waits for its slow hosts
def test_the_smallest_size_measures_every_goal(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "--size", "tiny", "--home", str(tmp_path)]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    content = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert {goal["goal"] for goal in content["goals"]} - {""} == {f"G{number}" for number in range(1, 12)}
    assert content["machine"]["cores"] > 0
    assert "| G1 |" in (tmp_path / "bench.md").read_text(encoding="utf-8")
