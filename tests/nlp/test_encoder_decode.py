"""The decoder's path is the best of all valid ones, as trying every one shows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.encoder_decode import find_runs, log_probabilities

TAGS = {"O": "", "B-x": "x", "I-x": "x", "B-y": "y", "I-y": "y"}
FEW = list(TAGS)[:3]


def is_valid(path, begins_word, begins_line):
    before = "O"
    for tag, is_word, is_line in zip(path, begins_word, begins_line, strict=True):
        goes_on = tag[0] == "I" and not is_line and TAGS[before] == TAGS[tag]
        is_outside = tag == before == "O"
        if (tag[0] == "I" or not (is_word or is_line or is_outside)) and not goes_on:
            return False
        before = tag
    return True


def best_runs(log, tags, begins_word, begins_line):
    """(label, start, end) of each run of the valid path with the largest sum."""
    paths = product(range(len(tags)), repeat=len(log))
    valid = (path for path in paths if is_valid([tags[tag] for tag in path], begins_word, begins_line))
    best = max(valid, key=lambda path: sum(float(log[i, tag]) for i, tag in enumerate(path)))
    starts = [i for i, tag in enumerate(best) if tags[tag][0] == "B"]
    ends = [next((j for j in range(i + 1, len(best)) if tags[best[j]][0] != "I"), len(best)) for i in starts]
    return [(TAGS[tags[best[i]]], i, end) for i, end in zip(starts, ends, strict=True)]


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_each_layer_has_the_runs_of_its_best_valid_path(seed, n):
    chance = np.random.default_rng(seed)
    begins_line = chance.random(n) < 0.3
    begins_line[0] = True
    begins_word = chance.random(n) < 0.7
    layers = [
        (log_probabilities(chance.normal(0, 2, (n, len(tags))).astype(np.float32)), tags) for tags in (list(TAGS), FEW)
    ]
    for (log, tags), runs in zip(layers, find_runs(layers, begins_word, begins_line), strict=True):
        assert [(run.label, run.start, run.end) for run in runs] == best_runs(log, tags, begins_word, begins_line)


def test_a_runs_score_is_the_mean_probability_of_its_pieces():
    log = np.log(np.array([[0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.9, 0.05, 0.05]], dtype=np.float32))
    yes, no = np.array([True, True, True]), np.array([True, False, False])
    [[run]] = find_runs([(log, FEW)], yes, no)
    assert (run.start, run.end, run.score) == (0, 2, pytest.approx(0.7))
