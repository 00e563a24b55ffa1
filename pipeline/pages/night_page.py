"""The page of a night: one HTML file that needs no other, with every claim on it linked to its article further down."""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.ledger.published import Ledger, Row
from pipeline.pages.highlights import paragraphs
from pipeline.pages.rendering import sheet
from pipeline.settings import Settings

_LISTS = ("speakers", "topics", "positions", "repeated", "outlets", "coverage", "broken", "refused")


def write(night: date, settings: Settings) -> Path:
    """Write the page of a published night below ``pages/``; its path."""
    target = page_path(night, settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".new")
    aside.write_text(page(night, Ledger(settings)), encoding="utf-8")
    return aside.replace(target)


def page_path(night: date, settings: Settings) -> Path:
    """Where the page of a night lies."""
    return settings.home / "pages" / f"{night}.html"


def page(night: date, ledger: Ledger) -> str:
    """The page of a night as HTML."""
    lists = {name: ledger.rows(f"night_{name}", night=night) for name in _LISTS}
    speakers = [row["speaker_entity_id"] for row in lists["speakers"]]
    words = ledger.rows("night_words", night=night, speakers=speakers)
    rows = chain(words, lists["topics"], lists["positions"], lists["repeated"])
    keys = ("document_id", "before_document_id", "after_document_id")
    shown = dict.fromkeys(row[key] for row in rows for key in keys if key in row)
    articles = _articles(ledger, list(shown))
    return sheet("night.html", night=night, words=words, articles=articles, **lists)


def _articles(ledger: Ledger, shown: list[str]) -> list[dict[str, Any]]:
    """The articles of these documents in their order, each with its claims in reading order."""
    found = {row["document_id"]: row for row in ledger.rows("article", documents=shown)}
    claims: dict[str, list[Row]] = {document_id: [] for document_id in shown}
    for row in ledger.rows("article_claims", documents=shown):
        claims[row["document_id"]].append(row)
    return [
        {"row": found[one], "claims": own, "paragraphs": paragraphs(found[one]["text"], own)}
        for one, own in claims.items()
    ]
