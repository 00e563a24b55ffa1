"""Turn fetched bytes into documents: frozen text, metadata with origin, doubts as flags."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Any

from pipeline.contract import Result, Row, Tables
from pipeline.errors import RowRefused
from pipeline.ids import digest, rekey
from pipeline.quarantine import quarantine, refused
from pipeline.schema import ARTICLES, DOCUMENTS
from pipeline.settings import Settings
from pipeline.stages.page import Dated, Page, read_html, read_record, read_text

_FOOTER = re.compile(r"^The post (?P<title>.+) (?:first appeared|appeared first) on (?P<publisher>.+?)\.?$")
_DATELINE = re.compile(r"^[A-ZÀ-Þ][\w .,’'-]{1,40} \((?P<agency>[A-Z][\w &.-]{1,40})\) [—–-] ")
_CONTRIBUTED = re.compile(r"^\(?(?P<agency>[A-Z][\w &.-]{1,40}) contributed to this (?:report|story|article)\.?\)?$")
_AGENCY = re.compile(r"^(?:AP|AFP|PA|dpa|EFE|Reuters|.*\b(?:Press|Newswire|News Agency|Wire Service))$")
_HEADLINE_LENGTH = 150  # code points; a longer first line of a text file is a paragraph
_SHORT_TEXT = 60  # words
_LANGUAGE_SAMPLE = 1000  # code points; enough for py3langid to be right on every paragraph of its benchmark
_SENTENCE_END = tuple(".!?…”’\"')]")


def parse(tables: Tables, settings: Settings) -> Result:
    """Read every article.

    Reads:  articles.
    Writes: documents, one row a readable article; quarantine, one row an unreadable one.
    """
    documents, unreadable = [], []
    for article in tables["articles"].to_pylist():
        try:
            documents.append(document_of(article))
        except RowRefused as error:
            unreadable.append(refused(ARTICLES, article, rule=error.rule, reason=error.reason, stage="parse"))
    told = tuple(row["reason"] for row in unreadable)
    rows = {"documents": DOCUMENTS.build(documents), "quarantine": quarantine(unreadable)}
    return Result(rows, kept=len(documents), messages=told)


def document_of(article: Row) -> dict[str, Any]:
    """The row of ``documents`` for a row of ``articles``.

    Raises:
        RowRefused: the bytes cannot be read, or hold no text.
    """
    name = article["url"]
    page = _read(article, name)
    text, original = _without_footer(_clean(page.text))
    title = _clean(page.title or article["listed_title"] or original.get("title") or _headline(text)) or None
    if title and text.startswith(f"{title}\n"):
        text = text.removeprefix(f"{title}\n")
    if not text:
        raise RowRefused("no_text", f"{name}: there is no text in it")
    published = page.published or _listed(article)
    return {
        "document_id": rekey("d", article["article_id"]),
        "article_id": article["article_id"],
        "publisher_id": page.publisher_id or article["publisher_id"],
        "url": page.url or article["url"],
        "title": title,
        "text": text,
        "language": _language(text),
        "authors": [_clean(author) for author in page.authors],
        "section": _clean(page.section or "") or None,
        **_date_columns("published", published),
        "published_on": published.at.date() if published else None,
        **_date_columns("modified", page.modified),
        "wire_credit": _wire_credit(text, page.authors),
        "original_publisher": original.get("publisher"),
        "word_count": len(text.split()),
        "flags": list(_flags(text, page)),
        "text_sha256": digest(text.encode()),
    }


def _read(article: Row, name: str) -> Page:
    match article["content_type"]:
        case "text/html" | "application/xhtml+xml":
            return read_html(article["body"], article["charset"], name)
        case "text/plain":
            return read_text(article["body"], name)
        case "application/json":
            return read_record(article["body"], name)
        case other:
            raise RowRefused("unknown_type", f"{name}: cannot read an article of type {other!r}")


def _clean(text: str) -> str:
    """Unicode NFC, one paragraph a line, no white space at line ends, no empty lines."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half an emoji becomes U+FFFD
    lines = (line.strip() for line in unicodedata.normalize("NFC", whole).splitlines())
    return "\n".join(line for line in lines if line)


def _without_footer(text: str) -> tuple[str, dict[str, str]]:
    """The text before a syndication footer, and the title and publisher that the footer names."""
    body, _, last = text.rpartition("\n")
    footer = _FOOTER.match(last)
    return (body, footer.groupdict()) if footer else (text, {})


def _headline(text: str) -> str:
    """The first line where it looks like a headline: short, with a text below it, not ending as a sentence does."""
    first, _, rest = text.partition("\n")
    return first if rest and len(first) <= _HEADLINE_LENGTH and not first.endswith(_SENTENCE_END) else ""


def _language(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text[:_LANGUAGE_SAMPLE])[0])


def _wire_credit(text: str, authors: tuple[str, ...]) -> str | None:
    """The agency in the dateline, in the last line or in the byline."""
    lines = text.split("\n")
    found = _DATELINE.match(lines[0]) or _CONTRIBUTED.match(lines[-1])
    return found["agency"] if found else next((name for name in authors if _AGENCY.match(name)), None)


def _listed(article: Row) -> Dated | None:
    return Dated(article["listed_at"], "feed", "second") if article["listed_at"] else None


def _date_columns(name: str, dated: Dated | None) -> dict[str, Any]:
    values = (dated.at, dated.origin, dated.precision) if dated else (None, None, None)
    return dict(zip((f"{name}_at", f"{name}_origin", f"{name}_precision"), values, strict=True))


def _has_lost_quote(paragraphs: list[str]) -> bool:
    """Whether a quotation opens and never closes; one that the next paragraph opens again goes on there."""
    for paragraph, following in pairwise([*paragraphs, ""]):
        # „German marks“ close with the mark that opens elsewhere
        opening, closing = ("„", "“") if "„" in paragraph else ("“", "”")
        opened = paragraph.count(opening) - paragraph.count(closing)
        straight = paragraph.count('"') % 2
        goes_on = following.startswith('"' if straight else opening)
        if (opened or straight) and not (opened + straight == 1 and goes_on):
            return True
    return False


def _flags(text: str, page: Page) -> list[str]:
    doubts = {
        "cut_off": not text.endswith(_SENTENCE_END),
        "extracted_by_second_try": page.second_try,
        "short_text": len(text.split()) < _SHORT_TEXT,
        "unbalanced_quotes": _has_lost_quote(text.split("\n")),
    }
    return [flag for flag, doubtful in doubts.items() if doubtful]
