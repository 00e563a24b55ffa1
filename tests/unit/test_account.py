"""Coverage: every address of the night is accounted for, publisher by publisher."""

from __future__ import annotations

from making import NIGHT, RUN, article, claim, document, empty, table_of, watermark

from pipeline.contract import check
from pipeline.lake.quarantine import refused
from pipeline.schema import ARTICLES, CLAIMS, COVERAGE, DOCUMENTS, QUARANTINE, WATERMARKS
from pipeline.settings import Settings
from pipeline.stages.account import account

PARTS = ("fetched", "not_modified", "failed", "over_limit")
READ = ("watermarks", "articles", "documents", "claims", "quarantine")


def run(**tables):
    return account(empty(*READ) | tables, Settings())


def coverage(**tables) -> dict:
    return {row["publisher_id"]: row for row in run(**tables).tables["coverage"].to_pylist()}


def marks(*outcomes, **columns):
    return table_of(
        WATERMARKS, *(watermark(f"https://paper.example/{n}", outcome, **columns) for n, outcome in enumerate(outcomes))
    )


def test_every_listed_address_is_counted_once_and_the_counts_add_up():
    every = ("fetched", "fetched", "not_modified", "failed", "refused", "over_limit", "over_limit")
    row = coverage(watermarks=marks(*every))["paper"]
    assert {part: row[part] for part in PARTS} == {"fetched": 2, "not_modified": 1, "failed": 2, "over_limit": 2}
    assert row["expected"] == sum(row[part] for part in PARTS) == 7


def test_feeds_are_not_counted_as_articles_and_failed_feeds_are_told():
    row = coverage(watermarks=marks("fetched", "failed", "refused", kind="feed"))["paper"]
    assert (row["expected"], row["feeds_failed"]) == (0, 2)


def test_a_publisher_that_gave_nothing_is_shown_all_the_same():
    row = coverage(watermarks=marks("failed", kind="feed"))["paper"]
    assert (row["documents"], row["claims"], row["feeds_failed"]) == (0, 0, 1)


def two_papers():
    other = {"publisher_id": "sentinel"}
    one, two, three = document("a"), document("b", flags=["cut_off"]), document("c", **other)
    return {
        "watermarks": table_of(
            WATERMARKS,
            watermark("https://paper.example/a"),
            watermark("https://paper.example/b"),
            watermark("https://sentinel.example/c", **other),
        ),
        "articles": table_of(
            ARTICLES,
            article(name="a", article_id="a-a"),
            article(name="b", article_id="a-b"),
            article(name="c", article_id="a-c", **other),
        ),
        "documents": table_of(DOCUMENTS, one, two, three),
        "claims": table_of(
            CLAIMS,
            claim(one, "“The bridge will open in May,”", "1"),
            claim(one, "The council met", "2"),
            claim(three, "The council met", "3"),
        ),
    }


def test_documents_and_claims_are_counted_for_the_publisher_of_their_article():
    found = coverage(**two_papers())
    assert (found["paper"]["documents"], found["paper"]["claims"]) == (2, 2)
    assert (found["sentinel"]["documents"], found["sentinel"]["claims"]) == (1, 1)


def test_documents_without_a_claim_and_documents_that_were_cut_off_are_counted():
    row = coverage(**two_papers())["paper"]
    assert (row["zero_claim"], row["truncated"]) == (1, 1)


def test_an_article_that_could_not_be_parsed_is_counted_as_quarantined():
    tables = two_papers()
    refusal = refused(ARTICLES, {"article_id": "a-a"}, rule="no_text", reason="empty", stage="parse")
    found = coverage(**tables | {"quarantine": table_of(QUARANTINE, refusal)})
    assert (found["paper"]["quarantined"], found["sentinel"]["quarantined"]) == (1, 0)


def test_a_document_that_validation_refused_is_counted_as_quarantined():
    refusal = refused(DOCUMENTS, {"document_id": "d-a"}, rule="has_words", reason="short", stage="validate")
    found = coverage(**two_papers() | {"quarantine": table_of(QUARANTINE, refusal)})
    assert found["paper"]["quarantined"] == 1


def test_an_article_refused_by_two_rules_is_counted_once():
    key = {"article_id": "a-a"}
    refusals = [refused(ARTICLES, key, rule=rule, reason="bad", stage="parse") for rule in ("no_text", "other")]
    found = coverage(**two_papers() | {"quarantine": table_of(QUARANTINE, *refusals)})
    assert found["paper"]["quarantined"] == 1


def test_every_watermark_is_accounted_for_and_coverage_fits_its_table():
    result = run(**two_papers())
    check(COVERAGE, data := COVERAGE.stamped(result.tables["coverage"], NIGHT, RUN))
    assert (result.kept, data.num_rows) == (3, 2)
