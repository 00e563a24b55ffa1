"""Copies are told from originals by their text, and the earliest is the original."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

from making import NIGHT, RUN, document, table_of

from pipeline.contract import check
from pipeline.schema import DOCUMENT_PRINTS, DOCUMENTS, DUPLICATES
from pipeline.settings import Settings
from pipeline.stages.dedupe import dedupe
from pipeline.stages.sketches import meeting, similarity, sketch

SAME = "The same words in every paper."


def run(*documents):
    tables = {"documents": table_of(DOCUMENTS, *documents), "history": DOCUMENT_PRINTS.arrow.empty_table()}
    return dedupe(tables, Settings())


def rows_of(result) -> dict[str, dict]:
    return {row["document_id"]: row for row in result.tables["duplicates"].to_pylist()}


def remembering(first, *documents):
    """What a night makes of documents, the night before having had those of ``first``."""
    before = DOCUMENT_PRINTS.stamped(first.tables["document_prints"], date(2026, 3, 1), RUN)
    return dedupe({"documents": table_of(DOCUMENTS, *documents), "history": before}, Settings())


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


VOCABULARY = [f"word{number}" for number in range(5000)]


def words(chance, count=400) -> list[str]:
    return chance.choices(VOCABULARY, k=count)


def wire(seed=1) -> str:
    """A long text of its own for each seed."""
    return " ".join(words(random.Random(seed)))


def test_a_wire_story_with_another_dateline_and_credit_is_a_copy_and_no_version():
    story = document("a", wire(), publisher_id="one", published_at=at(7))
    copy = document("b", f"LISBON (AP) — {wire()} AP contributed.", publisher_id="two", published_at=at(8))
    row = rows_of(run(story, copy))["d-b"]
    assert (row["duplicate_of"], row["version_of"], row["method"]) == ("d-a", None, "near")
    assert 0.9 < row["similarity"] <= 1


def test_an_update_at_the_same_address_is_a_version_of_the_latest_before_it():
    first = run(document("a", wire(), url="https://paper.example/one"))
    second = remembering(first, document("b", f"{wire()} More.", url="https://paper.example/one"))
    row = rows_of(second)["d-b"]
    assert (row["duplicate_of"], row["version_of"], row["method"]) == ("d-a", "d-a", "near")


def test_a_page_that_says_something_else_now_is_a_version_and_no_duplicate():
    first = run(document("a", wire(1), url="https://paper.example/live"))
    row = rows_of(remembering(first, document("b", wire(2), url="https://paper.example/live")))["d-b"]
    assert (row["duplicate_of"], row["version_of"]) == (None, "d-a")


def test_a_copy_is_found_among_the_nights_before_and_joins_their_group():
    first = run(document("a", wire(), publisher_id="one"))
    second = remembering(first, document("b", f"{wire()} More.", publisher_id="two", published_at=at(1)))
    row = rows_of(second)["d-b"]
    assert row["duplicate_of"] == "d-a"
    assert row["cluster_id"] == rows_of(first)["d-a"]["cluster_id"]


def test_a_copy_of_a_copy_has_the_first_of_all_as_its_original():
    first = run(document("a", wire(), publisher_id="one"), document("b", f"{wire()} More.", publisher_id="two"))
    row = rows_of(remembering(first, document("c", f"{wire()} More.", publisher_id="three")))["d-c"]
    assert (row["duplicate_of"], row["method"]) == ("d-a", "exact")


def test_short_texts_are_copies_only_if_they_are_equal():
    notice = "The bridge over the river will be closed on Monday from six to nine, the council of {} said."
    assert originals(document("a", notice.format("Westmarch")), document("b", notice.format("Plainview"))) == {
        "d-a": None,
        "d-b": None,
    }


def jaccard(one: str, other: str) -> float:
    sets = [{tuple(run) for run in zip(*(text.split()[n:] for n in range(5)), strict=False)} for text in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def edited(text: str, chance: random.Random) -> str:
    """The text with a dateline, a tail, a cut or other words here and there, or half of it written anew."""
    parts = text.split()
    share = chance.random()
    match chance.choice(["dateline", "tail", "cut", "words", "half"]):
        case "dateline":
            return f"LISBON, March 2 (Reuters) - {text} Reuters"
        case "tail":
            return " ".join(parts + words(chance, int(len(parts) * share * 0.5)))
        case "cut":
            return " ".join(parts[: int(len(parts) * (1 - share * 0.34))])
        case "words":
            return " ".join(chance.choice(VOCABULARY) if chance.random() < share * 0.06 else word for word in parts)
        case _:
            return " ".join(parts[: len(parts) // 2] + words(chance, len(parts) // 2))


def test_of_planted_copies_that_overlap_by_two_thirds_nearly_all_are_found_and_nearly_nothing_else():
    chance = random.Random(7)
    old = [" ".join(words(chance)) for _ in range(600)]
    new = [edited(text, chance) for text in old[:400]] + [" ".join(words(chance)) for _ in range(200)]
    first = run(*(document(f"old{n}", text, publisher_id="one") for n, text in enumerate(old)))
    second = remembering(first, *(document(f"new{n}", text, publisher_id="two") for n, text in enumerate(new)))
    overlap = [jaccard(old[n], new[n]) for n in range(400)]
    found = {key: row["duplicate_of"] for key, row in rows_of(second).items() if row["duplicate_of"]}
    planted = {f"d-new{n}": f"d-old{n}" for n in range(400) if overlap[n] >= 0.65}
    possible = {f"d-new{n}": f"d-old{n}" for n in range(400) if overlap[n] >= 0.5}
    assert sum(found.get(new) == old for new, old in planted.items()) >= 0.95 * len(planted)
    assert sum(possible.get(new) == old for new, old in found.items()) >= 0.99 * len(found)


def test_pairs_that_meet_are_those_that_share_a_band_whatever_lies_between():
    chance = random.Random(3)
    texts = [" ".join(words(chance)) for _ in range(9000)]
    new = sketch([texts[0], f"{texts[8999]} More.", "nothing like any of them"])
    old = sketch(texts)
    pairs = meeting(new, old)
    assert pairs.tolist() == [[0, 0], [1, 8999]]
    assert similarity(new, old, pairs)[0] == 1
