"""Full-text search: the index of an edition, carried on from that of the last one.

The index is what DuckDB's extension makes of a table, in a schema named after it: ``docs`` numbers its rows, ``dict``
its words, ``terms`` holds a row for each time a word stands in a row, ``stats`` the number of rows and their length on
average. The extension can only make it anew, over all rows. So it is given those rows that the last edition has not
indexed, and the last edition's numbers are put beside them. ``match_bm25`` answers as over an index made anew.
"""

from __future__ import annotations

import logging
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.ids import digest
from pipeline.ledger.statements import literal, statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = logging.getLogger(__name__)


class _Indexed(NamedTuple):
    """A table whose words are looked for, the column that names its rows, and those that hold the words."""

    table: str
    key: str
    first: str
    second: str

    def statement(self, name: str) -> str:
        return statement(f"search/{name}.sql", **self._asdict())


_INDEXED = (
    _Indexed("claims", "claim_id", "content_text", "speaker"),
    _Indexed("documents", "document_id", "title", "text"),
)


def load_search(con: DuckDBPyConnection) -> bool:
    """Load DuckDB's full-text search from its Python package; false where there is none for this DuckDB."""
    if find_spec("duckdb_extension_fts") is None:
        return False
    extension = Path(str(files("duckdb_extension_fts"))) / "extensions" / _version(con) / "fts.duckdb_extension"
    if not extension.exists():
        return False
    con.execute(f"LOAD {literal(str(extension))}")
    return True


def index(con: DuckDBPyConnection, last: Path | None = None) -> None:
    """Index an open edition, the extension being loaded.

    Args:
        last: the edition before. What it has indexed, with the same words and by the same rule, is not indexed again.
    """
    import duckdb

    if last is not None:
        try:
            con.execute(f"ATTACH {literal(str(last))} AS last (READ_ONLY)")
        except duckdb.Error as error:
            log.warning("the full-text index is made anew, for %s cannot be read: %s", last, error)
            last = None
    for indexed in _INDEXED:
        rule = digest(f"{indexed.statement('index')}{_version(con)}".encode())
        if last is not None and _rule_of_last(con, indexed.table) == rule:
            for step in ("part", "index", "join"):
                con.execute(indexed.statement(step))
        else:
            con.execute(indexed.statement("index"))
        con.execute(f"COMMENT ON TABLE fts_main_{indexed.table}.terms IS {literal(rule)}")
    if last is not None:
        con.execute("DETACH last")


def rules() -> str:
    """The statements that an index is made with."""
    return "".join(indexed.statement("index") for indexed in _INDEXED)


def _rule_of_last(con: DuckDBPyConnection, table: str) -> str | None:
    found = con.execute(statement("search/rule_of_last.sql"), {"schema": f"fts_main_{table}"}).fetchall()
    return found[0][0] if found else None


def _version(con: DuckDBPyConnection) -> str:
    [(version,)] = con.execute("SELECT version()").fetchall()
    return str(version)
