"""Fetch a publisher's night, or take files as one: articles byte for byte, and what became of every address.

Every listed address ends in exactly one row of ``watermarks`` with its outcome, and every failure also in
``quarantine``. The rows of earlier nights' watermarks give the validators for conditional requests.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.contract import STAMPED, Result, Tables
from pipeline.errors import NewsledgerError, RetryLater, RowRefused
from pipeline.ids import digest, make_id
from pipeline.killable import killable
from pipeline.lake.quarantine import quarantine, refused
from pipeline.press.listing import LISTINGS, Listed, Listing
from pipeline.press.network import Client, Response
from pipeline.press.pacing import OverBudget
from pipeline.publishers import FILES_PUBLISHER, Publisher, place_of
from pipeline.schema import ARTICLES, QUARANTINE, WATERMARKS
from pipeline.settings import Settings
from pipeline.urls import canonical

log = logging.getLogger(__name__)

Watermarks = Mapping[str, Mapping[str, Any]]  # the latest watermark of each address
Clock = Callable[[], datetime]

FILE_TYPES = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".json": "application/json",
    ".jsonl": "application/json",
}
_NOT_HAD = ("failed", "refused")
_SITEMAP_DEPTH = 3  # an index of indexes is the deepest that is followed
_MOST_FEEDS = 200  # of one publisher and night; a sitemap index may list thousands
_KEPT_AFTER = 200  # addresses


class Gathered:
    """The rows of one publisher's night, gathered as requests come back."""

    def __init__(self, night: date, publisher_id: str, known: Watermarks, clock: Clock) -> None:
        self.night, self.publisher_id, self.known, self.clock = night, publisher_id, known, clock
        self.articles: list[dict[str, Any]] = []
        self.watermarks: dict[str, dict[str, Any]] = {}
        self.refused: list[dict[str, Any]] = []
        self.messages: list[str] = []
        self.settled = True

    def mark(self, url: str, kind: str, outcome: str, *, detail: str | None = None, **seen: Any) -> None:
        """Note what became of an address; what is not seen anew stays as known."""
        before = self.known.get(url, {})
        columns = ("etag", "last_modified", "body_sha256", "listed")
        kept = {column: seen.get(column, before.get(column)) for column in columns}
        kept["listed"] = kept["listed"] or []
        row = {"publisher_id": self.publisher_id, "url": url, "kind": kind, "outcome": outcome, "detail": detail}
        self.watermarks[url] = row | kept

    def keep(self, url: str, body: bytes, content_type: str, **columns: Any) -> None:
        """Take an article's bytes."""
        body_sha256 = digest(body)
        self.articles.append(
            {
                "article_id": make_id("a", str(self.night), self.publisher_id, url, body_sha256),
                "publisher_id": self.publisher_id,
                "url": url,
                "canonical_url": canonical(url),
                "fetched_at": self.clock(),
                "content_type": content_type,
                "body": body,
                "body_sha256": body_sha256,
                **columns,
            }
        )

    def fail(self, url: str, kind: str, error: NewsledgerError) -> None:
        """Note that an address could not be had: a row of quarantine, a watermark and a message."""
        outcome, rule = ("refused", error.rule) if isinstance(error, RowRefused) else ("failed", "no_answer")
        self.mark(url, kind, "failed" if rule.startswith("http_") else outcome, detail=str(error))
        article_id = _id_of_failed(self.night, self.publisher_id, url)
        row = {"article_id": article_id, "publisher_id": self.publisher_id, "url": url, "kind": kind}
        self.refused.append(refused(ARTICLES, row, rule=rule, reason=str(error), stage="fetch"))
        self.messages.append(str(error))
        log.warning("%s", error)

    def result(self) -> Result:
        """Everything gathered; each address is accounted for by its watermark."""
        tables = {
            "articles": ARTICLES.build(self.articles),
            "watermarks": WATERMARKS.build(list(self.watermarks.values())),
            "quarantine": quarantine(self.refused),
        }
        kept = _had(self.watermarks.values())
        return Result(tables, kept=kept, settled=self.settled, messages=tuple(self.messages))


def united(gathered: Iterable[Gathered]) -> Result:
    """What several publishers gave, as one result."""
    results = [one.result() for one in gathered]
    tables = {
        table.name: pa.concat_tables([table.build([]), *(result.tables[table.name] for result in results)])
        for table in (ARTICLES, WATERMARKS, QUARANTINE)
    }
    messages = tuple(message for result in results for message in result.messages)
    return Result(tables, kept=sum(result.kept for result in results), messages=messages)


