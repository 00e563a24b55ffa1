"""A real report whose claims were marked by hand; it lies outside the project."""

from __future__ import annotations

import json
import re

import pytest

WORD = re.compile(r"\w+(?:[.'’-]\w+)*")


@pytest.fixture
def report(seed_article, read):
    text = seed_article.read_bytes().decode("utf-8")
    gold = json.loads(seed_article.with_name("gold.json").read_text(encoding="utf-8"))["attributions"]
    return text, gold, read(text).claims


def words(text, spans):
    """Which words of the text lie in the spans; marks do not count."""
    return {m.start() for m in WORD.finditer(text) if any(s < m.end() and m.start() < e for s, e in spans)}


def dice(one, other):
    return 2 * len(one & other) / (len(one) + len(other))


def best(text, gold, claims):
    return max(claims, key=lambda claim: dice(words(text, gold["content"]), words(text, claim.content)))


def test_every_direct_claim_of_the_report_is_found_with_its_source_and_speaker(report):
    text, gold, claims = report
    direct = [g for g in gold if g["quote_type"] == "direct"]
    assert len(direct) == 8
    for marked in direct:
        claim = best(text, marked, claims)
        assert dice(words(text, marked["content"]), words(text, claim.content)) >= 0.8, marked["id"]
        assert words(text, marked["source"]) == words(text, claim.source), marked["id"]
        assert (claim.quote_type, claim.speaker) == ("direct", marked["speaker"]), marked["id"]


def test_every_claim_of_the_report_that_a_reader_would_mark_is_found(report):
    text, gold, claims = report
    for marked in (g for g in gold if g["core"]):
        claim = best(text, marked, claims)
        assert dice(words(text, marked["content"]), words(text, claim.content)) >= 0.8, marked["id"]
        assert words(text, marked["source"]) == words(text, claim.source), marked["id"]
        assert claim.speaker in (marked["speaker"], marked["speaker"].removeprefix("The ")), marked["id"]
