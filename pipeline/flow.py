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


STAGES = (
    Stage("parse", Per.SHARD, "articles", ("articles",), ("documents", "quarantine"), parse),
    Stage(
        "dedupe",
        Per.NIGHT,
        "documents",
        ("documents",),
        ("duplicates", "document_prints"),
        dedupe,
        looks_back="document_prints",
    ),
    Stage(
        "extract",
        Per.SHARD,
        "documents",
        ("documents",),
        ("mentions", "claims", "claim_mentions", "assertions", "readings"),
        extract,
        configured_by="model",
        together=True,
    ),
    Stage(
        "validate",
        Per.NIGHT,
        "documents",
        ("watermarks", "documents", "duplicates", "mentions", "claims", "claim_mentions", "assertions", "readings"),
        ("measures", "validations", "quarantine"),
        validate,
        configured_by="expectations",
        is_corrected=True,
        looks_back="measures",
        nights_back=30,
    ),
    Stage(
        "resolve",
        Per.NIGHT,
        "mentions",
        ("mentions", "claims", "quarantine"),
        ("sightings",),
        resolve,
        configured_by="entities_file",
        is_corrected=True,
    ),
    Stage(
        "fingerprint",
        Per.NIGHT,
        "claims",
        ("claims", "sightings", "quarantine"),
        ("claim_prints",),
        fingerprint,
        is_corrected=True,
    ),
    Stage(
        "account",
        Per.NIGHT,
        "watermarks",
        ("watermarks", "articles", "documents", "claims", "quarantine"),
        ("coverage",),
        account,
        is_corrected=True,
    ),
)


def stage(name: str) -> Stage:
    """The stage of that name."""
    return next(stage for stage in STAGES if stage.name == name)
