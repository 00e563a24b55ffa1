"""The published file as readers ask it: read-only, one small SQL file a question, and always the newest edition.

Every edition is opened once, in a database of its own, so that readers of the last one can finish while new ones see
the next. Once open, the connection can reach no other file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.columns import QUOTE_TYPES
from pipeline.errors import ConfigurationError
from pipeline.ledger.marts import SQL
from pipeline.ledger.search import load_search
from pipeline.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

# an exact copy says nothing that its original does not say
_NO_FILTER = "NOT is_copy"
_FOUND = "JOIN memory.found_claims($words) AS found USING (claim_id)"


class Question(BaseModel):
    """Which claims are asked for; what is empty does not restrict.

    Args:
        words: words that the claim or its speaker's name holds.
        speaker: whole words of the speaker's name.
        entity: id of the speaker.
        about: words of the content, or the name of somebody or something in it.
        verbatim: only claims with words in quotation marks.
        confidence: least confidence, 0 to 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: str | None = Field(None, max_length=200)
    speaker: str | None = Field(None, max_length=200)
    entity: str | None = Field(None, max_length=100)
    about: str | None = Field(None, max_length=200)
    outlet: str | None = Field(None, max_length=100)
    since: date | None = None
    until: date | None = None
    night: date | None = None
    quote_type: Literal[QUOTE_TYPES] | None = None  # type: ignore[valid-type]
    act: str | None = Field(None, max_length=100)
    confidence: float | None = Field(None, ge=0, le=1)
    verbatim: bool | None = None

    @field_validator("since", "until", "night", mode="before")
    @classmethod
    def _a_day_is_written_out(cls, value: object) -> object:
        """Pydantic would take ``20260302`` for seconds since 1970."""
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError("a day is written like 2026-03-02") from None

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_not_given(cls, value: object) -> object:
        """Defined last, so it looks first."""
        return (value.strip() or None) if isinstance(value, str) else value

    @property
    def given(self) -> dict[str, Any]:
        """What restricts the answer."""
        return {name: value for name in Question.model_fields if (value := getattr(self, name))}


def read_question(values: Mapping[str, object]) -> Question:
    """A question from a command line.

    Raises:
        ConfigurationError: naming the first value that is wrong.
    """
    try:
        return Question.model_validate(values)
    except ValidationError as error:
        raise ConfigurationError(refusal(error.errors())) from None


def refusal(errors: Sequence[Mapping[str, Any]]) -> str:
    """The first of Pydantic's errors as one line for whoever asked."""
    name, why = errors[0]["loc"][-1], errors[0]["msg"].removeprefix("Value error, ")
    return f"{name}: {why}, not {str(errors[0]['input'])[:80]!r}"


class Ledger:
    """The published ledger of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.published_warehouse
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._opened: DuckDBPyConnection | None = None
        self.is_indexed = False

    def rows(self, question: str, **values: Any) -> list[Row]:
        """The answer of ``sql/ask/<question>.sql`` as dictionaries."""
        return self._run(_sql(question), values).to_pylist()

    def row(self, question: str, **values: Any) -> Row | None:
        """The first row of the answer, or none."""
        return next(iter(self.rows(question, **values)), None)

    def hits(self, question: Question, *, limit: int, offset: int = 0) -> pa.Table:
        """A page of the claims that fit, as rows of ``who_said_what``; ``total`` is the number of all that fit."""
        given = question.given
        clauses = [_NO_FILTER, *(clause for name, clause in _filters().items() if name in given)]
        by_words = "words" in given
        statement = _sql("hits").format(
            score="found.score" if by_words else "0",
            found=_FOUND if by_words else "",
            filters=" AND ".join(f"({clause})" for clause in clauses),
        )
        return self._run(statement, {**given, "limit": limit, "offset": offset})

    def _run(self, statement: str, values: Mapping[str, Any]) -> pa.Table:
        cursor = self._newest().cursor()
        try:
            cursor.execute("USE ledger")
            cursor.execute(statement, dict(values))
            return cursor.to_arrow_table()
        finally:
            cursor.close()

    def _newest(self) -> DuckDBPyConnection:
        """The connection to the edition that is published now.

        Raises:
            ConfigurationError: nothing has been published yet.
        """
        with self._lock:
            try:
                found = self._path.stat()
            except FileNotFoundError:
                raise ConfigurationError(
                    f"there is no published ledger at {self._path}; run a night first, or set NEWSLEDGER_HOME"
                ) from None
            stamp = (found.st_ino, found.st_mtime_ns)
            if self._opened is None or stamp != self._stamp:
                self._opened, self.is_indexed = _open(self._path)
                self._stamp = stamp
            return self._opened


def _open(path: Path) -> tuple[DuckDBPyConnection, bool]:
    """A read-only connection that can reach nothing but this file, and whether words are found by the index."""
    import duckdb

    con = duckdb.connect()
    can_search = load_search(con)
    con.execute("SET TimeZone = 'UTC'")
    literal = str(path).replace("'", "''")
    con.execute(f"ATTACH '{literal}' AS ledger (READ_ONLY)")
    con.execute("USE ledger")
    index = "SELECT 1 FROM duckdb_schemas() WHERE database_name = 'ledger' AND schema_name = 'fts_main_claims'"
    is_indexed = can_search and bool(con.execute(index).fetchall())
    con.execute(_sql("connect"))
    con.execute(_sql("words_by_index" if is_indexed else "words_by_text"))
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con, is_indexed


@cache
def _sql(question: str) -> str:
    return (SQL / "ask" / f"{question}.sql").read_text(encoding="utf-8")


@cache
def _filters() -> dict[str, str]:
    """The clause of each filter, in the order of ``sql/ask/filters.sql``."""
    return dict(re.findall(r"^-- (\w+)\n(.+)$", _sql("filters"), re.MULTILINE))
