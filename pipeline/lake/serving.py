"""Which extractor serves a night: the one that read it first, until a person promotes another."""

from __future__ import annotations

import re
from datetime import date

from pipeline.lake.storage import Lake


def _path(night: date) -> str:
    return f"_models/night={night}.json"


def slug(version: str) -> str:
    """An extractor's version as the name of its shelf."""
    return re.sub(r"[^\w.]+", "-", version)


def history(lake: Lake, night: date) -> list[str]:
    """Versions of the extractors that have served a night, oldest first; the last serves it now."""
    found = lake.notes(_path(night)).values()
    return [version for note in found for version in note["served_by"]]


def chosen(lake: Lake, night: date) -> str | None:
    """Version of the extractor that serves a night, or none before its first extraction."""
    return next(reversed(history(lake, night)), None)


def choose(lake: Lake, night: date, version: str) -> None:
    """Let an extractor serve a night from its next run on."""
    if chosen(lake, night) != version:
        lake.note(_path(night), {"served_by": [*history(lake, night), version]})


def step_back(lake: Lake, night: date) -> None:
    """Let the extractor before the present one serve a night again."""
    lake.note(_path(night), {"served_by": history(lake, night)[:-1]})
