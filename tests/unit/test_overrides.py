"""What people decided is laid over the rows, in the order in which they decided it, and nothing else changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from making import NIGHT, RUN, claim, document, mention, override, table_of

from pipeline.contract import check
from pipeline.errors import ConfigurationError
from pipeline.lake.storage import Lake, Manifest
from pipeline.overrides import add, fingerprint, laid_over, named, overrides, remove
from pipeline.schema import CLAIMS, DOCUMENTS, MENTIONS
from pipeline.settings import Settings
from pipeline.stages.extract import entity_id

ONE = document("a")
ROWS = table_of(CLAIMS, claim(ONE, "The council met", "one"), claim(ONE, "May", "two"))
LATER = datetime(2026, 3, 4, tzinfo=UTC)


def corrected(*decisions, table=CLAIMS, data=ROWS) -> list[dict]:
    found = laid_over(table, data, decisions)
    check(table, found)
    return found.to_pylist()


def test_without_a_decision_about_the_table_the_rows_are_the_same_object():
    assert laid_over(CLAIMS, ROWS, []) is ROWS
    assert laid_over(CLAIMS, ROWS, [override("documents", "d-a", "title", "Other")]) is ROWS


def test_another_speaker_is_named_with_entity_and_evidence_and_other_rows_stay():
    one, two = corrected(override("claims", "c-one", "speaker", "Rafe Dunmore"))
    assert (one["speaker"], one["speaker_entity_id"]) == ("Rafe Dunmore", entity_id("PERSON", "Rafe Dunmore"))
    assert one["evidence"][-1]["rule"] == "override"
    assert two == ROWS.to_pylist()[1]


def test_no_speaker_is_an_answer_with_its_reason():
    one, _ = corrected(override("claims", "c-one", "speaker"))
    assert (one["speaker"], one["speaker_entity_id"], one["unresolved_reason"]) == (None, None, "override")


def test_the_label_of_a_name_may_be_told():
    assert named("ORG: Harbour Council") == ("ORG", "Harbour Council")
    assert named("Ann Lee") == ("PERSON", "Ann Lee")
    assert named("Note: Ann") == ("PERSON", "Note: Ann")


def test_a_date_is_corrected_with_its_origin():
    data = table_of(DOCUMENTS, ONE)
    moved = override("documents", "d-a", "published_at", "2026-03-01T10:00:00Z")
    [row] = corrected(moved, table=DOCUMENTS, data=data)
    assert (row["published_at"], row["published_origin"]) == (datetime(2026, 3, 1, 10, tzinfo=UTC), "override")


def test_the_last_decision_counts_whatever_the_order_of_the_files():
    first = override("claims", "c-one", "role", "mayor")
    second = override("claims", "c-one", "role", "governor", made_at=LATER)
    for decisions in ((first, second), (second, first)):
        assert corrected(*decisions)[0]["role"] == "governor"


def test_merged_entities_are_one_in_claims_and_mentions_over_several_merges():
    mayor, ines, other = (entity_id("PERSON", name) for name in ("ines calloway", "Ines", "Another"))
    merges = [override("entities", mayor, "merge", ines, about_night=None), override("entities", ines, "merge", other)]
    assert {row["speaker_entity_id"] for row in corrected(*merges)} == {other}
    data = table_of(MENTIONS, mention(ONE, "Ines", entity_id=ines))
    assert corrected(*merges, table=MENTIONS, data=data)[0]["entity_id"] == other


def test_entities_that_are_merged_in_a_circle_come_to_an_end():
    mayor, ines = entity_id("PERSON", "ines calloway"), entity_id("PERSON", "Ines")
    circle = [override("entities", mayor, "merge", ines), override("entities", ines, "merge", mayor)]
    assert {row["speaker_entity_id"] for row in corrected(*circle)} <= {mayor, ines}


def test_a_split_entity_is_another_one_in_that_document_only():
    mayor = entity_id("PERSON", "ines calloway")
    other = table_of(CLAIMS, claim(ONE, "May", "one"), claim(document("b"), "May", "two"))
    one, two = corrected(override("entities", f"{mayor}/d-a", "split", "Ines Calloway the younger"), data=other)
    assert one["speaker_entity_id"] == entity_id("PERSON", "Ines Calloway the younger")
    assert two["speaker_entity_id"] == mayor


def test_what_is_only_closed_changes_no_run():
    dropped = override("documents", "d-a", "drop", "has_words")
    assert fingerprint([dropped]) == fingerprint([])
    assert fingerprint([override("claims", "c-one", "refuse")]) != fingerprint([])


@pytest.fixture
def settings(tmp_path):
    """A home whose lake has one night with one claim."""
    made = Settings(home=tmp_path)
    lake = Lake(made.lake_uri)
    facts = {"night": NIGHT, "stage": "extract", "shard": "0-of-1", "run_id": RUN, "inputs": {}, "code_version": "1"}
    counts = {"rows_in": 1, "rows_kept": 1, "rows_quarantined": 0, "seconds": 0.1, "sealed_at": LATER}
    manifest = Manifest(**facts, **counts, extractor=None, tables={})
    lake.seal(manifest, {"claims": (CLAIMS, ROWS), "documents": (DOCUMENTS, table_of(DOCUMENTS, ONE))})
    return made


def asked(table, key, field, value=None, **more):
    facts = override(table, key, field, value) | more
    return {name: facts[name] for name in facts if name not in ("override_id", "made_at")}


def test_an_override_is_kept_until_it_is_removed(settings):
    made = add(asked("claims", "c-one", "role", "mayor"), settings, LATER)
    [kept] = overrides(Lake(settings.lake_uri))
    assert kept == made
    assert overrides(Lake(settings.lake_uri), NIGHT) == [made]
    assert overrides(Lake(settings.lake_uri), NIGHT + timedelta(days=1)) == []
    remove(made["override_id"], settings)
    assert overrides(Lake(settings.lake_uri)) == []


@pytest.mark.parametrize(
    ("table", "key", "field", "value", "told"),
    [
        ("claims", "c-one", "content", "x", "cannot be overridden"),
        ("claims", "c-gone", "speaker", "x", "has no row c-gone"),
        ("documents", "d-a", "published_at", "yesterday", "does not fit"),
        ("documents", "d-a", "published_at", "2026-03-01T10:00:00", "with its zone"),
        ("claims", "c-one", "merge", "e-1", "merge is"),
        ("entities", "e-1", "split", "Ann", "split is"),
    ],
)
def test_an_override_that_could_never_apply_is_refused_with_the_reason(settings, table, key, field, value, told):
    with pytest.raises(ConfigurationError, match=told):
        add(asked(table, key, field, value), settings, LATER)
    assert overrides(Lake(settings.lake_uri)) == []


def test_an_unknown_override_cannot_be_removed(settings):
    with pytest.raises(ConfigurationError, match="no override 'o-1'"):
        remove("o-1", settings)


def test_corrected_rows_keep_the_form_of_the_table():
    assert laid_over(CLAIMS, ROWS, [override("claims", "c-one", "speaker", "X")]).schema == pa.schema(ROWS.schema)
