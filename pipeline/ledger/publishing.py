"""What analysts open: a finished copy of the working file, put in place by ``os.replace``.

A session that is open keeps reading the edition it opened. Nights can be loaded while a copy is being finished.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import RetryLater, ShardFailed
from pipeline.ids import digest
from pipeline.lake.storage import Lake
from pipeline.ledger import editions
from pipeline.ledger.editions import Edition
from pipeline.ledger.marts import LOOKED_UP, about, definitions, mart, marts
from pipeline.ledger.search import index, load_search, rules
from pipeline.ledger.statements import count_of, literal, statement
from pipeline.ledger.warehouse import at_work, attached, ddl, define, insert, writing
from pipeline.overrides import overrides, table_of
from pipeline.schema import OVERRIDES, TABLES
from pipeline.settings import Settings, code_version

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = logging.getLogger(__name__)


def publish(settings: Settings) -> Path:
    """Put a finished copy of the working file where analysts open it, unless that edition is there already.

    Raises:
        RetryLater: another process holds the working file or publishes, or the disk has no room for the copy.
        ShardFailed: a mart's check found rows that contradict it; the last edition stays.
    """
    with editions.alone(settings):
        with at_work(settings):  # no longer than it is read
            with writing(settings, alone=True) as con:
                define(con)
                _list_overrides(con, settings)
                edition = _edition(con)
                if editions.is_served(edition.edition, settings):
                    log.info("this edition is published already")
                    return settings.published_warehouse
                con.execute("CHECKPOINT ledger")
            copy = editions.begin(settings.working_warehouse, edition.edition, settings)
        if copy:
            finish(copy, last=settings.published_warehouse)
            _check(copy)
            editions.keep(copy, edition)
        editions.serve(edition.edition, settings)
        editions.prune(settings)
    return settings.published_warehouse


def finish(path: Path, last: Path | None = None) -> None:
    """Make a copy quick to ask: rows in place of views, and a full-text index; without one, the log says so.

    Args:
        last: the edition before, if there is one: what it has indexed is not indexed again.

    Raises:
        RetryLater: another process has the copy open, or the disk has no room.
    """
    with _opened(path) as con:
        for name in marts():
            if name not in LOOKED_UP:
                con.execute(statement("load/keep_mart.sql", mart=name))
                con.execute(f"COMMENT ON TABLE {name} IS {literal(about(name))}")
        if load_search(con):
            index(con, last if last and last.exists() else None)
        else:
            log.warning("no full-text index: install duckdb-extension-fts; search falls back to plain text")
        con.execute("CHECKPOINT ledger")


def _check(path: Path) -> None:
    """Ask each mart of a finished copy whether its rows contradict it."""
    with _opened(path) as con:
        for name in marts():
            if wrong := con.execute(mart(name, "check.sql")).fetchall():
                raise ShardFailed(f"mart {name}: its check found {wrong[0]}; the last edition stays")


@contextmanager
def _opened(path: Path) -> Iterator[DuckDBPyConnection]:
    import duckdb

    try:
        with attached(path, tightly=True) as con:
            yield con
    except duckdb.IOException as error:
        raise RetryLater(f"the edition in {path} could not be finished: {error}") from error


def _list_overrides(con: DuckDBPyConnection, settings: Settings) -> None:
    """The decisions of people as they stand, those that change no row of a night included."""
    con.begin()
    con.execute(statement("load/empty.sql", table=OVERRIDES.name))
    insert(con, OVERRIDES, table_of(overrides(Lake(settings.lake_uri))))
    con.commit()


def _edition(con: DuckDBPyConnection) -> Edition:
    """What an edition of the working file would be; its name tells runs, overrides and definitions by a digest."""
    [(first, last, nights)] = con.execute(statement("load/nights.sql")).fetchall()
    [(made_of,)] = con.execute(statement("load/edition.sql")).fetchall()
    finishing = [rules(), statement("load/keep_mart.sql", mart=" ".join(LOOKED_UP))]
    form = "".join([*map(ddl, TABLES.values()), *definitions(), *finishing])
    return Edition(
        edition=f"{last or 'empty'}-{digest(f'{made_of}{form}'.encode())[:12]}",
        first_night=first,
        last_night=last,
        nights=nights,
        tables={name: count_of(con, statement("load/count.sql", table=name)) for name in TABLES},
        code_version=code_version(),
        made_at=datetime.now(UTC),
    )
