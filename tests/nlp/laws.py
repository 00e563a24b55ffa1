"""What holds for every reading of every text, and the texts to try it on."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.columns import ACTS
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
        circumstances = claim.circumstances
        told = [span for span in (circumstances.addressee, circumstances.venue) if span]
        told += [circumstances.date.span] if circumstances.date else []
        assert all(span.text(text).strip() == span.text(text) != "" for span in told)
        assert all(any(piece.holds(words.span) for piece in claim.content) for words in claim.dates)
        assert claim.act.kind in ACTS
    for number in range(len(reading.claims)):
        above = number
        for _ in reading.claims:
            above = reading.claims[above].parent if above is not None else None
        assert above is None, "a claim stands within itself"
    taken = [span for claim in reading.claims for span in (*claim.content, *claim.cue, *claim.source)]
    assert are_sorted_and_disjoint(reading.assertions)
    assert not any(span.overlaps(other) for span in reading.assertions for other in taken)
    assert all(span.text(text).strip() == span.text(text) for span in reading.assertions)
