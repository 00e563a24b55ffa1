"""What holds for every text, however odd."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.nlp.reading import UNRESOLVED_REASONS
from pipeline.spans import are_sorted_and_disjoint

MARKS = [
    *"“”‘’«»„(),.?!:;—…😀",
    '"',
    "''",
    "``",
    "'s",
    "\x00",
    "\x1b",
    "\xa0",
    "\u200f",
    "\r",
    "\n",
    "\n\n",
    "\t",
    "e\u0301",
]
WORDS = [
    "said",
    "says",
    "told",
    "adding",
    "according",
    "to",
    "that",
    "and",
    "but",
    "who",
    "he",
    "she",
    "they",
    "the",
    "a",
    "on",
    "Monday",
    "officials",
    "ministry",
    "of",
]
NAMES = ["Mr.", "Ms.", "Arden", "Boone", "Nell", "President", "U.S.", "NATO", "وقال", "部长说"]
PIECES = st.sampled_from([*MARKS, *WORDS, *NAMES])
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=60).map(" ".join) | st.text(max_size=200)
GLUED = st.lists(PIECES, max_size=60).map("".join)
LONG = 200_000  # code points

ODD_TEXTS = {
    "quotations": "“No,” he said. ",
    "opening marks": "“",
    "straight marks": '"',
    "single marks": "‘",
    "apostrophes": "’",
    "no sentence end": "Mr. Boone said that officials in the ministry and the company ",
    "one sentence of cues": "he said it and ",
    "interrupted content": "this is, he said, not it, ",
    "names": "Nell Boone ",
    "appositions": "Boone, a man in the ",
    "one word": "a",
    "emoji": "😀",
    "white space": " \n",
}


def check_laws(text, reading):
    assert [m.span for m in reading.mentions] == sorted({m.span for m in reading.mentions})
    assert [c.content for c in reading.claims] == sorted(c.content for c in reading.claims)
    known = {(m.label, m.name) for m in reading.mentions}
    for mention in reading.mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.text(text).strip() == mention.span.text(text) != ""
    for claim in reading.claims:
        assert claim.content
        for spans in (claim.source, claim.cue, claim.content, claim.fragments):
            assert are_sorted_and_disjoint(spans)
            assert all(span.start >= 0 and span.end <= len(text) for span in spans)
        assert all(any(piece.holds(fragment) for piece in claim.content) for fragment in claim.fragments)
        assert (claim.quote_type == "indirect") <= (claim.fragments == ())
        assert (claim.speaker is None) != (claim.unresolved_reason is None)
        assert claim.speaker is None or (claim.speaker_label, claim.speaker) in known
        assert claim.unresolved_reason in {None, *UNRESOLVED_REASONS}
        assert all(step.span is None or step.span.text(text) for step in claim.evidence)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS | GLUED)
def test_spans_lie_in_the_text_and_every_claim_is_whole(read, text):
    check_laws(text, read(text))


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_a_text_reads_the_same_in_any_company(reader, read, texts):
    assert list(reader.read(texts)) == [read(text) for text in texts]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n", "\x00", "“", "said", "“” said", "Boone", "according to"])
def test_almost_nothing_reads_as_nothing_said(read, text):
    assert read(text).claims == ()


@pytest.mark.parametrize("unit", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_a_long_odd_text_takes_seconds_not_hours(read, unit):
    text = (unit * LONG)[:LONG]
    started = time.process_time()
    reading = read(text)
    assert time.process_time() - started < 20
    check_laws(text, reading)


def test_offsets_count_code_points_of_the_text_as_given(read):
    text = "😀\xa0e\u0301. “Non,”\tsaid Ms.\xa0Arden."
    (claim,) = read(text).claims
    assert [span.text(text) for span in claim.content] == ["“Non,”"]


def test_the_interface_loads_no_language_library():
    program = "import sys, pipeline.nlp.reading; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
