"""The full-text index that an edition takes from the last one is the index that would be made anew."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.ledger.search import index, load_search
from pipeline.ledger.warehouse import attached, define
from pipeline.schema import TABLES
from tests.ledger_rows import insert

OF_INDEX = """
SELECT docs.name, docs.len, fields.field, dict.term, dict.df, count(*) AS times
FROM {schema}.terms
JOIN {schema}.docs USING (docid)
JOIN {schema}.dict USING (termid)
JOIN {schema}.fields USING (fieldid)
GROUP BY ALL ORDER BY ALL
"""
SAID = {
    "c-1": ("The ferry was safe", "Iris Vane"),
    "c-2": ("Nobody had seen the ferry report of 2025", None),
    "c-3": ("Sanctions hurt the harbour", "Reuben Ash"),
}
PRINTED = {"d-1": ("Ferry sinks", "The ferry sank. It rained."), "d-2": ("Port closed", "Ships wait; ships rust.")}
Rows = dict[str, tuple[str, str | None]]


def edition(path: Path, said: Rows, printed: Rows, last: Path | None = None) -> Path:
    """A ledger of claims (content, speaker) and documents (title, text), indexed."""
    with attached(path) as con:
        define(con)
        claims = [{"claim_id": i, "content_text": words, "speaker": who} for i, (words, who) in said.items()]
        insert(con, TABLES["claims"], claims)
        documents = [{"document_id": i, "title": title, "text": text} for i, (title, text) in printed.items()]
        insert(con, TABLES["documents"], documents)
        assert load_search(con)
        index(con, last)
    return path


def asked(path: Path, *questions: str) -> list[list[tuple[Any, ...]]]:
    with duckdb.connect(str(path), read_only=True) as con:
        assert load_search(con)
        return [con.execute(question).fetchall() for question in questions]


def index_of(path: Path) -> list[list[tuple[Any, ...]]]:
    """All that an index knows, without the numbers that it gives rows and words."""
    schemas = ("fts_main_claims", "fts_main_documents")
    questions = [OF_INDEX.format(schema=schema) for schema in schemas] + [f"FROM {schema}.stats" for schema in schemas]
    return asked(path, *questions, *(f"SELECT term, df FROM {schema}.dict ORDER BY ALL" for schema in schemas))


CHANGES: dict[str, tuple[Rows, Rows]] = {
    "nothing": (SAID, PRINTED),
    "more": (
        SAID | {"c-4": ("A new word: quay", "Iris Vane")},
        PRINTED | {"d-3": ("Ferry raised", "Divers found it.")},
    ),
    "other words": (SAID | {"c-1": ("The ferry was not safe", "Iris Vane")}, PRINTED | {"d-2": ("Port open", "Calm.")}),
    "another speaker": (SAID | {"c-2": (SAID["c-2"][0], "Iris Vane"), "c-3": (SAID["c-3"][0], None)}, PRINTED),
    "fewer": ({"c-2": SAID["c-2"]}, {"d-2": PRINTED["d-2"]}),
    "all others": ({"c-9": ("Snow fell", None)}, {"d-9": ("Snow", "Snow fell.")}),
    "none left": ({}, {}),
}


@pytest.mark.parametrize(("said", "printed"), CHANGES.values(), ids=CHANGES)
def test_what_the_last_edition_indexed_is_carried_on(tmp_path: Path, said: Rows, printed: Rows) -> None:
    last = edition(tmp_path / "last.duckdb", SAID, PRINTED)
    carried = edition(tmp_path / "carried.duckdb", said, printed, last)
    anew = edition(tmp_path / "anew.duckdb", said, printed)
    assert index_of(carried) == index_of(anew)
    again = edition(tmp_path / "again.duckdb", SAID, PRINTED, carried)
    assert index_of(again) == index_of(last)


def test_a_carried_index_is_searched_as_one_made_anew(tmp_path: Path) -> None:
    last = edition(tmp_path / "last.duckdb", SAID, PRINTED)
    said, printed = CHANGES["more"]
    found = """
        SELECT claim_id, round(fts_main_claims.match_bm25(claim_id, 'ferries 2025 quay'), 9) AS score
        FROM claims WHERE score IS NOT NULL ORDER BY score DESC
    """
    carried, anew = (
        edition(tmp_path / "carried.duckdb", said, printed, last),
        edition(tmp_path / "anew.duckdb", *CHANGES["more"]),
    )
    assert asked(carried, found) == asked(anew, found)
    assert {claim for claim, _ in asked(carried, found)[0]} == {"c-1", "c-2", "c-4"}
    kept = [f"SELECT * FROM {table} ORDER BY ALL" for table in ("claims", "documents")]
    assert asked(carried, *kept) == asked(anew, *kept)


def test_an_index_made_by_another_rule_is_not_carried_on(tmp_path: Path) -> None:
    last = edition(tmp_path / "last.duckdb", SAID, PRINTED)
    with duckdb.connect(str(last)) as con:
        con.execute("UPDATE fts_main_claims.dict SET term = 'x' || term")
        con.execute("COMMENT ON TABLE fts_main_claims.terms IS 'of an older version'")
    assert index_of(edition(tmp_path / "new.duckdb", SAID, PRINTED, last)) == index_of(
        edition(tmp_path / "anew.duckdb", SAID, PRINTED)
    )


def test_a_last_edition_that_cannot_be_read_costs_time_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("pipeline"), "propagate", True)  # which the command line turns off
    last = tmp_path / "last.duckdb"
    last.write_bytes(b"no database" * 1000)
    new = edition(tmp_path / "new.duckdb", SAID, PRINTED, last)
    assert index_of(new) == index_of(edition(tmp_path / "anew.duckdb", SAID, PRINTED))
    assert f"made anew, for {last} cannot be read" in caplog.text
