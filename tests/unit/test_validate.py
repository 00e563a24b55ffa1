"""Validation refuses the rows that break row rules, and every row that refers to a refused one."""

from __future__ import annotations

import json

import pytest
from making import NIGHT, RUN, claim, document, mention, override, table_of, to_judge

from pipeline.contract import check
from pipeline.errors import ConfigurationError, ShardFailed
from pipeline.schema import (
    ASSERTIONS,
    CLAIM_MENTIONS,
    CLAIMS,
    DOCUMENTS,
    DUPLICATES,
    MENTIONS,
    OVERRIDES,
    QUARANTINE,
    READINGS,
    VALIDATIONS,
)
from pipeline.settings import Settings
from pipeline.stages.frames import FRAMES
from pipeline.stages.validate import validate

SAID = "“The bridge will open in May,”"


def duplicate(name, of=None):
    return {
        "document_id": f"d-{name}",
        "cluster_id": "k-1",
        "duplicate_of": of,
        "method": "exact",
        "similarity": 1.0,
    }


def night(**of_the_first):
    """Two documents, each with a mention inside a claim; a claim of the second lies within one of the first."""
    one, two = document("a", **of_the_first), document("b")
    return to_judge() | {
        "documents": table_of(DOCUMENTS, one, two),
        "duplicates": table_of(DUPLICATES, duplicate("a"), duplicate("b")),
        "mentions": table_of(MENTIONS, mention(one, "May", "a"), mention(two, "May", "b")),
        "claims": table_of(CLAIMS, claim(one, SAID, "a"), claim(two, SAID, "b")),
        "claim_mentions": table_of(
            CLAIM_MENTIONS, {"claim_id": "c-a", "mention_id": "m-a"}, {"claim_id": "c-b", "mention_id": "m-b"}
        ),
        "assertions": table_of(ASSERTIONS, assertion("a"), assertion("b")),
        "readings": table_of(READINGS, reading("a"), reading("b")),
    }


def assertion(letter: str) -> dict:
    return {
        "assertion_id": f"v-{letter}",
        "document_id": f"d-{letter}",
        "start": 0,
        "end": 3,
        "check_worthiness": 0.5,
        "reasons": [],
    }


def reading(letter: str) -> dict:
    return {"document_id": f"d-{letter}", "extractor": "plain 1", "mentions": 1, "claims": 1, "assertions": 1}


def run(tables, **settings):
    return validate(tables, Settings(**settings))


def refused(result) -> set[tuple[str, str, str]]:
    rows = result.tables["quarantine"].to_pylist()
    return {(row["table_name"], row["row_key"], row["rule"]) for row in rows}


ORPHAN = "refers_to_refused_row"
SHORT = {"word_count": 4}


@pytest.fixture(scope="module")
def judged():
    """The result of a night whose first document is too short."""
    return run(night(**SHORT))


def test_a_sound_night_refuses_nothing():
    result = run(night())
    assert refused(result) == set()
    assert (result.kept, result.messages) == (2, ())


def test_a_refused_document_takes_everything_that_refers_to_it_along(judged):
    assert refused(judged) == {
        ("documents", "d-a", "has_words"),
        ("duplicates", "d-a", ORPHAN),
        ("mentions", "m-a", ORPHAN),
        ("claims", "c-a", ORPHAN),
        ("claim_mentions", "c-a/m-a", ORPHAN),
        ("assertions", "v-a", ORPHAN),
        ("readings", "d-a", ORPHAN),
    }


def test_a_refused_claim_takes_its_claim_mentions_along_and_leaves_its_document():
    tables = night()
    wrong = claim(document("a"), SAID, "a", speaker=None)
    tables["claims"] = table_of(CLAIMS, wrong, claim(document("b"), SAID, "b"))
    result = run(tables)
    assert refused(result) == {("claims", "c-a", "speaker_or_reason"), ("claim_mentions", "c-a/m-a", ORPHAN)}
    assert result.kept == 2


def test_claims_within_a_refused_claim_are_refused_however_deep():
    one = document("a")
    chain = [
        claim(one, SAID, "outer", speaker=None),
        claim(one, "The council met", "inner", parent_claim_id="c-outer"),
        claim(one, "for an hour", "innermost", parent_claim_id="c-inner"),
    ]
    tables = to_judge() | {"documents": table_of(DOCUMENTS, one), "claims": table_of(CLAIMS, *chain)}
    assert refused(run(tables)) == {
        ("claims", "c-outer", "speaker_or_reason"),
        ("claims", "c-inner", ORPHAN),
        ("claims", "c-innermost", ORPHAN),
    }


def test_a_copy_of_a_refused_original_loses_its_duplicates_row_and_stays_itself():
    tables = night(**SHORT)
    tables["duplicates"] = table_of(DUPLICATES, duplicate("a"), duplicate("b", "d-a"))
    found = refused(run(tables))
    assert ("duplicates", "d-b", ORPHAN) in found
    assert ("documents", "d-b", "has_words") not in found


