"""Read what a feed or a news sitemap lists.

Feeds are read by feedparser, which tolerates broken ones; sitemaps by lxml without entities and without network.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from pydantic import TypeAdapter

from pipeline.errors import RowRefused


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a feed or sitemap announces it."""

    url: str
    title: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles of one feed or sitemap, and the sitemaps that a sitemap index points to."""

    articles: tuple[Listed, ...]
    sitemaps: tuple[str, ...] = ()


LISTINGS = TypeAdapter(Listing)


def listing_as_json(body: bytes, name: str, kind: str, max_bytes: int) -> Any:
    """What the feed or sitemap (``kind``) at the address ``name`` lists, in a form that passes between processes.

    Raises:
        RowRefused: the bytes are no such thing.
    """
    read = read_sitemap(body, name, max_bytes) if kind == "sitemap" else read_feed(body, name)
    return LISTINGS.dump_python(read, mode="json")


def read_feed(body: bytes, url: str) -> Listing:
    """The entries of an RSS, RDF, Atom or JSON feed; entries without an address are passed over.

    Raises:
        RowRefused: rule ``no_feed``; the bytes are no feed at all.
    """
    import feedparser

    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(body, url)
    # the base address is needed to resolve relative links; nothing is fetched, since bytes are given
    try:
        feed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": url}, sanitize_html=False)
    except (ValueError, OverflowError) as error:  # a reference to a character that there is not
        raise RowRefused("no_feed", f"{url}: this feed cannot be read: {error}") from None
    if not feed.get("version") and not feed.entries:
        raise RowRefused("no_feed", f"{url}: this is not an RSS, Atom or JSON feed ({_beginning(body)})")
    entries = [entry for entry in feed.entries if entry.get("link", "").startswith(("http://", "https://"))]
    return Listing(tuple(Listed(entry.link, entry.get("title"), _moment(entry)) for entry in entries))


def _json_feed(body: bytes, url: str) -> Listing:
    """The items of a JSON Feed (jsonfeed.org, versions 1 and 1.1)."""
    try:
        feed = json.loads(body)
        entries = [item for item in feed["items"] if isinstance(item, dict) and "jsonfeed.org" in feed["version"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RowRefused("no_feed", f"{url}: this is JSON, but no JSON Feed ({_beginning(body)})") from None
    found = []
    for entry in entries:
        link = urljoin(url, str(entry.get("url") or entry.get("external_url") or ""))
        title, at = (entry.get(key) for key in ("title", "date_published"))
        if link != url and link.startswith(("http://", "https://")):
            found.append(Listed(link, title if isinstance(title, str) else None, _iso(str(at)) if at else None))
    return Listing(tuple(found))


def read_sitemap(body: bytes, url: str, max_bytes: int) -> Listing:
    """The addresses of a (news) sitemap or of a sitemap index, gzipped or not.

    Raises:
        RowRefused: rule ``no_sitemap``; the bytes are no sitemap, or unpack to more than ``max_bytes``.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_unpacked(body, max_bytes), parser)
    except (etree.XMLSyntaxError, OSError, EOFError, zlib.error, ValueError) as error:
        raise RowRefused("no_sitemap", f"{url}: this is not a sitemap: {error}") from None
    kind = _name(root)
    if kind == "sitemapindex":
        return Listing((), tuple(text for entry in root for text in _texts(entry, "loc")))
    if kind != "urlset":
        raise RowRefused("no_sitemap", f"{url}: the root element is {root.tag!r}, not a urlset or sitemapindex")
    found = []
    for entry in root:
        for address in _texts(entry, "loc"):
            title = next(_texts(entry, "news", "title"), None)
            dates = (*_texts(entry, "news", "publication_date"), *_texts(entry, "lastmod"))
            found.append(Listed(address, title, next((d for d in map(_iso, dates) if d), None)))
    return Listing(tuple(found))


def _name(element: Any) -> str:
    """The element's name without its namespace, of which outlets write several; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _texts(element: Any, *path: str) -> Iterator[str]:
    """The texts of the elements at the end of a path of names."""
    first, *rest = path
    for child in element:
        if _name(child) == first:
            if rest:
                yield from _texts(child, *rest)
            elif text := (child.text or "").strip():
                yield text


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    with gzip.open(io.BytesIO(body)) as stream:
        content = stream.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise ValueError(f"it unpacks to more than {max_bytes} bytes")
    return content


def _moment(entry: Any) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):  # a year before 1 or past 9999
        return None


def _iso(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # no date, or one outside the calendar
        return None


def _beginning(body: bytes) -> str:
    return f"it begins {body[:40].decode('utf-8', 'replace')!r}" if body.strip() else "it is empty"
