"""Every rule under expectations/ is green on sound tables and red on the one fault planted for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from making import NIGHT, claim, document, empty, mention, table_of

from pipeline.checks import load_suite
from pipeline.ids import digest
from pipeline.schema import CLAIMS, DOCUMENTS, MENTIONS, TABLES
from pipeline.settings import PROJECT, Settings
from pipeline.stages.validate import validate

READ = ("documents", "duplicates", "mentions", "claims", "claim_mentions", "sightings")
SAID = "“The bridge will open in May,”"
SUITES = sorted((PROJECT / "expectations").glob("*.yml"))
RULES = {(path.stem, rule.name) for path in SUITES for rule in load_suite(path)}


def documents(**of_the_first):
    """Five sound documents, the first with other columns."""
    return [document(name, **(of_the_first if name == "a" else {})) for name in "abcde"]


def night(rows=None, mentions=(), claims=()):
    """A night's tables: sound documents, and what stands in them."""
    return empty(*READ) | {
        "documents": table_of(DOCUMENTS, *(rows or documents())),
        "mentions": table_of(MENTIONS, *mentions),
        "claims": table_of(CLAIMS, *claims),
    }


def sound():
    one = document("a")
    return night(mentions=[mention(one, "Ines Calloway")], claims=[claim(one, SAID)])


def night_of_claim(**columns):
    one = document("a")
    return night(claims=[claim(one, SAID, "c1"), claim(one, "The council met", "c2", **columns)])


def two_of_five(**columns):
    return night([document(name, **(columns if name in "ab" else {})) for name in "abcde"])


def claims_without_speaker(count):
    unknown = {"speaker": None, "speaker_entity_id": None, "unresolved_reason": "no_source"}
    one = document("a")
    return night(claims=[claim(one, SAID, f"c{n}", **(unknown if n < count else {})) for n in range(6)])


def swallowed():
    """A claim whose content runs over 601 words."""
    words = " ".join(["word"] * 601)
    one = document("a", f"{words}. {SAID} he said.")
    return night([one, *documents()[1:]], claims=[claim(one, words)])


def reversed_pieces():
    one = document("a")
    pieces = claim(one, "Ines")["content"] + claim(one, "The bridge")["content"]
    return night(claims=[claim(one, "Ines") | {"content": pieces, "content_text": "Ines … The bridge"}])


SOON = datetime(2026, 3, 4, 0, 0, 1, tzinfo=UTC)
SAME_TEXT = {"text_sha256": digest(b"Please accept our cookies.")}
FAULTS = {
    ("documents", "not_from_the_future"): lambda: night(documents(published_at=SOON)),
    ("documents", "not_ancient"): lambda: night(documents(published_at=datetime(1989, 12, 31, 23, tzinfo=UTC))),
    ("documents", "has_words"): lambda: night(documents(text="Please accept our cookies.")),
    ("documents", "mostly_titled"): lambda: two_of_five(title=None),
    ("documents", "quotes_balance"): lambda: two_of_five(flags=["unbalanced_quotes"]),
    ("documents", "one_text_one_page"): lambda: night([document(name, **SAME_TEXT) for name in "abcde"]),
    ("mentions", "offsets_true"): lambda: night(mentions=[mention(document("a"), "Ines") | {"surface": "Inez"}]),
    ("claims", "offsets_true"): lambda: night_of_claim(content_text="The council left"),
    ("claims", "spans_in_order"): reversed_pieces,
    ("claims", "speaker_or_reason"): lambda: night_of_claim(speaker=None),
    ("claims", "content_of_sane_length"): swallowed,
    ("claims", "most_speakers_known"): lambda: claims_without_speaker(5),
}


def red(tables) -> set[tuple[str, str]]:
    """The rules that do not hold."""
    rows = validate(tables, Settings(expectations=PROJECT / "expectations")).tables["validations"].to_pylist()
    assert {(row["table_name"], row["rule"]) for row in rows} == RULES
    return {(row["table_name"], row["rule"]) for row in rows if not row["held"]}


def test_every_rule_has_a_planted_fault():
    assert FAULTS.keys() == RULES


def test_sound_tables_hold_every_rule():
    assert red(sound()) == set()


@pytest.mark.parametrize("rule", FAULTS, ids=".".join)
def test_a_planted_fault_breaks_its_rule_and_no_other(rule):
    assert red(FAULTS[rule]()) == {rule}


def test_what_just_keeps_within_every_rule_breaks_none():
    rows = [
        document("a", published_at=datetime(2026, 3, 3, tzinfo=UTC)),
        document("b", published_at=datetime(1990, 1, 1, tzinfo=UTC)),
        document("c", published_at=None),
        document("d", "Please accept our five cookies."),
        document("e", title=None, flags=["unbalanced_quotes", "cut_off"]),
    ]
    tables = night(rows)
    assert red(tables | {"claims": claims_without_speaker(4)["claims"]}) == set()


@pytest.mark.parametrize(
    ("moment", "rule"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), "not_ancient"),
        (datetime(9999, 12, 31, tzinfo=UTC), "not_from_the_future"),
    ],
)
def test_the_edges_of_the_calendar_are_judged_like_any_other_date(moment, rule):
    assert red(night(documents(published_at=moment))) == {("documents", rule)}


def test_undated_documents_alone_break_no_rule():
    assert red(night([document(name, published_at=None) for name in "abcde"])) == set()


def test_every_suite_is_about_a_declared_table():
    assert {path.stem for path in SUITES} <= set(TABLES)


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_every_rule_says_in_a_sentence_why_it_exists(path):
    for rule in load_suite(path):
        assert rule.reason.endswith("."), rule.name
        assert len(rule.reason.split()) > 5, rule.name


def test_the_night_of_these_tests_is_the_night_the_faults_are_planted_in():
    assert set(sound()["documents"]["night"].to_pylist()) == {NIGHT}
