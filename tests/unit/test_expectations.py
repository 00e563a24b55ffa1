"""Every rule under expectations/ is green on sound tables and red on the one fault planted for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from making import NIGHT, claim, document, mention, table_of, to_judge, watermark

from pipeline.checks import load_suite
from pipeline.ids import digest
from pipeline.schema import CLAIM_MENTIONS, CLAIMS, DOCUMENTS, DUPLICATES, MENTIONS, TABLES, WATERMARKS
from pipeline.settings import PROJECT, Settings
from pipeline.stages.figures import measure
from pipeline.stages.validate import validate

SAID = "“The bridge will open in May,”"
SUITES = sorted((PROJECT / "expectations").glob("*.yml"))
RULES = {(path.stem, rule.name) for path in SUITES for rule in load_suite(path)}


def documents(**of_the_first):
    """Five sound documents, the first with other columns."""
    return [document(name, **(of_the_first if name == "a" else {})) for name in "abcde"]


def night(rows=None, mentions=(), claims=None, **more):
    """A night's tables: sound documents, each with a claim, and what stands in them."""
    found = rows or documents()
    if claims is None:
        claims = [claim(row, row["text"].split()[0], row["document_id"]) for row in found]
    return to_judge(**more) | {
        "documents": table_of(DOCUMENTS, *found),
        "mentions": table_of(MENTIONS, *mentions),
        "claims": table_of(CLAIMS, *claims),
    }


def sound():
    one = document("a")
    tables = night(mentions=[mention(one, "May")], claims=[claim(one, SAID)])
    return tables | {
        "duplicates": table_of(DUPLICATES, copy("a"), copy("b", "d-a")),
        "claim_mentions": table_of(CLAIM_MENTIONS, {"claim_id": "c-c", "mention_id": "m-m"}),
    }


def copy(name, of=None):
    return {"document_id": f"d-{name}", "cluster_id": "k", "duplicate_of": of, "method": "exact", "similarity": 1.0}


def night_of_claim(**columns):
    one = document("a")
    return night(claims=[claim(one, SAID, "c1"), claim(one, "The council met", "c2", **columns)])


def night_of_mention(**columns):
    return night(mentions=[mention(document("a"), "Ines") | columns])


CROWD = [f"{number:02}" for number in range(60)]


def crowd(odd=12, claims=None, duplicates=(), watermarks=(), **columns):
    """A night of sixty documents, the first of them with other columns."""
    rows = [document(name, **(columns if number < odd else {})) for number, name in enumerate(CROWD)]
    tables = night(rows, claims=claims)
    tables["duplicates"] = table_of(DUPLICATES, *duplicates)
    tables["watermarks"] = table_of(WATERMARKS, *watermarks)
    return tables


def speaking(claims_of=60, **columns):
    """Claims, one a document."""
    rows = [document(name) for name in CROWD[:claims_of]]
    return [claim(row, "Story", row["document_id"], **columns) for row in rows]


def after(past, tonight):
    """Tonight, with seven nights before that were all like ``past``."""
    figures = measure(past, "en")
    history = [{"night": NIGHT - timedelta(days=day), **row} for day in range(1, 8) for row in figures]
    return tonight | {"history": to_judge(history=history)["history"]}


def figure(tables, **values):
    """Seven nights with other figures, and then this one."""
    figures = [row | {"value": values.get(row["measure"], row["value"])} for row in measure(tables, "en")]
    history = [{"night": NIGHT - timedelta(days=day), **row} for day in range(1, 8) for row in figures]
    return tables | {"history": to_judge(history=history)["history"]}


def other_publisher():
    return night([document(name, publisher_id="other") for name in "abcde"])


COOKIES = "Please accept all our cookies."
UNKNOWN = {"speaker": None, "speaker_entity_id": None, "unresolved_reason": "no_source"}
REQUESTS = [watermark(f"https://paper.example/{name}") for name in CROWD]
MISSED = [row | {"outcome": "failed"} for row in REQUESTS]


def two_of_five(**columns):
    return night([document(name, **(columns if name in "ab" else {})) for name in "abcde"])


def claims_without_speaker(count):
    one = document("a")
    return night(claims=[claim(one, SAID, f"c{n}", **(UNKNOWN if n < count else {})) for n in range(6)])


