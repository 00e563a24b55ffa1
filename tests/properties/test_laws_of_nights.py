"""Laws of whole nights made up by chance: nothing is lost, replacing changes nothing, and order does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from chance import articles, steady
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contract import Result
from pipeline.flow import FETCHED, STAGES, WHOLE, Per
from pipeline.lake.storage import Lake, Manifest
from pipeline.ledger import warehouse
from pipeline.nights.runner import plan, run
from pipeline.schema import ARTICLES, TABLES, WATERMARKS
from pipeline.settings import Settings
from pipeline.stages.frames import FRAMES

NIGHTS = [date(2026, 3, day) for day in (2, 3, 4)]
few = settings(steady, max_examples=2)  # each takes seconds
nights = st.lists(articles, min_size=3, max_size=3)


@contextmanager
def ledger() -> Iterator[Settings]:
    """A home without rules, so that nights are quick."""
    with TemporaryDirectory() as folder:
        suites = Path(folder) / "suites"
        suites.mkdir()
        for name in FRAMES:
            (suites / f"{name}.yml").write_text("expectations: []\n", encoding="utf-8")
        yield Settings(home=Path(folder), model="plain", documents_per_shard=3, expectations=suites)


def fetched(night: date, rows: list[dict], made: Settings) -> None:
    """Seal articles as a night's fetch would."""
    own = [row | {"article_id": f"{row['article_id'][:-2]}{night.day:02}"} for row in rows]
    marks = [{"publisher_id": "paper", "url": row["url"], "kind": "article", "outcome": "fetched", "listed": []}
             for row in own]  # fmt: skip
    result = Result({"articles": ARTICLES.build(own), "watermarks": WATERMARKS.build(marks)}, kept=len(own))
    sealed = {}
    for name in FETCHED:
        table = TABLES[name]
        sealed[name] = (table, table.stamped(result.tables.get(name, table.build([])), night, "r-0"))
    counts = {"rows_in": len(own), "rows_kept": len(own), "rows_quarantined": 0, "seconds": 0.0}
    facts = {"night": night, "stage": "fetch", "shard": "paper", "run_id": "r-0", "inputs": {}, "code_version": "1"}
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    Lake(made.lake_uri).seal(Manifest(**facts, **counts, extractor=None, tables={}, sealed_at=moment), sealed)


def worked(night: date, made: Settings) -> list[Manifest]:
    """Run every stage of a night and load it."""
    shards = plan(night, made)
    done = [
        run(step, night, shard, made) for step in STAGES for shard in (shards if step.per is Per.SHARD else [WHOLE])
    ]
    warehouse.load(night, made)
    return done


def rows_of(made: Settings) -> dict[str, list[tuple]]:
    with duckdb.connect(str(made.working_warehouse), read_only=True) as con:
        con.execute("SET TimeZone = 'UTC'")
        found = {}
        for table in TABLES.values():
            columns = ", ".join(f'"{c.name}"' for c in table.columns if not (c.clock or c.lake_only))
            found[table.name] = con.sql(f"SELECT {columns} FROM {table.name} ORDER BY ALL").fetchall()
        return found


@few
@given(nights)
def test_rows_in_are_rows_kept_and_rows_quarantined_in_every_run_of_every_night(found):
    with ledger() as made:
        for night, rows in zip(NIGHTS, found, strict=True):
            fetched(night, rows, made)
            for manifest in worked(night, made):
                assert manifest.rows_in == manifest.rows_kept + manifest.rows_quarantined
        loaded = rows_of(made)
        refused = {row[2] for row in loaded["quarantine"] if row[1] == "articles"}
        assert len(loaded["articles"]) + len(refused) == sum(map(len, found))


@few
@given(nights)
def test_a_night_that_is_replaced_by_itself_changes_nothing(found):
    with ledger() as made:
        for night, rows in zip(NIGHTS, found, strict=True):
            fetched(night, rows, made)
            worked(night, made)
        before = rows_of(made)
        for night in NIGHTS:
            for manifest in Lake(made.lake_uri).manifests(night):
                if manifest.stage != "fetch":
                    Lake(made.lake_uri).unseal(night, manifest.stage, manifest.shard)
            with duckdb.connect(str(made.working_warehouse)) as con:
                con.execute("DELETE FROM runs WHERE night = ?", [night])  # so that it is loaded again
            worked(night, made)
        assert rows_of(made) == before


@few
@given(nights, st.permutations(range(3)))
def test_the_order_of_nights_does_not_matter(found, order):
    with ledger() as forward, ledger() as mixed:
        for made, numbers in ((forward, range(3)), (mixed, order)):
            for number in numbers:
                fetched(NIGHTS[number], found[number], made)
                worked(NIGHTS[number], made)
            for night in NIGHTS:  # nights that were judged before those that come before them
                worked(night, made)
        assert rows_of(mixed) == rows_of(forward)
