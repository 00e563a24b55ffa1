"""Check-worthiness against 108 marked sentences of the newsroom, claims and assertions drawn by chance."""

from __future__ import annotations

from pathlib import Path

from pipeline.nlp.worth import worth_of

FLOOR = 0.88


def test_a_sentence_marked_as_worth_checking_ranks_above_one_that_is_not():
    lines = Path(__file__).with_name("worth.tsv").read_text(encoding="utf-8").splitlines()
    marked = [line.split("\t", 1) for line in lines]
    worth = [worth_of(text).score for mark, text in marked if mark == "1"]
    idle = [worth_of(text).score for mark, text in marked if mark == "0"]
    won = sum((yes > no) + (yes == no) / 2 for yes in worth for no in idle)
    assert won / (len(worth) * len(idle)) >= FLOOR