def merged(before: Tables, now: Result, night: date, publisher_id: str) -> Result:
    """A second fetch of the same night laid over the first: bytes that were kept stay, whatever happens later.

    An address that was fetched before and is not fetched anew keeps its article and its watermark.
    """
    earlier = {name: before[name].drop_columns(list(STAMPED)).to_pylist() for name in before}
    marks = {row["url"]: row for row in now.tables["watermarks"].to_pylist()}
    fresh = {url for url, row in marks.items() if row["outcome"] == "fetched"}
    articles = [row for row in earlier["articles"] if row["url"] not in fresh]
    stay = {row["url"] for row in articles}
    for row in earlier["watermarks"]:
        if row["url"] in stay or row["url"] not in marks:
            marks[row["url"]] = row
    failed = {_id_of_failed(night, publisher_id, url) for url, row in marks.items() if row["outcome"] in _NOT_HAD}
    refusals = [*earlier["quarantine"], *now.tables["quarantine"].to_pylist()]
    tables = {
        "articles": ARTICLES.build(articles + now.tables["articles"].to_pylist()),
        "watermarks": WATERMARKS.build(list(marks.values())),
        "quarantine": quarantine(row for row in refusals if row["row_key"] in failed),
    }
    return Result(tables, kept=_had(marks.values()), settled=now.settled, messages=now.messages)


def _had(marks: Iterable[Mapping[str, Any]]) -> int:
    return sum(row["outcome"] not in _NOT_HAD for row in marks)


def _id_of_failed(night: date, publisher_id: str, url: str) -> str:
    """Stands for the article that was not to be had at ``url``."""
    return make_id("a", str(night), publisher_id, url, None)


def fetch_publisher(
    publisher: Publisher,
    night: date,
    known: Watermarks,
    settings: Settings,
    clock: Clock,
    limit: int | None = None,
    *,
    had: Container[str] = (),
    keep: Callable[[Result], None] = lambda result: None,
) -> Result:
    """Fetch what a publisher lists, each article once, unchanged ones by validators only.

    Args:
        had: articles that an earlier fetch of this night has settled, and that are not asked for again.
        keep: called with what there is so far after every 200 articles, so that little is lost where this is stopped.

    Writes: articles (new or changed bodies), watermarks (one row an address), quarantine (one row a failure).
    The result is not settled where no feed could be read, so that a later run tries again.
    """
    gathered = Gathered(night, publisher.id, known, clock)
    asyncio.run(_fetch(publisher, gathered, settings, limit, had, keep))
    return gathered.result()


async def _fetch(
    publisher: Publisher,
    night: Gathered,
    settings: Settings,
    limit: int | None,
    had: Container[str],
    keep: Callable[[Result], None],
) -> None:
    most = min(limit or publisher.most_articles, publisher.most_articles)
    async with Client(settings, publisher.pace_seconds, publisher.private_places) as client:
        listed = await _listed(client, publisher, night, settings)
        feeds = [row for row in night.watermarks.values() if row["kind"] == "feed"]
        night.settled = not feeds or any(row["outcome"] in ("fetched", "not_modified") for row in feeds)
        by_host: dict[str, list[Listed]] = defaultdict(list)
        for number, article in enumerate(listed):
            if number >= most:
                night.mark(article.url, "article", "over_limit")
            elif article.url not in had:
                by_host[place_of(article.url)].append(article)

        async def one_host(articles: list[Listed]) -> None:
            for article in articles:
                await _article(client, article, night)
                if len(night.watermarks) % _KEPT_AFTER == 0:
                    keep(replace(night.result(), settled=False))

        await asyncio.gather(*map(one_host, by_host.values()))


async def _listed(client: Client, publisher: Publisher, night: Gathered, settings: Settings) -> list[Listed]:
    """The articles that the publisher's feeds and sitemaps list, each once, in their order."""
    listed = {canonical(url): Listed(url) for url in publisher.pages}
    addresses = [(url, False, 0) for url in publisher.feeds] + [(url, True, 0) for url in publisher.sitemaps]
    while addresses and len(night.watermarks) < _MOST_FEEDS:
        url, is_sitemap, depth = addresses.pop(0)
        if url in night.watermarks:
            continue
        listing = await _listing(client, url, is_sitemap, night, settings)
        for article in listing.articles:
            listed.setdefault(canonical(article.url), article)
        if depth < _SITEMAP_DEPTH:
            addresses += [(inner, True, depth + 1) for inner in listing.sitemaps]
    for url, _, _ in addresses:
        night.mark(url, "feed", "over_limit", detail=f"more than {_MOST_FEEDS} feeds and sitemaps")
    return list(listed.values())


