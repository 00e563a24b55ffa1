"""Rows are made of what the extractor read: every row shows the very words it points at."""

from __future__ import annotations

import sys
from datetime import date
from types import ModuleType

import pytest
from making import NIGHT, RUN, document, table_of

from pipeline.contract import check
from pipeline.nlp.dates import find_dates
from pipeline.nlp.models import extractor_version
from pipeline.nlp.reading import Circumstances, Claim, Mention, Reading, Step
from pipeline.schema import CLAIM_MENTIONS, CLAIMS, DOCUMENTS, MENTIONS, READINGS
from pipeline.settings import Settings
from pipeline.spans import Span
from pipeline.stages.extract import claim_rows, entity_id, extract, mention_rows

TEXT = "👍 “We will open,” Zoë Lindqvist said, “in May.” She smiled."


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def mention(words="Zoë Lindqvist", **more) -> Mention:
    facts = {"span": span(words), "label": "PERSON", "kind": "name", "name": "Zoë Lindqvist", "score": 0.75}
    return Mention(**facts | more)


def claim(**more) -> Claim:
    facts = {
        "source": (span("Zoë Lindqvist"),),
        "cue": (span("said"),),
        "content": (span("“We will open,”"), span("“in May.”")),
        "fragments": (span("We will open,"), span("in May.")),
        "quote_type": "direct",
        "cue_lemma": "say",
        "speaker": "Zoë Lindqvist",
        "speaker_label": "PERSON",
        "unresolved_reason": None,
        "evidence": (Step("source", "name", "Zoë Lindqvist", span("Zoë Lindqvist"), 0.9),),
        "role": None,
        "is_anonymous": False,
        "confidence": 0.8,
    }
    return Claim(**facts | more)


def rows_of(*claims):
    return claim_rows("d-one", TEXT, Reading((), tuple(claims)), "by-hand 1")


def test_a_mention_row_shows_the_words_at_its_offsets():
    [row] = mention_rows("d-one", TEXT, Reading((mention(),), ()), "test 1")
    assert row["surface"] == "Zoë Lindqvist" == TEXT[row["start"] : row["end"]]
    assert (row["document_id"], row["label"], row["kind"], row["score"]) == ("d-one", "PERSON", "name", 0.75)


def test_mentions_of_one_name_share_entity_and_chain():
    rows = mention_rows("d-one", TEXT, Reading((mention(), mention("She", kind="pronoun")), ()), "test 1")
    assert rows[0]["entity_id"] == rows[1]["entity_id"] == entity_id("PERSON", "Zoë Lindqvist")
    assert rows[0]["chain_id"] == rows[1]["chain_id"]


def test_a_chain_belongs_to_one_document_and_an_entity_to_all():
    [one] = mention_rows("d-one", TEXT, Reading((mention(),), ()), "test 1")
    [other] = mention_rows("d-two", TEXT, Reading((mention(),), ()), "test 1")
    assert one["chain_id"] != other["chain_id"]
    assert one["entity_id"] == other["entity_id"]


def test_an_unresolved_mention_has_neither_entity_nor_chain():
    [row] = mention_rows("d-one", TEXT, Reading((mention("She", kind="pronoun", name=None),), ()), "test 1")
    assert (row["entity_id"], row["chain_id"]) == (None, None)


def test_a_mention_that_was_read_twice_is_one_row():
    assert len(mention_rows("d-one", TEXT, Reading((mention(), mention()), ()), "test 1")) == 1


def test_the_same_words_under_two_labels_are_two_mentions():
    assert len(mention_rows("d-one", TEXT, Reading((mention(), mention(label="ORG")), ()), "test 1")) == 2


@pytest.mark.parametrize("other", ["ZOË LINDQVIST", "Zoe Lindqvist", "Zoë  Lindqvist ", "Zoe\u0308 Lindqvist"])
def test_names_that_differ_in_case_accents_or_white_space_are_one_entity(other):
    assert entity_id("PERSON", other) == entity_id("PERSON", "Zoë Lindqvist")


