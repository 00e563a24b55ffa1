"""A text cut for marking is still the text, and every piece knows what it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.pages.highlights import PARTS, paragraphs


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="ab \n👍é", max_size=60))
    point = st.integers(0, len(text))
    spans = st.lists(st.tuples(point, point).filter(lambda span: span[0] < span[1]), max_size=2)
    claim = st.fixed_dictionaries(
        {part: spans.map(lambda found: [{"start": start, "end": end} for start, end in found]) for part in PARTS}
    )
    return text, draw(st.lists(claim, max_size=4))


@given(marked_texts())
def test_the_pieces_put_together_are_the_text(marked):
    text, claims = marked
    cut = paragraphs(text, claims)
    assert ["".join(piece.words for piece in line) for line in cut] == [line for line in text.split("\n") if line]


@given(marked_texts())
def test_every_point_has_the_parts_of_the_claims_that_cover_it(marked):
    text, claims = marked
    point = 0
    pieces = iter([piece for line in paragraphs(text, claims) for piece in line])
    for line in text.split("\n"):
        end = point + len(line)
        while point < end:
            piece = next(pieces)
            for at in range(point, point + len(piece.words)):
                over = [
                    (part, number)
                    for number, claim in enumerate(claims, 1)
                    for part in PARTS
                    if any(span["start"] <= at < span["end"] for span in claim[part])
                ]
                assert set(piece.parts) == {part for part, _ in over}
                assert set(piece.claims) == {number for _, number in over}
            point += len(piece.words)
        point = end + 1


def test_a_claim_opens_with_its_first_word_and_closes_with_its_last():
    [[ash, said, rain, stop]] = paragraphs(
        "Ash said it rained.",
        [{"source": [{"start": 0, "end": 3}], "cue": [], "content": [{"start": 9, "end": 18}]}],
    )
    assert (ash.parts, ash.opens, ash.closes) == (("source",), (1,), ())
    assert said.parts == ()
    assert (rain.words, rain.parts, rain.opens, rain.closes) == ("it rained", ("content",), (), (1,))
    assert stop.words == "."
