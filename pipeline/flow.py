"""THE list of stages: what each reads and writes, and how its work is cut.

    fetch        publisher   the net, or files           → articles, watermarks
    parse        shard       articles                    → documents
    dedupe       night       documents, document_prints  → duplicates, document_prints
    extract      shard       documents                   → mentions, claims, claim_mentions, assertions, readings
    validate     night       documents and all after     → measures, validations
    resolve      night       mentions, claims            → sightings
    fingerprint  night       claims, sightings           → claim_prints
    account      night       what became of everything   → coverage

Any stage may also write quarantine. After the last stage the warehouse loads the night and publishes an edition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.contract import Result, Tables
from pipeline.settings import Settings
from pipeline.stages.account import account
from pipeline.stages.dedupe import dedupe
from pipeline.stages.extract import extract
from pipeline.stages.fingerprint import fingerprint
from pipeline.stages.parse import parse
from pipeline.stages.resolve import resolve
from pipeline.stages.validate import validate

FETCH = "fetch"  # the stage that is not pure: it reads the net; see pipeline.press.fetch
FETCHED = ("articles", "watermarks", "quarantine")  # the tables it writes
WHOLE = "all"  # the shard name of a stage that takes the night in one piece


class Per(StrEnum):
    """How a stage's work is cut."""

    SHARD = "shard"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Stage:
    """One pure stage.

    Args:
        subject: the table whose rows must all be accounted for: rows in = kept + quarantined.
        configured_by: the setting beside its tables that decides what it gives, ``expectations``, ``model`` or
            ``entities_file``; another value of it means another run.
        is_corrected: whether people's overrides are laid over what it reads; it finds them as ``overrides``.
        looks_back: a table of which it also reads the nights before, as ``history``.
        nights_back: the most nights of it; the setting ``memory_nights`` where none is given.
        together: whether documents with the same text come in the same shard, that of the one which is read for all.
    """

    name: str
    per: Per
    subject: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    function: Callable[[Tables, Settings], Result]
    configured_by: str | None = None
    is_corrected: bool = False
    looks_back: str | None = None
    nights_back: int | None = None
    together: bool = False


# fmt: off
STAGES = (
    Stage("parse", Per.SHARD, subject="articles", function=parse,
          reads=("articles",),
          writes=("documents", "quarantine")),
    Stage("dedupe", Per.NIGHT, subject="documents", function=dedupe,
          reads=("documents",), looks_back="document_prints",
          writes=("duplicates", "document_prints")),
    Stage("extract", Per.SHARD, subject="documents", function=extract, configured_by="model", together=True,
          reads=("documents",),
          writes=("mentions", "claims", "claim_mentions", "assertions", "readings")),
    Stage("validate", Per.NIGHT, subject="documents", function=validate, configured_by="expectations",
          reads=("watermarks", "documents", "duplicates", "mentions", "claims", "claim_mentions", "assertions",
                 "readings"),
          is_corrected=True, looks_back="measures", nights_back=30,
          writes=("measures", "validations", "quarantine")),
    Stage("resolve", Per.NIGHT, subject="mentions", function=resolve, configured_by="entities_file",
          reads=("mentions", "claims", "quarantine"), is_corrected=True,
          writes=("sightings",)),
    Stage("fingerprint", Per.NIGHT, subject="claims", function=fingerprint,
          reads=("claims", "sightings", "quarantine"), is_corrected=True,
          writes=("claim_prints",)),
    Stage("account", Per.NIGHT, subject="watermarks", function=account,
          reads=("watermarks", "articles", "documents", "claims", "quarantine"), is_corrected=True,
          writes=("coverage",)),
)
# fmt: on


def stage(name: str) -> Stage:
    """The stage of that name."""
    return next(stage for stage in STAGES if stage.name == name)
