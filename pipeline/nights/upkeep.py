"""Upkeep: what nobody needs is removed, and the working file is written anew where much of it is empty.

Sealed files of nights that are kept are never touched or merged: their digests are what runs are recognised by.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from pipeline.lake import serving
from pipeline.lake.storage import Lake
from pipeline.ledger import editions, tidying, warehouse
from pipeline.nights.night import working_on
from pipeline.pages.night_page import page_path
from pipeline.pages.report import report_path
from pipeline.settings import Settings

_SETTLED = timedelta(days=1)  # a file without manifest that is younger may belong to a run that is not done
_LOOKED_AT = timedelta(days=30)  # after it, what an extractor read that never served a night is removed
_MUCH = 0.25  # share of the working file that is empty from which it is written anew


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was removed, or would be.

    Args:
        nights_forgotten: nights older than the newest ``nights_kept``.
        strays: files of the lake that no manifest names.
        shelved: results of extractors that never served their night.
        bytes_empty: bytes that the working file was, or would be, shortened by.
        editions: editions beyond the newest ones, and half-made ones.
    """

    nights_forgotten: int
    strays: int
    shelved: int
    bytes_empty: int
    editions: int

    @property
    def told(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


def upkeep(settings: Settings, now: datetime, *, dry_run: bool = False) -> Upkeep:
    """Remove what nobody needs; with ``dry_run`` only count it.

    Raises:
        RetryLater: a run is working on a night that is too old, or the working file is in use.
    """
    lake = Lake(settings.lake_uri)
    old = _too_old(lake, settings)
    strays = [(place, path) for place in (lake, *lake.shelves().values()) for path in place.strays(now - _SETTLED)]
    shelved = _shelved(lake, now)
    if not dry_run:
        for night in old:
            _forget(night, lake, settings)
        for place, path in strays:
            place.remove(path)
        for place, night, shard in shelved:
            place.unseal(night, "extract", shard)
    return Upkeep(len(old), len(strays), len(shelved), _shorten(settings, dry_run), _tidy_editions(settings, dry_run))


def _too_old(lake: Lake, settings: Settings) -> list[date]:
    """Nights before the newest ``nights_kept``, also those whose forgetting was interrupted."""
    if settings.nights_kept is None:
        return []
    known = sorted({*lake.nights(), *tidying.loaded_nights(settings)})
    return known[: -settings.nights_kept]


def _forget(night: date, lake: Lake, settings: Settings) -> None:
    """Remove a night from the lake, then from the working file; what people decided about it stays."""
    with working_on(night, settings):
        for place in (lake, *lake.shelves().values()):
            for manifest in place.manifests(night):
                place.unseal(night, manifest.stage, manifest.shard)
        warehouse.load(night, settings)
        for path in (page_path(night, settings), report_path(night, settings)):
            path.unlink(missing_ok=True)


def _shelved(lake: Lake, now: datetime) -> list[tuple[Lake, date, str]]:
    """Results on shelves whose extractor never served the night, read longer ago than anybody looks at a comparison."""
    return [
        (shelf, night, manifest.shard)
        for name, shelf in lake.shelves().items()
        for night in shelf.nights()
        for manifest in shelf.manifests(night, "extract")
        if manifest.sealed_at < now - _LOOKED_AT and name not in map(serving.slug, serving.history(lake, night))
    ]


def _shorten(settings: Settings, dry_run: bool) -> int:
    path = settings.working_warehouse
    empty = tidying.slack(settings)
    if not empty or empty < _MUCH * path.stat().st_size:
        return 0
    return empty if dry_run else tidying.compact(settings)


def _tidy_editions(settings: Settings, dry_run: bool) -> int:
    found = editions.surplus(settings)
    if found and not dry_run:
        tidying.tidy(settings)
    return len(found)
