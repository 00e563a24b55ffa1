"""Whatever was read, every row shows the very words of the text: text[start:end]."""

from __future__ import annotations

from chance import NIGHT, RUN, articles, steady, table_of
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.contract import check
from pipeline.nlp.reading import Claim, Mention, Reading
from pipeline.schema import ARTICLES, CLAIMS, MENTIONS
from pipeline.settings import Settings
from pipeline.spans import Span, are_sorted_and_disjoint
from pipeline.stages.extract import claim_rows, mention_rows
from pipeline.stages.parse import parse

TEXTS = st.text(min_size=1, max_size=60) | st.sampled_from(["👍 “Zoë” sagte: „Ja“.", "e\u0308 … a … b"])


def spans_in(text: str, least: int = 0) -> st.SearchStrategy[tuple[Span, ...]]:
    """Sorted, disjoint spans of a text."""
    edges = st.lists(st.integers(0, len(text)), min_size=2 * least, max_size=6, unique=True).map(sorted)
    return edges.map(lambda found: tuple(Span(a, b) for a, b in zip(found[::2], found[1::2], strict=False)))


@st.composite
def readings(draw) -> tuple[str, Reading]:
    """A text and what somebody might have read in it."""
    text = draw(TEXTS)
    mentions = tuple(
        Mention(span, draw(st.sampled_from(["PERSON", "ORG"])), "name", draw(st.none() | st.just("Zoë")), 0.5)
        for span in draw(spans_in(text))
    )
    claims = tuple(
        Claim(
            source=draw(spans_in(text)),
            cue=draw(spans_in(text)),
            content=draw(spans_in(text, 1)),
            fragments=draw(spans_in(text)),
            quote_type=draw(st.sampled_from(["direct", "indirect", "mixed"])),
            cue_lemma=None,
            speaker=speaker,
            speaker_label="PERSON" if speaker else None,
            unresolved_reason=None if speaker else "no_source",
            evidence=(),
            role=None,
            is_anonymous=False,
            confidence=0.5,
        )
        for speaker in draw(st.lists(st.none() | st.just("Zoë"), max_size=3))
    )
    return text, Reading(mentions, claims)


def words(text, structs):
    return [text[struct["start"] : struct["end"]] for struct in structs]


@steady
@given(readings())
def test_the_surface_of_a_mention_is_the_text_at_its_offsets(found):
    text, reading = found
    for row in mention_rows("d-one", text, reading, "test 1"):
        assert row["surface"] == text[row["start"] : row["end"]]


@steady
@given(readings())
def test_the_words_of_a_claim_are_rebuilt_from_its_spans(found):
    text, reading = found
    for row in claim_rows("d-one", text, reading, "by-hand 1"):
        assert row["content_text"] == " … ".join(words(text, row["content"]))
        assert (row["source_text"] or "") == " … ".join(words(text, row["source"]))
        assert (row["cue_text"] or "") == " … ".join(words(text, row["cue"]))
        for role in ("source", "cue", "content", "fragments"):
            assert are_sorted_and_disjoint([Span(**struct) for struct in row[role]])


@steady
@given(readings())
def test_what_was_read_fits_the_declared_tables(found):
    text, reading = found
    mentions, claims = mention_rows("d-one", text, reading, "test 1"), claim_rows("d-one", text, reading, "by-hand 1")
    for table, made in ((MENTIONS, mentions), (CLAIMS, claims)):
        check(table, data := table.stamped(table.build(made), NIGHT, RUN))
        assert data.num_rows == len(made)


@steady
@given(articles, st.data())
def test_offsets_into_a_parsed_document_survive_the_tables(rows, data):
    documents = parse({"articles": table_of(ARTICLES, rows)}, Settings()).tables["documents"].to_pylist()
    assume(documents)
    text = documents[0]["text"]
    mentions = tuple(Mention(span, "PERSON", "name", None, 0.5) for span in data.draw(spans_in(text)))
    made = MENTIONS.build(mention_rows(documents[0]["document_id"], text, Reading(mentions, ()), "test 1"))
    assert [text[row["start"] : row["end"]] for row in made.to_pylist()] == made["surface"].to_pylist()
