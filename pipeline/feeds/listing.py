"""Read what a feed or a news sitemap lists.

Feeds are read by feedparser, which tolerates broken ones; sitemaps by lxml without entities and without network.
"""

from __future__ import annotations

import gzip
import io
import zlib
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.errors import RowRefused

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


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


def read_feed(body: bytes, url: str) -> Listing:
    """The entries of an RSS, RDF or Atom feed; entries without an address are passed over.

    Raises:
        RowRefused: rule ``no_feed``; the bytes are no feed at all.
    """
    import feedparser

    # the base address is needed to resolve relative links; nothing is fetched, since bytes are given
    try:
        feed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": url}, sanitize_html=False)
    except (ValueError, OverflowError) as error:  # a reference to a character that there is not
        raise RowRefused("no_feed", f"{url}: this feed cannot be read: {error}") from None
    if not feed.get("version") and not feed.entries:
        raise RowRefused("no_feed", f"{url}: this is not an RSS or Atom feed ({_beginning(body)})")
    entries = [entry for entry in feed.entries if entry.get("link", "").startswith(("http://", "https://"))]
    return Listing(tuple(Listed(entry.link, entry.get("title"), _moment(entry)) for entry in entries))


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
    if root.tag == f"{_SITEMAP}sitemapindex":
        return Listing((), tuple(_texts(root, f"{_SITEMAP}sitemap/{_SITEMAP}loc")))
    if root.tag != f"{_SITEMAP}urlset":
        raise RowRefused("no_sitemap", f"{url}: the root element is {root.tag!r}, not a urlset or sitemapindex")
    found = []
    for entry in root.iterfind(f"{_SITEMAP}url"):
        for address in _texts(entry, f"{_SITEMAP}loc"):
            title = next(_texts(entry, f"{_NEWS}news/{_NEWS}title"), None)
            dates = (*_texts(entry, f"{_NEWS}news/{_NEWS}publication_date"), *_texts(entry, f"{_SITEMAP}lastmod"))
            found.append(Listed(address, title, next((d for d in map(_iso, dates) if d), None)))
    return Listing(tuple(found))


def _texts(element: Any, path: str) -> Iterator[str]:
    return (found.text.strip() for found in element.iterfind(path) if found.text and found.text.strip())


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
