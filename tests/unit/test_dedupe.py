"""Copies are told from originals by their text, and the earliest is the original."""

from __future__ import annotations

from datetime import UTC, datetime

from making import NIGHT, RUN, document, table_of

from pipeline.contract import check
from pipeline.schema import DOCUMENTS, DUPLICATES
from pipeline.settings import Settings
from pipeline.stages.dedupe import dedupe

SAME = "The same words in every paper."


def run(*documents):
    return dedupe({"documents": table_of(DOCUMENTS, *documents)}, Settings())


def originals(*documents) -> dict[str, str | None]:
    """Document -> the document it is a copy of."""
    return {row["document_id"]: row["duplicate_of"] for row in run(*documents).tables["duplicates"].to_pylist()}


def at(hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC)


def test_the_earliest_document_is_the_original_of_its_copies():
    found = originals(
        document("a", SAME, published_at=at(9)),
        document("b", SAME, published_at=at(7)),
        document("c", SAME, published_at=at(8)),
    )
    assert found == {"d-a": "d-b", "d-b": None, "d-c": "d-b"}


def test_an_undated_document_is_never_the_original_of_a_dated_one():
    assert originals(document("a", SAME, published_at=None), document("b", SAME)) == {"d-a": "d-b", "d-b": None}


def test_documents_of_one_moment_are_told_apart_by_their_identifiers():
    assert originals(document("b", SAME), document("a", SAME)) == {"d-a": None, "d-b": "d-a"}


def test_undated_documents_are_told_apart_by_their_identifiers():
    copies = [document(name, SAME, published_at=None) for name in "cab"]
    assert originals(*copies) == {"d-a": None, "d-b": "d-a", "d-c": "d-a"}


def test_a_document_with_words_of_its_own_is_its_own_original():
    assert originals(document("a"), document("b")) == {"d-a": None, "d-b": None}


def test_copies_share_a_cluster_and_others_do_not():
    rows = run(document("a", SAME), document("b", SAME), document("c")).tables["duplicates"].to_pylist()
    clusters = {row["document_id"]: row["cluster_id"] for row in rows}
    assert clusters["d-a"] == clusters["d-b"] != clusters["d-c"]


def test_the_cluster_of_a_text_is_the_same_on_every_night():
    [one] = run(document("a", SAME)).tables["duplicates"]["cluster_id"].to_pylist()
    [other] = run(document("b", SAME)).tables["duplicates"]["cluster_id"].to_pylist()
    assert one == other


def test_every_document_is_accounted_for():
    result = run(document("a", SAME), document("b", SAME), document("c"))
    check(DUPLICATES, data := DUPLICATES.stamped(result.tables["duplicates"], NIGHT, RUN))
    assert data.num_rows == result.kept == 3


def test_a_night_without_documents_has_no_duplicates():
    assert run().tables["duplicates"].num_rows == 0
