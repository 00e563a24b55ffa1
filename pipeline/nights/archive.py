"""The responses of a range of nights as one web archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.contract import Row
from pipeline.errors import ConfigurationError
from pipeline.lake.storage import Lake
from pipeline.nights.progress import Progress, silent
from pipeline.press.warc import write_responses
from pipeline.schema import ARTICLES
from pipeline.settings import Settings

_ROWS = 100  # whose bodies are in memory as rows at one time


def write_archive(first: date, last: date, to: Path, settings: Settings, *, progress: Progress = silent) -> int:
    """Write every response that is kept of the nights; how many there are. The file appears when it is whole.

    Raises:
        ConfigurationError: no response of these nights is kept.
    """
    part = to.with_name(f"{to.name}.part")
    try:
        with part.open("wb") as stream:
            count = write_responses(_articles(first, last, Lake(settings.lake_uri), progress), stream)
        if not count:
            raise ConfigurationError(f"no response of {first} to {last} is kept; `newsledger status` shows the nights")
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return count


def _articles(first: date, last: date, lake: Lake, progress: Progress) -> Iterator[Row]:
    for night in (night for night in lake.nights() if first <= night <= last):
        progress(f"{night}")
        for part in lake.parts(ARTICLES.name, night):
            for batch in lake.read_part(ARTICLES, part).to_batches(max_chunksize=_ROWS):
                yield from batch.to_pylist()
