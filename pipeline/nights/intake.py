"""What comes in on a night: publishers, files and archives, sealed as articles and watermarks.

What was taken is never lost: a second fetch of a night is laid over the first, an archive is taken part by part.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline import urls
from pipeline.contract import Result
from pipeline.errors import ConfigurationError, RowRefused
from pipeline.flow import FETCH, FETCHED
from pipeline.ids import digest, make_id
from pipeline.lake.storage import Lake, Manifest
from pipeline.nights.progress import Progress
from pipeline.nights.sealing import manifest_of, now, seal
from pipeline.press.archives import parts
from pipeline.press.fetch import fetch_publisher, merged, take_files
from pipeline.publishers import FILES_PUBLISHER, Publisher
from pipeline.schema import ARTICLES, TABLES, WATERMARKS
from pipeline.settings import Settings

log = logging.getLogger(__name__)

_LOOK_BACK = timedelta(days=14)  # watermarks older than this are forgotten


def run_fetch(
    publisher: Publisher, night: date, settings: Settings, *, limit: int | None = None, again: bool = False
) -> Manifest:
    """Fetch one publisher's night, unless that has been done and settled; ``again`` fetches it anew."""
    lake = Lake(settings.lake_uri)
    run_id = make_id("r", FETCH, str(night), publisher.model_dump_json(), limit, urls.VERSION)
    sealed = lake.manifest(night, FETCH, publisher.id)
    if sealed and sealed.settled and sealed.run_id == run_id and not again:
        log.info("fetch %s of %s: sealed before, not fetched again", publisher.id, night)
        return sealed
    started = time.monotonic()
    had = _had(lake, sealed) if sealed and not sealed.settled and not again else set()

    def keep(result: Result) -> None:
        _seal_fetch(lake, night, publisher.id, run_id, result, started)

    known = _known(lake, night, publisher.id)
    result = fetch_publisher(publisher, night, known, settings, now, limit, had=had, keep=keep)
    return _seal_fetch(lake, night, publisher.id, run_id, result, started)


def run_files(paths: list[Path], night: date, settings: Settings) -> Manifest:
    """Take files as articles of a night, beside those that were taken for it before."""
    lake = Lake(settings.lake_uri)
    started = time.monotonic()
    result = take_files(paths, night, now)
    run_id = make_id("r", FETCH, str(night), FILES_PUBLISHER, sorted(ARTICLES.row_keys(result.tables["articles"])))
    sealed = lake.manifest(night, FETCH, FILES_PUBLISHER)
    if sealed and sealed.run_id == run_id and not result.messages:
        return sealed
    return _seal_fetch(lake, night, FILES_PUBLISHER, run_id, result, started)


def run_archive(
    path: Path, night: date, settings: Settings, progress: Progress, span: tuple[date, date] | None = None
) -> list[Manifest]:
    """Take an archive's records as articles of a night, part by part; parts that are sealed are not taken again.

    Args:
        span: first and last night of an import; only the records of ``night`` are taken then.

    Raises:
        ConfigurationError: the file is no archive, or is damaged; the parts before the damage are sealed.
    """
    lake = Lake(settings.lake_uri)
    path = path.resolve()
    told = f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" + (f" {span[0]} {span[1]}" if span else "")
    state = digest(told.encode())[:12]
    sealed = [part for part in lake.manifests(night, FETCH) if part.inputs.get("archive") == state]
    if sealed and sealed[-1].inputs["last"] == "yes":
        return sealed
    start, started = int(sealed[-1].inputs["following"]) if sealed else 0, time.monotonic()
    try:
        for number, part in enumerate(parts(path, night, now, start, settings.max_body_bytes, span), len(sealed)):
            last = "yes" if part.is_last else "no"
            inputs = {"archive": state, "following": str(part.following), "last": last}
            shard = f"archive-{state}-{number:06d}"
            run_id = make_id("r", FETCH, str(night), shard)
            rows = part.result.tables[WATERMARKS.name].num_rows
            manifest = manifest_of(night, FETCH, shard, run_id, inputs, rows, part.result, started)
            sealed.append(seal(lake, manifest, part.result, FETCHED, subject=ARTICLES.name))
            progress(f"{path.name}: {sum(one.rows_in for one in sealed)} records", part.share)
    except RowRefused as error:
        raise ConfigurationError(error.reason) from None
    return sealed


def _had(lake: Lake, sealed: Manifest) -> set[str]:
    """The articles that a fetch which was stopped half-way had settled."""
    marks = lake.read_part(WATERMARKS, sealed.tables[WATERMARKS.name]).to_pylist()
    return {row["url"] for row in marks if row["kind"] == "article" and row["outcome"] in ("fetched", "not_modified")}


def _known(lake: Lake, night: date, publisher_id: str) -> dict[str, Mapping[str, Any]]:
    """The latest watermark of each address, from ``night`` itself and the nights before it.

    Only what this publisher's fetches sealed is read: the other publishers' addresses are of no use, and many.
    """
    known: dict[str, Mapping[str, Any]] = {}
    for earlier in lake.nights():
        sealed = lake.manifest(earlier, FETCH, publisher_id) if night - _LOOK_BACK <= earlier <= night else None
        if sealed:
            rows = lake.read_part(WATERMARKS, sealed.tables[WATERMARKS.name]).to_pylist()
            known |= {row["url"]: row for row in rows}
    return known


def _seal_fetch(lake: Lake, night: date, shard: str, run_id: str, result: Result, started: float) -> Manifest:
    """Seal a fetch, laid over what an earlier fetch of the same night and publisher kept."""
    if before := lake.manifest(night, FETCH, shard):
        kept = {name: lake.read_part(TABLES[name], before.tables[name]) for name in before.tables}
        result = merged(kept, result, night, shard)
    rows_in = result.tables[WATERMARKS.name].num_rows
    manifest = manifest_of(night, FETCH, shard, run_id, {}, rows_in, result, started)
    return seal(lake, manifest, result, FETCHED, subject=ARTICLES.name)
