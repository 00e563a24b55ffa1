"""The trainer of small networks: it finds a rule in examples, twice the same, and what it makes fits the scorer."""

import numpy as np

from pipeline.nlp.scorer import Scorer
from training.ranker import Example, train


def questions(seed: int, count: int) -> list[Example]:
    """Rows of three features, of which the right one has the most of the second."""
    rng = np.random.default_rng(seed)
    rows = [rng.random((int(rng.integers(2, 6)), 3), np.float32) for _ in range(count)]
    return [Example(row, int(row[:, 1].argmax()), 1.0) for row in rows]


def test_a_rule_is_learned_from_examples_and_holds_for_others():
    scorer = Scorer(**train(questions(1, 400)))

    answers = [(int(np.argmax(scorer.probabilities(rows.tolist()))), right) for rows, right, _ in questions(2, 200)]

    assert sum(given == right for given, right in answers) >= 180


def test_the_same_examples_give_the_same_weights():
    one, other = train(questions(1, 50)), train(questions(1, 50))
    assert all(np.array_equal(one[name], other[name]) for name in one)