def one_short():
    """Long texts, and one that has lost nearly all of its words."""
    return night([document("a"), *(document(name, f"Story {name} " + "goes on " * 400) for name in "bcde")])


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
FAULTS = {
    ("documents", "not_from_the_future"): lambda: night(documents(published_at=SOON)),
    ("documents", "not_ancient"): lambda: night(documents(published_at=datetime(1989, 12, 31, 23, tzinfo=UTC))),
    ("documents", "as_long_as_usual"): lambda: after(one_short(), one_short()),
    ("documents", "has_words"): lambda: night(documents(text="Please accept our cookies.")),
    ("documents", "text_is_frozen"): lambda: night(documents(text_sha256=digest(b"another text"))),
    ("documents", "mostly_titled"): lambda: two_of_five(title=None),
    ("documents", "quotes_balance"): lambda: two_of_five(flags=["unbalanced_quotes"]),
    ("documents", "one_text_one_page"): lambda: night(
        [document(name, "Please accept all our cookies.") for name in "abcde"]
    ),
    ("documents", "mostly_full_texts"): lambda: crowd(40, flags=["short_text"]),
    ("documents", "mostly_recent"): lambda: crowd(40, published_at=datetime(2021, 3, 2, tzinfo=UTC)),
    ("documents", "changed_after_published"): lambda: crowd(20, modified_at=datetime(2026, 3, 1, tzinfo=UTC)),
    ("documents", "some_have_claims"): lambda: crowd(claims=speaking(5)),
    ("duplicates", "references_resolve"): lambda: crowd(duplicates=[copy("gone")]),
    ("duplicates", "original_is_no_copy"): lambda: crowd(duplicates=[copy("00", "d-01"), copy("01", "d-02")]),
    ("mentions", "offsets_true"): lambda: night_of_mention(surface="Inez"),
    ("mentions", "references_resolve"): lambda: night_of_mention(document_id="d-gone"),
    ("mentions", "has_words"): lambda: night(mentions=[mention(document("a"), " ")]),
    ("mentions", "score_is_a_share"): lambda: night_of_mention(score=1.01),
    ("claims", "offsets_true"): lambda: night_of_claim(content_text="The council left"),
    ("claims", "spans_in_order"): reversed_pieces,
    ("claims", "fragments_inside"): lambda: night_of_claim(fragments=[{"start": 0, "end": 5}]),
    ("claims", "references_resolve"): lambda: night_of_claim(parent_claim_id="c-gone"),
    ("claims", "evidence_known"): lambda: night_of_claim(evidence=[{"step": "name", "mention_id": "m-gone"}]),
    ("claims", "confidence_is_a_share"): lambda: night_of_claim(confidence=-0.1),
    ("claims", "speaker_or_reason"): lambda: night_of_claim(speaker=None),
    ("claims", "content_of_sane_length"): swallowed,
    ("claims", "most_speakers_known"): lambda: claims_without_speaker(5),
    ("claim_mentions", "references_resolve"): lambda: pair("c-gone", "m-m"),
    ("claim_mentions", "inside_content"): lambda: pair("c-c", "m-m"),
    ("measures", "not_silent"): lambda: after(night(), other_publisher()),
    ("measures", "volume_as_usual"): lambda: figure(crowd(), documents=200.0),
    ("measures", "fetched_as_usual"): lambda: after(crowd(watermarks=REQUESTS), crowd(watermarks=MISSED)),
    ("measures", "length_as_usual"): lambda: figure(crowd(), words=100.0),
    ("measures", "full_texts_as_usual"): lambda: after(crowd(), crowd(flags=["short_text"])),
    ("measures", "titles_as_usual"): lambda: after(crowd(), crowd(title=None)),
    ("measures", "dates_as_usual"): lambda: after(crowd(), crowd(published_at=None)),
    ("measures", "quotes_as_usual"): lambda: after(crowd(), crowd(flags=["unbalanced_quotes"])),
    ("measures", "copies_as_usual"): lambda: after(
        crowd(duplicates=[copy(name) for name in CROWD]),
        crowd(duplicates=[copy(name, "d-00" if name > "00" else None) for name in CROWD]),
    ),
    ("measures", "claims_as_usual"): lambda: after(crowd(), crowd(claims=speaking(12))),
    ("measures", "speakers_as_usual"): lambda: after(crowd(), crowd(claims=speaking(**UNKNOWN)[:30] + speaking()[30:])),
    ("measures", "languages_as_usual"): lambda: after(crowd(), crowd(60, language="de")),
    ("measures", "cues_as_usual"): lambda: after(crowd(), crowd(claims=speaking(cue_lemma="quack"))),
}


def pair(claim_id, mention_id):
    """A claim that is said to be about a name which stands outside its content."""
    one = document("a")
    tables = night(claims=[claim(one, SAID)], mentions=[mention(one, "Ines")])
    return tables | {"claim_mentions": table_of(CLAIM_MENTIONS, {"claim_id": claim_id, "mention_id": mention_id})}


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


def test_a_short_past_is_no_failure_and_neither_is_none():
    tonight = crowd(60, language="de", title="Title", text="Please accept all our cookies now.")
    silent = after(crowd(), other_publisher())
    for tables in (tonight, silent):
        short = [row for row in after(crowd(), tables)["history"].to_pylist() if NIGHT - row["night"] < timedelta(7)]
        judged = red(tables | {"history": to_judge(history=short)["history"]})
        assert {rule for table, rule in judged if table == "measures"} == set()


def test_a_quiet_sunday_is_held_against_other_sundays():
    weeks = [
        {"night": NIGHT - timedelta(days=day), **row, "value": 20.0 if day % 7 == 0 else 200.0}
        for day in range(1, 29)
        for row in measure(crowd(), "en")
        if row["measure"] == "documents"
    ]
    quiet = night([document(f"{number}", f"Story {number} has these few words.") for number in range(20)])
    assert red(quiet | {"history": to_judge(history=weeks)["history"]}) == set()
