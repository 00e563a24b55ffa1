"""Turn fetched bytes into documents: frozen text, metadata with origin, doubts as flags."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

from pipeline.contract import Result, Row, Tables
from pipeline.errors import RowRefused
from pipeline.ids import digest, rekey
from pipeline.killable import killable
from pipeline.lake.quarantine import quarantine, refused
from pipeline.schema import ARTICLES, DOCUMENTS
from pipeline.settings import Settings
from pipeline.stages.completeness import SENTENCE_END, doubts, wire_credit, without_footer
from pipeline.stages.moments import Dated
from pipeline.stages.page import PAGES
from pipeline.urls import canonical

_HEADLINE_LENGTH = 150  # code points; a longer first line of a text file is a paragraph
_SAME_DAY = timedelta(days=1, hours=14)  # between a day, taken as its beginning in UTC, and a moment of it anywhere
_LANGUAGE_SAMPLE = 1000  # code points; enough for py3langid to be right on every paragraph of its benchmark


def parse(tables: Tables, settings: Settings) -> Result:
    """Read every article.

    Reads:  articles.
    Writes: documents, one row a readable article; quarantine, one row an unreadable one.
    """
    documents, unreadable = [], []
    for article in tables["articles"].to_pylist():
        try:
            documents.append(document_of(article, settings))
        except RowRefused as error:
            unreadable.append(refused(ARTICLES, article, rule=error.rule, reason=error.reason, stage="parse"))
    told = tuple(row["reason"] for row in unreadable)
    rows = {"documents": DOCUMENTS.build(documents), "quarantine": quarantine(unreadable)}
    return Result(rows, kept=len(documents), messages=told)


def document_of(article: Row, settings: Settings) -> dict[str, Any]:
    """The row of ``documents`` for a row of ``articles``, which is read in a process of its own.

    Raises:
        RowRefused: the bytes cannot be read, or hold no text.
    """
    name = article["url"]
    read = killable("pipeline.stages.page:article_as_json")
    kind, charset = article["content_type"], article["charset"]
    page = PAGES.validate_python(read(article["body"], name, settings.parse_seconds, kind=kind, charset=charset))
    text, original = without_footer(_clean(page.text))
    title = _clean(page.title or article["listed_title"] or original.get("title") or _headline(text)) or None
    if title and text.startswith(f"{title}\n"):
        text = text.removeprefix(f"{title}\n")
    if not text:
        raise RowRefused("no_text", f"{name}: there is no text in it")
    published = _published(page.published, article)
    return {
        "document_id": rekey("d", article["article_id"]),
        "article_id": article["article_id"],
        "publisher_id": page.publisher_id or article["publisher_id"],
        "url": canonical(page.url) if page.url else article["canonical_url"],
        "title": title,
        "text": text,
        "language": language_of(text),
        "authors": [_clean(author) for author in page.authors],
        "section": _clean(page.section or "") or None,
        **_date_columns("published", published),
        "published_on": published.at.date() if published else None,
        **_date_columns("modified", page.modified),
        "wire_credit": wire_credit(text, page.authors),
        "original_publisher": original.get("publisher"),
        "word_count": len(text.split()),
        "flags": sorted({*page.doubts, *doubts(text)}),
        "text_sha256": digest(text.encode()),
    }


def _clean(text: str) -> str:
    """Unicode NFC, one paragraph a line, no white space at line ends, no empty lines."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half an emoji becomes U+FFFD
    lines = (line.strip() for line in unicodedata.normalize("NFC", whole).splitlines())
    return "\n".join(line for line in lines if line)


def _headline(text: str) -> str:
    """The first line where it looks like a headline: short, with a text below it, not ending as a sentence does."""
    first, _, rest = text.partition("\n")
    return first if rest and len(first) <= _HEADLINE_LENGTH and not first.endswith(SENTENCE_END) else ""


def language_of(text: str) -> str:
    """ISO 639-1 code of a text's language, measured on its first thousand characters."""
    import py3langid

    return str(py3langid.classify(text[:_LANGUAGE_SAMPLE])[0])


def _published(told: Dated | None, article: Row) -> Dated | None:
    """What the page tells; the moment in the feed where the page tells nothing, or that day without a time."""
    listed = Dated(article["listed_at"], "feed", "second") if article["listed_at"] else None
    if told and listed and told.precision == "day" and abs(told.at - listed.at) <= _SAME_DAY:
        return listed
    return told or listed


def _date_columns(name: str, dated: Dated | None) -> dict[str, Any]:
    values = (dated.at, dated.origin, dated.precision) if dated else (None, None, None)
    return dict(zip((f"{name}_at", f"{name}_origin", f"{name}_precision"), values, strict=True))