def test_other_names_and_other_labels_are_other_entities():
    assert len({entity_id("PERSON", "May"), entity_id("ORG", "May"), entity_id("PERSON", "Mays")}) == 3


def test_a_claim_row_shows_the_words_at_its_offsets():
    [row] = rows_of(claim())
    assert row["source_text"] == "Zoë Lindqvist"
    assert row["cue_text"] == "said"
    assert row["content_text"] == "“We will open,” … “in May.”"
    for role in ("source", "cue", "content"):
        pieces = [TEXT[piece["start"] : piece["end"]] for piece in row[role]]
        assert " … ".join(pieces) == row[f"{role}_text"]
    assert [TEXT[piece["start"] : piece["end"]] for piece in row["fragments"]] == ["We will open,", "in May."]


def test_a_claim_without_source_and_cue_has_no_words_of_them():
    [row] = rows_of(claim(source=(), cue=(), speaker=None, speaker_label=None, unresolved_reason="no_source"))
    assert (row["source"], row["source_text"], row["cue"], row["cue_text"]) == ([], None, [], None)
    assert (row["speaker_entity_id"], row["unresolved_reason"]) == (None, "no_source")


def test_the_speaker_of_a_claim_is_the_entity_of_that_name_and_label():
    [row] = rows_of(claim())
    assert row["speaker_entity_id"] == entity_id("PERSON", "Zoë Lindqvist")


def test_a_speaker_without_a_label_is_an_entity_of_the_label_other():
    [row] = rows_of(claim(speaker_label=None))
    assert row["speaker_entity_id"] == entity_id("OTHER", "Zoë Lindqvist")


def test_the_steps_of_the_evidence_are_kept_in_order():
    steps = (Step("source", "pronoun", "She", None, 0.6), Step("entity", "name", "Zoë Lindqvist", None, 0.9))
    [row] = rows_of(claim(evidence=steps))
    assert [(step["step"], step["rule"], step["confidence"]) for step in row["evidence"]] == [
        ("source", "pronoun", 0.6),
        ("entity", "name", 0.9),
    ]


def test_a_claim_that_was_read_twice_is_one_row_and_other_spans_are_another():
    assert len(rows_of(claim(), claim())) == 1
    assert len(rows_of(claim(), claim(content=(span("“in May.”"),)))) == 2


def test_claims_of_two_documents_have_different_identifiers():
    [one] = claim_rows("d-one", TEXT, Reading((), (claim(),)), "by-hand 1")
    [other] = claim_rows("d-two", TEXT, Reading((), (claim(),)), "by-hand 1")
    assert one["claim_id"] != other["claim_id"]


@pytest.fixture
def reader(monkeypatch):
    """An extractor in the place of the real one: it reads from each text what a test wrote down for it."""
    readings: dict[str, Reading] = {}
    module = ModuleType("pipeline.nlp.reader")

    class Reader:
        def __init__(self, model):
            pass

        def read(self, texts):
            return (readings[text] for text in texts)

    module.reader_of = Reader
    monkeypatch.setitem(sys.modules, "pipeline.nlp.reader", module)
    return readings


def run(*documents):
    return extract({"documents": table_of(DOCUMENTS, *documents)}, Settings())


def test_mentions_inside_a_content_are_what_the_claim_is_about(reader):
    inside, outside = mention("May", label="OTHER", name="May"), mention()
    reader[TEXT] = Reading((outside, inside), (claim(),))
    tables = run(document("one", TEXT)).tables
    mentioned = {row["surface"]: row["mention_id"] for row in tables["mentions"].to_pylist()}
    assert tables["claim_mentions"].to_pylist() == [
        {"claim_id": tables["claims"]["claim_id"][0].as_py(), "mention_id": mentioned["May"]}
    ]


def test_what_is_extracted_fits_the_declared_tables(reader):
    reader[TEXT] = Reading((mention(), mention("May", label="OTHER", name="May")), (claim(),))
    tables = run(document("one", TEXT)).tables
    for table in (MENTIONS, CLAIMS, CLAIM_MENTIONS):
        check(table, data := table.stamped(tables[table.name], NIGHT, RUN))
        assert data.num_rows >= 1


