"""A real report whose claims were marked by hand; it lies outside the project."""

from __future__ import annotations

import json
import re

import pytest

WORD = re.compile(r"\w+(?:[.'’-]\w+)*")


@pytest.fixture
def report(seed_article):
    text = seed_article.read_bytes().decode("utf-8")
    return text, json.loads(seed_article.with_name("gold.json").read_text(encoding="utf-8"))["attributions"]


def words(text, spans):
    """Which words of the text lie in the spans; marks do not count."""
    return {m.start() for m in WORD.finditer(text) if any(s < m.end() and m.start() < e for s, e in spans)}


def dice(one, other):
    return 2 * len(one & other) / (len(one) + len(other))


def best(text, gold, claims):
    return max(claims, key=lambda claim: dice(words(text, gold["content"]), words(text, claim.content)))


def is_found(text, gold, claims, least_source):
    """Whether a claim has the content and the source that were marked, in all but a few words."""
    claim = best(text, gold, claims)
    content, source = ((words(text, gold[role]), words(text, getattr(claim, role))) for role in ("content", "source"))
    return dice(*content) >= 0.8 and dice(*source) >= least_source


def bare(name):
    """A name without its article."""
    return name.removeprefix("The ").removeprefix("the ")


@pytest.mark.parametrize("model", ["plain", "encoder"])
def test_every_direct_claim_of_the_report_is_found_with_its_source_and_speaker(report, request, model):
    text, gold = report
    claims = request.getfixturevalue("read" if model == "plain" else "encoder_read")(text).claims
    direct = [g for g in gold if g["quote_type"] == "direct"]
    assert len(direct) == 8
    for marked in direct:
        claim = best(text, marked, claims)
        assert is_found(text, marked, claims, 1.0), marked["id"]
        assert (claim.quote_type, claim.speaker) == ("direct", marked["speaker"]), marked["id"]


@pytest.mark.parametrize(("model", "least", "least_source"), [("plain", 27, 1.0), ("encoder", 25, 0.5)])
def test_the_claims_of_the_report_that_a_reader_would_mark_are_found(report, request, model, least, least_source):
    text, gold = report
    claims = request.getfixturevalue("read" if model == "plain" else "encoder_read")(text).claims
    core = [marked for marked in gold if marked["core"]]
    found = [marked for marked in core if is_found(text, marked, claims, least_source)]
    assert len(core) == 27
    assert len(found) >= least, [marked["id"] for marked in core if marked not in found]
    for marked in found:
        speaker = best(text, marked, claims).speaker
        assert bare(speaker) == bare(marked["speaker"]), marked["id"]
