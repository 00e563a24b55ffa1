"""What keeps the warehouse small: which nights it holds, its empty room given back, old editions removed."""

from __future__ import annotations

from datetime import date

from pipeline.ledger import editions
from pipeline.ledger.statements import count_of, literal, statement
from pipeline.ledger.warehouse import STORAGE, at_work, attached, define, writing
from pipeline.settings import Settings


def loaded_nights(settings: Settings) -> list[date]:
    """The nights that the working file holds, oldest first.

    Raises:
        RetryLater: another process holds the working file.
    """
    if not settings.working_warehouse.exists():
        return []
    with writing(settings) as con:
        define(con)
        return [night for (night,) in con.execute(statement("load/loaded_nights.sql")).fetchall()]


def slack(settings: Settings) -> int:
    """Bytes of the working file that nothing stands in: replaced nights left them, and DuckDB gives none back.

    Raises:
        RetryLater: another process holds the working file.
    """
    if not settings.working_warehouse.exists():
        return 0
    with writing(settings) as con:
        return count_of(con, statement("load/slack.sql"))


def tidy(settings: Settings) -> None:
    """Remove editions that need not be kept, while nobody makes one.

    Raises:
        RetryLater: another process makes an edition.
    """
    with editions.alone(settings):
        editions.prune(settings)


def compact(settings: Settings) -> int:
    """Write the working file anew without its slack, and packed tightly; the bytes that it has become shorter.

    Raises:
        RetryLater: another process holds the working file.
    """
    path = settings.working_warehouse
    fresh = path.with_name(f"{path.name}.new")
    with at_work(settings):
        before = path.stat().st_size
        fresh.unlink(missing_ok=True)
        with attached(path, tightly=True) as con:
            con.execute(f"ATTACH {literal(str(fresh))} AS fresh ({STORAGE})")
            con.execute("COPY FROM DATABASE ledger TO fresh")
            con.execute("DETACH fresh")
            con.execute("CHECKPOINT ledger")
        fresh.replace(path)
        return before - path.stat().st_size
