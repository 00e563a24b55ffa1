"""Read one article's bytes: an HTML page, a plain text or a JSON record.

Text comes from trafilatura (fast mode first: on news it is as good as the default mode at half the cost). Dates
come from the page's JSON-LD first, since it alone gives the time with its zone, then from meta tags, then from what
trafilatura guesses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticSerializationError

from pipeline.errors import RowRefused

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

LEAST_CHARACTERS = 150  # less text than this from the fast mode asks for the second try
_PUBLISHED = ("article:published_time", "datePublished", "date", "pubdate", "dc.date", "og:published_time")
_MODIFIED = ("article:modified_time", "dateModified", "og:updated_time", "last-modified")
_SECTION = ("article:section", "section")


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment in the zone it was given in, where it was read and how exact it is (``day`` or ``second``)."""

    at: datetime
    origin: str
    precision: str


@dataclass(frozen=True, slots=True)
class Page:
    """What an article says, before it is cleaned."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    url: str | None = None
    published: Dated | None = None
    modified: Dated | None = None
    publisher_id: str | None = None
    second_try: bool = False


def _within_calendar(at: datetime) -> datetime:
    try:
        at.astimezone(UTC)
    except OverflowError:
        raise ValueError("the moment lies outside the calendar") from None
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_within_calendar)]


class Record(BaseModel):
    """One line of a JSON Lines file; exactly one of ``text`` and ``html`` must be given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    publisher: str | None = Field(None, pattern=r"^[a-z][a-z0-9_-]*$")
    published_at: Moment | None = None
    modified_at: Moment | None = None


def read_text(body: bytes, name: str) -> Page:
    """A plain text file in UTF-8.

    Raises:
        RowRefused: rule ``not_utf8``, naming the file, the byte and its place.
    """
    try:
        return Page(body.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise RowRefused(
            "not_utf8",
            f"{name}: byte 0x{body[error.start]:02x} at position {error.start} is not UTF-8; save the file as UTF-8",
        ) from None


def read_record(body: bytes, name: str) -> Page:
    """One JSON record.

    Raises:
        RowRefused: rule ``wrong_json`` or ``wrong_field``, naming the line and the field.
    """
    try:
        record = Record.model_validate(json.loads(body))
        record.model_dump_json().encode()  # JSON can write half an emoji, which no table can hold
    except (ValidationError, PydanticSerializationError) as error:
        raise RowRefused("wrong_field", f"{name}, {_first_fault(error)}") from None
    except (ValueError, RecursionError) as error:
        raise RowRefused("wrong_json", f"{name}: not one JSON object in UTF-8: {error}") from None
    if (record.text is None) == (record.html is None):
        raise RowRefused("wrong_field", f"{name}: give exactly one of the fields 'text' and 'html'")
    page = Page(record.text) if record.text is not None else read_html((record.html or "").encode(), None, name)
    return Page(
        text=page.text,
        title=record.title or page.title,
        authors=record.authors or page.authors,
        section=record.section or page.section,
        url=record.url or page.url,
        published=Dated(record.published_at, "file", "second") if record.published_at else page.published,
        modified=Dated(record.modified_at, "file", "second") if record.modified_at else page.modified,
        publisher_id=record.publisher,
        second_try=page.second_try,
    )


def read_html(body: bytes, charset: str | None, name: str) -> Page:
    """An HTML page: its text and what its metadata say.

    Raises:
        RowRefused: rule ``no_html`` where the bytes hold no page, ``no_text`` where the page holds no article.
    """
    from trafilatura import load_html

    content = _decoded(body, charset)
    tree = load_html(content)
    if tree is None:
        raise RowRefused("no_html", f"{name}: these {len(body)} bytes are not an HTML page")
    try:
        best, second_try = _best_extraction(content)
    except (AssertionError, ValueError, RecursionError) as error:
        fault = f"{type(error).__name__} {error}".strip()
        raise RowRefused("no_html", f"{name}: the page is too broken to be read: {fault}") from None
    if best is None or not (best.text or "").strip():
        raise RowRefused("no_text", f"{name}: no article text was found on the page")
    linked = list(_linked_data(tree))
    meta = _meta(tree)
    return Page(
        text=best.text or "",
        title=best.title,
        authors=tuple(dict.fromkeys(_authors(linked)))
        or tuple(a.strip() for a in (best.author or "").split(";") if a.strip()),
        section=_text_of(linked, "articleSection") or _first(meta, _SECTION),
        url=_canonical(tree),
        published=_dated(_text_of(linked, "datePublished"), "json-ld")
        or _dated(_first(meta, _PUBLISHED), "meta")
        or _dated(best.date, "page"),
        modified=_dated(_text_of(linked, "dateModified"), "json-ld") or _dated(_first(meta, _MODIFIED), "meta"),
        second_try=second_try,
    )


def _best_extraction(content: str | bytes) -> tuple[Document | None, bool]:
    """What the fast mode finds, or, where that is next to nothing, the longer of both; and whether it took both."""
    fast = _extracted(content, fast=True)
    if fast and len(fast.text or "") >= LEAST_CHARACTERS:
        return fast, False
    slow = _extracted(content, fast=False)
    return max((fast, slow), key=lambda found: len(found.text or "") if found else -1), True


def _extracted(content: str | bytes, *, fast: bool) -> Document | None:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(content, fast=fast, include_comments=False, with_metadata=True)
    return found if isinstance(found, Document) else None


def _first_fault(error: ValidationError | PydanticSerializationError) -> str:
    if not isinstance(error, ValidationError):
        return f"a field holds what is no text: {error}"
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "record"
    return f"field {field!r}: {first['msg']}; known fields: {', '.join(Record.model_fields)}"


def _decoded(body: bytes, charset: str | None) -> str | bytes:
    """The body as text where the declared character set is true; otherwise trafilatura detects it."""
    try:
        return body.decode(charset or "utf-8")
    except (LookupError, UnicodeError):
        return body


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Objects of the page's JSON-LD, nested graphs flattened; unreadable scripts are passed over."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting[:0] = item
            elif isinstance(item, dict):
                yield item
                waiting += [item["@graph"]] if isinstance(item.get("@graph"), list) else []


def _text_of(linked: list[dict[str, Any]], key: str) -> str | None:
    return next((str(item[key]) for item in linked if isinstance(item.get(key), str) and item[key].strip()), None)


def _authors(linked: list[dict[str, Any]]) -> Iterator[str]:
    for item in linked:
        authors = item.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and name.strip():
                yield name.strip()


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Meta tags by lower-case name, property or itemprop; the first of a name wins."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            if key := element.get(attribute):
                found.setdefault(key.lower(), element.get("content"))
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name.lower()] for name in names if meta.get(name.lower(), "").strip()), None)


def _canonical(tree: HtmlElement) -> str | None:
    links: list[str] = tree.xpath('//link[@rel="canonical"]/@href')
    return next((str(link) for link in links if str(link).startswith(("http://", "https://"))), None)


def _dated(value: str | None, origin: str) -> Dated | None:
    """An ISO 8601 date or moment; a moment without zone is taken as UTC. None where it is neither."""
    if not value:
        return None
    try:
        given = datetime.fromisoformat(value.strip())
        at = _within_calendar(given if given.tzinfo else given.replace(tzinfo=UTC))
    except ValueError:
        return None
    return Dated(at, origin, "day" if len(value.strip()) <= len("2026-03-02") else "second")