def test_a_document_in_another_language_is_kept_and_not_read(reader):
    result = run(document("one", "Der Bürgermeister schwieg.", language="de"))
    assert result.kept == 1
    assert result.tables["claims"].num_rows == 0


def test_a_document_without_a_claim_has_a_reason_and_the_extractor_that_found_none(reader):
    silent, marks = "Nobody spoke.", "😀 — 12.5 %"
    reader |= {TEXT: Reading((mention(),), (claim(),)), silent: Reading((mention(),), ()), marks: Reading((), ())}
    german = document("d", "Der Bürgermeister schwieg.", language="de")
    result = run(document("a", TEXT), document("b", silent), document("c", marks), german)
    check(READINGS, data := READINGS.stamped(result.tables["readings"], NIGHT, RUN))
    rows = data.select(["document_id", "mentions", "claims", "no_claims_because"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("d-a", 1, 1, None),
        ("d-b", 1, 0, "no_claim_found"),
        ("d-c", 0, 0, "no_words"),
        ("d-d", 0, 0, "other_language"),
    ]
    assert set(data["extractor"].to_pylist()) == {extractor_version(Settings().model)}


def test_each_document_gets_what_was_read_from_its_own_text(reader):
    other = "Nobody spoke."
    reader |= {TEXT: Reading((mention(),), (claim(),)), other: Reading((), ())}
    result = run(document("a", other), document("b", TEXT), document("c", "Niemand.", language="de"))
    assert result.kept == 3
    assert result.tables["claims"]["document_id"].to_pylist() == ["d-b"]


def test_a_row_tells_the_day_the_words_were_said_with_rule_and_anchor():
    text = "Zoë Lindqvist said on Thursday that it opens."
    [words] = find_dates(text)
    said = Reading((), (claim(content=(Span(31, 44),), fragments=(), circumstances=Circumstances(words, True)),))
    [row] = claim_rows("d-one", text, said, "by-hand 1", date(2026, 3, 18))
    assert (row["uttered_on"], row["uttered_text"]) == (date(2026, 3, 12), "Thursday")
    assert (row["uttered_rule"], row["uttered_anchor"]) == ("carried:weekday", date(2026, 3, 18))


def test_a_week_tells_no_day_and_an_unknown_publication_tells_nothing():
    text = "Zoë Lindqvist said last week that it opens."
    [words] = find_dates(text)
    said = Reading((), (claim(content=(Span(29, 42),), fragments=(), circumstances=Circumstances(words)),))
    [row] = claim_rows("d-one", text, said, "by-hand 1", date(2026, 3, 18))
    assert (row["uttered_on"], row["uttered_precision"]) == (None, "week")
    [row] = claim_rows("d-one", text, said, "by-hand 1")
    assert "uttered_precision" not in row


def test_nobody_has_spoken_after_the_publication():
    text = "Zoë Lindqvist said on March 20, 2026, that it opens."
    [words] = find_dates(text)
    said = Reading((), (claim(content=(Span(38, 51),), fragments=(), circumstances=Circumstances(words)),))
    [row] = claim_rows("d-one", text, said, "by-hand 1", date(2026, 3, 18))
    assert "uttered_on" not in row


def test_the_dates_inside_a_content_keep_their_words_and_days():
    text = "It opens in April."
    said = Reading((), (claim(source=(), cue=(), content=(Span(0, 17),), fragments=(), dates=tuple(find_dates(text))),))
    [row] = claim_rows("d-one", text, said, "by-hand 1", date(2026, 3, 18))
    [told] = row["content_dates"]
    assert text[told["start"] : told["end"]] == "April"
    assert (told["first_on"], told["last_on"], told["precision"]) == (date(2025, 4, 1), date(2025, 4, 30), "month")


def test_a_row_points_to_the_row_of_the_claim_it_stands_in():
    outer, inner = claim(), claim(content=(span("“in May.”"),), parent=0)
    rows = rows_of(outer, inner)
    assert [row["parent_claim_id"] for row in rows] == [None, rows[0]["claim_id"]]