def test_rows_in_are_rows_kept_and_rows_quarantined(judged):
    documents_refused = {key for table, key, _ in refused(judged) if table == "documents"}
    assert judged.kept + len(documents_refused) == 2


def test_a_row_that_breaks_two_rules_is_refused_by_both_and_counted_once():
    result = run(night(published_at=document("a")["published_at"].replace(year=1980), **SHORT))
    rules = {rule for table, key, rule in refused(result) if (table, key) == ("documents", "d-a")}
    assert rules == {"has_words", "not_ancient"}
    assert result.kept == 1


def test_a_refusal_shows_the_row_and_tells_the_reason_of_the_rule(judged):
    [row] = [row for row in judged.tables["quarantine"].to_pylist() if row["rule"] == "has_words"]
    assert json.loads(row["row_json"])["title"] == "Title of a"
    assert row["reason"].startswith("documents d-a: A text of fewer than five words")
    assert (row["stage"], row["severity"]) == ("validate", "warning")


def test_people_are_told_of_broken_rules_and_not_of_the_rows_that_fell_with_them(judged):
    assert len(judged.messages) == 1


def test_a_row_that_breaks_a_rule_without_quarantine_stays():
    tables = night()
    wrong = mention(document("a"), "May", "a") | {"surface": "June"}
    tables["mentions"] = table_of(MENTIONS, wrong)
    result = run(tables)
    rows = result.tables["validations"].to_pylist()
    [row] = [row for row in rows if (row["table_name"], row["rule"]) == ("mentions", "offsets_true")]
    assert (row["held"], row["severity"], row["unexpected"], row["rows"]) == (False, "critical", 1, 1)
    assert refused(result) == set()


def test_the_value_a_table_rule_saw_is_told():
    same = (document(name, "Please accept all our cookies.") for name in "abcde")
    tables = to_judge() | {"documents": table_of(DOCUMENTS, *same)}
    rows = run(tables).tables["validations"].to_pylist()
    [row] = [row for row in rows if row["rule"] == "one_text_one_page"]
    assert (row["held"], row["observed"], row["unexpected"]) == (False, "0.2", 0)


def test_a_night_without_documents_holds_every_rule():
    result = run(to_judge())
    assert all(result.tables["validations"]["held"].to_pylist())
    assert result.tables["validations"].num_rows > 0
    assert result.kept == 0


def test_what_validation_writes_fits_its_tables(judged):
    for table in (VALIDATIONS, QUARANTINE):
        check(table, data := table.stamped(judged.tables[table.name], NIGHT, RUN))
        assert data.num_rows > 0


@pytest.fixture
def suites(tmp_path):
    """Writes suites of which only the one for documents has a rule."""

    def write(rule):
        for name in FRAMES:
            text = f"expectations: [{rule}]\n" if name == "documents" else "expectations: []\n"
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_rule_that_cannot_be_evaluated_fails_the_stage_and_not_the_night(suites):
    rule = "{name: x, reason: y, type: expect_column_values_to_not_be_null, kwargs: {column: gone}, severity: critical}"
    with pytest.raises(ShardFailed, match=r"expectation x .* could not be evaluated"):
        run(night(), expectations=suites(rule))


def test_a_missing_suite_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigurationError, match=r"documents\.yml"):
        run(night(), expectations=tmp_path)


def test_a_row_that_a_person_refuses_goes_with_all_that_refers_to_it_and_says_who_and_why():
    result = run(night() | {"overrides": OVERRIDES.build([override("claims", "c-a", "refuse")])})
    assert refused(result) == {("claims", "c-a", "override"), ("claim_mentions", "c-a/m-a", ORPHAN)}
    [row] = [row for row in result.tables["quarantine"].to_pylist() if row["rule"] == "override"]
    assert (row["reason"], row["severity"]) == ("Ada: heard it herself", "info")


def test_a_refused_document_counts_as_quarantined_whoever_refused_it():
    assert run(night() | {"overrides": OVERRIDES.build([override("documents", "d-a", "refuse")])}).kept == 1


def test_a_row_that_a_person_released_stays_with_all_that_refers_to_it():
    released = override("documents", "d-a", "release", "has_words")
    result = run(night(**SHORT) | {"overrides": OVERRIDES.build([released])})
    assert refused(result) == set()
    assert result.kept == 2


def test_a_release_from_one_rule_is_none_from_another():
    released = override("documents", "d-a", "release", "not_ancient")
    assert ("documents", "d-a", "has_words") in refused(
        run(night(**SHORT) | {"overrides": OVERRIDES.build([released])})
    )


def test_a_decision_about_a_row_that_is_not_there_is_told():
    gone = override("claims", "c-gone", "speaker", "Rafe Dunmore")
    [told] = run(night() | {"overrides": OVERRIDES.build([gone])}).messages
    assert "changes nothing: the night has no claims c-gone" in told
