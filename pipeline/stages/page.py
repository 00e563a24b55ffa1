"""Read one article's bytes: an HTML page, a plain text or a JSON record.

The text of a page is found by ``pipeline.stages.body``, what it says of itself by ``pipeline.stages.metadata``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from pipeline.errors import RowRefused
from pipeline.stages.body import body_of, without_head
from pipeline.stages.bylines import names_above
from pipeline.stages.metadata import metadata_of
from pipeline.stages.moments import Dated

_FAR_MORE = 2  # times the text that the page shows; then the text in its JSON-LD is taken
_MORE = 1.2  # times that text; then it is taken if what the page shows is part of it
_LINE = 40  # code points of a line that can be found again
_WHOLE = 0.7  # share of the words that the page claims to have; with less it has lost some
_DECLARED = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)


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
    doubts: tuple[str, ...] = ()


PAGES = TypeAdapter(Page)


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


def read_article(body: bytes, name: str, kind: str, charset: str | None) -> Page:
    """An article of that content type.

    Raises:
        RowRefused: it cannot be read, or holds no text.
    """
    match kind:
        case "text/html" | "application/xhtml+xml":
            return read_html(body, charset, name)
        case "text/plain":
            return read_text(body, name)
        case "application/json":
            return read_record(body, name)
        case other:
            raise RowRefused("unknown_type", f"{name}: cannot read an article of type {other!r}")


def article_as_json(body: bytes, name: str, kind: str, charset: str | None) -> Any:
    """As ``read_article``, in a form that passes between processes."""
    return PAGES.dump_python(read_article(body, name, kind, charset), mode="json")


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
        doubts=page.doubts,
    )


def read_html(body: bytes, charset: str | None, name: str) -> Page:
    """An HTML page: its text and what its metadata say.

    Where the page's JSON-LD carries far more text than the page shows, that text is taken.

    Raises:
        RowRefused: rule ``no_html`` where the bytes hold no page, ``no_text`` where the page holds no article.
    """
    from trafilatura import load_html

    tree = load_html(_decoded(body, charset))
    if tree is None:
        raise RowRefused("no_html", f"{name}: these {len(body)} bytes are not an HTML page")
    try:
        told = metadata_of(tree, name)
        found = body_of(tree)
    except (AssertionError, ValueError, RecursionError) as error:
        fault = f"{type(error).__name__} {error}".strip()
        raise RowRefused("no_html", f"{name}: the page is too broken to be read: {fault}") from None
    hidden = _is_hidden(told.body, found.text)
    authors = told.authors or names_above(found.text)
    text = told.body if hidden else without_head(found.text, told.title, authors)
    if not text.strip():
        raise RowRefused("no_text", f"{name}: no article text was found on the page")
    doubts = {
        "extracted_by_second_try": found.second_try or hidden,
        "restored_paragraphs": found.restored > 0,
        "paywalled": told.paywalled or found.is_walled,
        "lost_text": bool(told.words) and len(text.split()) < _WHOLE * (told.words or 0),
    }
    return Page(
        text=text,
        title=told.title,
        authors=authors,
        section=told.section,
        url=told.url,
        published=told.published,
        modified=told.modified,
        doubts=tuple(doubt for doubt, holds in doubts.items() if holds),
    )


def _is_hidden(carried: str, shown: str) -> bool:
    """Whether the JSON-LD carries text that the page does not show: far more of it, or what is shown and more."""
    if len(carried) < _MORE * len(shown):
        return False
    lines = [line for line in shown.split("\n") if len(line) >= _LINE]
    return len(carried) > _FAR_MORE * len(shown) or (
        bool(lines) and sum(line in carried for line in lines) >= _WHOLE * len(lines)
    )


def _first_fault(error: ValidationError | PydanticSerializationError) -> str:
    if not isinstance(error, ValidationError):
        return f"a field holds what is no text: {error}"
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "record"
    return f"field {field!r}: {first['msg']}; known fields: {', '.join(Record.model_fields)}"


def _decoded(body: bytes, charset: str | None) -> str | bytes:
    """The body as text; where nothing that is said of its character set is true, trafilatura detects it.

    Bytes that are UTF-8 are UTF-8 whatever is declared: no other text looks like it by chance. ISO 8859-1 is read as
    Windows-1252, as browsers do.
    """
    declared = _DECLARED.search(body[:2048])
    for name in ("utf-8-sig", charset, declared[1].decode("ascii", "replace") if declared else None):
        usual = "cp1252" if (name or "").lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name
        try:
            return body.decode(usual or "utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return body
