"""Account for every address of the night, publisher by publisher."""

from __future__ import annotations

from collections import Counter

from pipeline.contract import Result, Tables
from pipeline.ids import rekey
from pipeline.schema import COVERAGE
from pipeline.settings import Settings

_NOT_WHOLE = {"cut_off", "paywalled", "lost_text"}


def account(tables: Tables, settings: Settings) -> Result:
    """Count what each publisher gave.

    Reads:  watermarks, articles, documents, claims, quarantine.
    Writes: coverage, one row a publisher; expected = fetched + not_modified + failed + over_limit.
    """
    seen = tables["watermarks"].select(["publisher_id", "kind", "outcome"]).to_pylist()
    outcomes = Counter((row["publisher_id"], row["kind"], row["outcome"]) for row in seen)
    articles = tables["articles"].select(["article_id", "publisher_id"]).to_pylist()
    publisher_of = {row["article_id"]: row["publisher_id"] for row in articles}
    documents = tables["documents"].select(["document_id", "article_id", "flags"]).to_pylist()
    home = {row["document_id"]: publisher_of[row["article_id"]] for row in documents}
    claims = Counter(tables["claims"].column("document_id").to_pylist())
    refused = tables["quarantine"].select(["table_name", "row_key"]).to_pylist()
    texts = ("articles", "documents")
    refused_articles = {rekey("a", row["row_key"]) for row in refused if row["table_name"] in texts}

    rows = []
    for publisher in sorted({row["publisher_id"] for row in seen}):

        def count(outcome: str, kind: str = "article", publisher: str = publisher) -> int:
            return outcomes[publisher, kind, outcome]

        own = [row for row in documents if home[row["document_id"]] == publisher]
        failed = count("failed") + count("refused")
        rows.append(
            {
                "publisher_id": publisher,
                "expected": count("fetched") + count("not_modified") + failed + count("over_limit"),
                "fetched": count("fetched"),
                "not_modified": count("not_modified"),
                "failed": failed,
                "over_limit": count("over_limit"),
                "feeds_failed": count("failed", "feed") + count("refused", "feed"),
                "documents": len(own),
                "truncated": sum(not _NOT_WHOLE.isdisjoint(row["flags"]) for row in own),
                "quarantined": sum(publisher_of.get(key) == publisher for key in refused_articles),
                "zero_claim": sum(not claims[row["document_id"]] for row in own),
                "claims": sum(claims[row["document_id"]] for row in own),
            }
        )
    return Result({"coverage": COVERAGE.build(rows)}, kept=tables["watermarks"].num_rows)
