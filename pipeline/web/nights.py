"""The pages that nights leave behind, listed and shown: who said what, and how the night stands against others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.pages.night_page import page_path
from pipeline.pages.report import report_path
from pipeline.settings import Settings

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"
KINDS = {"page": page_path, "quality": report_path}


def path_of(kind: str, night: date, settings: Settings) -> Path | None:
    """The file of that kind (a key of ``KINDS``) that a night left, or none."""
    path = KINDS[kind](night, settings)
    return path if path.exists() else None


def nights_with_pages(settings: Settings) -> list[dict[str, object]]:
    """Nights that left a page, newest first, with which kinds they left; a night that was stopped has no ``page``."""
    found: dict[date, dict[str, object]] = {}
    for kind, place in KINDS.items():
        pattern = place(date.min, settings).name.replace(str(date.min), "*")
        before, _, after = pattern.partition("*")
        for path in place(date.min, settings).parent.glob(pattern):
            try:
                night = date.fromisoformat(path.name.removeprefix(before).removesuffix(after))
            except ValueError:
                continue  # somebody else's file
            found.setdefault(night, {"night": night, **dict.fromkeys(KINDS, False)})[kind] = True
    return [found[night] for night in sorted(found, reverse=True)]