async def _listing(client: Client, url: str, is_sitemap: bool, night: Gathered, settings: Settings) -> Listing:
    """What a feed or sitemap lists now; what it listed last time where it has not changed."""
    before = night.known.get(url, {})
    try:
        answer = await client.get(url, before.get("etag"), before.get("last_modified"))
        if answer.status == 304 and before:
            night.mark(url, "feed", "not_modified")
            return _remembered(before["listed"])
        _refuse_unasked_304(answer)
        listing = listing_of(answer, url, "sitemap" if is_sitemap else "feed", settings)
    except (RowRefused, RetryLater) as error:
        night.fail(url, "feed", error)
        return Listing(())
    if not listing.articles and not listing.sitemaps:
        night.messages.append(f"{url}: the feed lists nothing")
    addresses = [article.url for article in listing.articles] + [f"sitemap {inner}" for inner in listing.sitemaps]
    night.mark(url, "feed", "fetched", **_validators(answer), listed=addresses)
    return listing


def listing_of(answer: Response, url: str, kind: str, settings: Settings) -> Listing:
    """What a ``feed`` or ``sitemap`` lists; it is read in a process of its own.

    Raises:
        RowRefused: it is no such thing, or cannot be read in time.
    """
    read = killable("pipeline.press.listing:listing_as_json")
    told = read(answer.body, url, settings.parse_seconds, kind=kind, max_bytes=settings.max_body_bytes)
    return LISTINGS.validate_python(told)


def _remembered(listed: Iterable[str]) -> Listing:
    sitemaps = tuple(entry.removeprefix("sitemap ") for entry in listed if entry.startswith("sitemap "))
    return Listing(tuple(Listed(entry) for entry in listed if not entry.startswith("sitemap ")), sitemaps)


async def _article(client: Client, article: Listed, night: Gathered) -> None:
    before = night.known.get(article.url, {})
    try:
        answer = await client.get(article.url, before.get("etag"), before.get("last_modified"))
        if not before:
            _refuse_unasked_304(answer)
    except OverBudget as error:
        night.mark(article.url, "article", "over_limit", detail=str(error))
        return
    except (RowRefused, RetryLater) as error:
        night.fail(article.url, "article", error)
        return
    if answer.status == 304 or digest(answer.body) == before.get("body_sha256"):
        night.mark(article.url, "article", "not_modified")
        return
    night.mark(article.url, "article", "fetched", **_validators(answer))
    night.keep(
        article.url,
        answer.body,
        answer.content_type,
        http_status=answer.status,
        charset=answer.charset,
        etag=answer.etag,
        last_modified=answer.last_modified,
        head=answer.head,
        canonical_url=canonical(answer.url),
        listed_title=article.title,
        listed_at=article.at,
    )


def _refuse_unasked_304(answer: Response) -> None:
    if answer.status == 304:
        raise RowRefused("http_304", f"{answer.url}: answered 304 Not Modified, though it was never read before")


def _validators(answer: Response) -> dict[str, Any]:
    return {"etag": answer.etag, "last_modified": answer.last_modified, "body_sha256": digest(answer.body)}


def take_files(paths: Iterable[Path], night: date, clock: Clock) -> Result:
    """Take files as a night's articles: txt, html and json one article a file, jsonl one a line.

    A folder stands for the files of these types below it. A path that cannot be read becomes a row of quarantine.
    """
    gathered = Gathered(night, FILES_PUBLISHER, {}, clock)
    for file in dict.fromkeys(_located(file) for path in paths for file in _files(path)):
        url = file.as_uri()
        try:
            for address, body in _articles_of(file, url):
                gathered.mark(address, "article", "fetched", body_sha256=digest(body))
                gathered.keep(address, body, FILE_TYPES[file.suffix.lower()])
        except RowRefused as error:
            gathered.fail(url, "article", error)
    return gathered.result()


def _files(path: Path) -> Iterator[Path]:
    try:
        is_folder = path.is_dir()
    except OSError:  # a name that no file can have; reading it will say so
        is_folder = False
    if not is_folder:
        yield path
        return
    yield from (file for file in sorted(path.rglob("*")) if file.is_file() and file.suffix.lower() in FILE_TYPES)


def _located(file: Path) -> Path:
    """The file itself, however it was pointed to; a path that leads nowhere stays as it is."""
    try:
        return file.resolve()
    except (OSError, RuntimeError):
        return file.absolute()


def _articles_of(file: Path, url: str) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of each article in a file."""
    if file.suffix.lower() not in FILE_TYPES:
        told = f"files of type {file.suffix or 'none'!r} are not read; known: {', '.join(FILE_TYPES)}"
        raise RowRefused("unknown_type", f"{_shown(file)}: {told}")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise RowRefused("unreadable", f"{_shown(file)}: {error.strerror or error}") from None
    if not content.strip():
        raise RowRefused("empty_file", f"{_shown(file)}: the file is empty")
    if file.suffix.lower() != ".jsonl":
        yield url, content
        return
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            yield f"{url}#line={number}", line


def _shown(file: Path) -> str:
    """The path as text; bytes of a name that are not UTF-8 are shown as escapes."""
    return os.fsencode(file).decode("utf-8", "backslashreplace")
