"""Take web archives (WARC, as CC-NEWS) and Parquet files as articles, part by part, so that memory stays bounded.

A part is sealed before the next is read. It tells where the next begins, so that an import which was stopped goes on
there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.contract import Result
from pipeline.errors import RowRefused
from pipeline.ids import digest
from pipeline.press.fetch import Clock, Gathered, united
from pipeline.press.warc import PLACE, told_in
from pipeline.publishers import FILES_PUBLISHER
from pipeline.urls import canonical, outlet_of

if TYPE_CHECKING:
    from fastwarc.warc import HeaderMap

ARCHIVES = (".warc", ".warc.gz", ".parquet")
_RECORDS = 500  # of one part, at most
_BYTES = 64 << 20  # of one part's bodies, after which no further record is taken into it
_HTTP_PREFIX = "http_"


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of an archive: where the next part begins, and the share of the file that has been read."""

    result: Result
    following: int
    is_last: bool
    share: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """One article of an archive, or what is wrong with it; ``place`` is where it begins, ``share`` how far that is.

    ``day`` is the day that it tells: of the answer in a web archive, of publication in a record.
    """

    place: int
    share: float
    address: str
    publisher_id: str
    columns: dict[str, Any]
    body: bytes = b""
    content_type: str = ""
    at: datetime | None = None
    fault: RowRefused | None = None
    day: date | None = None


def is_archive(path: Path) -> bool:
    """Whether a path is of a type that is taken part by part."""
    return path.name.lower().endswith(ARCHIVES)


def parts(
    path: Path, night: date, clock: Clock, start: int, max_bytes: int, span: tuple[date, date] | None = None
) -> Iterator[Part]:
    """The articles of an archive from ``start`` on; every record becomes an article or a row of quarantine.

    Args:
        start: what the part before gave as ``following``; 0 for the first.
        max_bytes: a longer body is refused.
        span: first and last night of an import; where given, an article is taken for the day that it tells, and one
            that tells none for the last. Those outside are left out, which the result for the last night tells.

    Raises:
        RowRefused: rule ``unreadable``; the file is no such archive, or is damaged from some place on.
    """
    gathered: dict[str, Gathered] = {}
    count = size = outside = 0
    read = _rows(path, start) if path.name.lower().endswith(".parquet") else _responses(path, start, max_bytes)
    for entry in read:
        if span and (entry.day or span[1]) != night:
            outside += night == span[1] and not span[0] <= (entry.day or span[1]) <= span[1]
            continue
        if count >= _RECORDS or size >= _BYTES:
            yield Part(united(gathered.values()), entry.place, is_last=False, share=entry.share)
            gathered, count, size = {}, 0, 0
        one = gathered.setdefault(entry.publisher_id, Gathered(night, entry.publisher_id, {}, clock))
        if entry.fault:
            one.fail(entry.address, "article", entry.fault)
        else:
            one.mark(entry.address, "article", "fetched", body_sha256=digest(entry.body))
            fetched = {"fetched_at": entry.at} if entry.at else {}
            one.keep(entry.address, entry.body, entry.content_type, **entry.columns, **fetched)
        count, size = count + 1, size + len(entry.body)
    last = united(gathered.values())
    if outside and span:
        told = f"{path}: {outside} articles are of days outside {span[0]} to {span[1]}, and were left out"
        last = replace(last, messages=(*last.messages, told))
    yield Part(last, start + count, is_last=True, share=1.0)


def _responses(path: Path, start: int, max_bytes: int) -> Iterator[_Entry]:
    """The HTTP responses of a WARC from byte ``start`` on."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    length = path.stat().st_size
    name = digest(str(path).encode())[:8]
    with path.open("rb") as stream:
        stream.seek(start)
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all"):
                if not record.is_http:
                    continue
                place = record.stream_pos
                url = record.headers.get("WARC-Target-URI") or ""
                body = record.reader.read(max_bytes + 1)
                status = record.http_headers.status_code or 0
                fault = None
                if status != 200:
                    fault = RowRefused(f"{_HTTP_PREFIX}{status}", f"{url}: the archive holds an answer {status}")
                elif len(body) > max_bytes:
                    fault = RowRefused("too_large", f"{url}: the body is longer than {max_bytes} bytes")
                columns = {
                    "http_status": status,
                    "charset": record.http_charset,
                    "etag": record.http_headers.get("ETag"),
                    "last_modified": record.http_headers.get("Last-Modified"),
                    "head": _head(record.http_headers),
                    "canonical_url": canonical(url),
                }
                told = told_in(record.headers.asdict())
                kind = (record.http_content_type or "").lower()
                at = record.record_date.astimezone(UTC) if record.record_date else None
                address = f"{url}{PLACE}{name}-{place}"
                outlet, day = told.pop("publisher_id", outlet_of(url)), at.date() if at else None
                yield _Entry(place, place / length, address, outlet, columns | told, body, kind, at, fault, day)
        except (OSError, ValueError, EOFError) as error:
            raise RowRefused("unreadable", f"{path}: no web archive, or damaged: {error}") from None


def _head(fields: HeaderMap) -> str:
    return "\n".join((fields.status_line or "", *(f"{name}: {value}" for name, value in fields.items())))


def _rows(path: Path, start: int) -> Iterator[_Entry]:
    """The rows of a Parquet file from row ``start`` on, each a record as in a JSON Lines file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            total = file.metadata.num_rows
            for batch in file.iter_batches(batch_size=_RECORDS):
                if number + batch.num_rows <= start:
                    number += batch.num_rows
                    continue
                for row in batch.to_pylist():
                    if number >= start:
                        told = {key: value for key, value in row.items() if value is not None}
                        body = json.dumps(told, default=_plain).encode()
                        address = f"{path.resolve().as_uri()}#row={number + 1}"
                        place, share, day = number, number / total, _day(told.get("published_at"))
                        yield _Entry(place, share, address, FILES_PUBLISHER, {}, body, "application/json", day=day)
                    number += 1
    except (OSError, pa.ArrowException) as error:
        raise RowRefused("unreadable", f"{path}: not a Parquet file, or damaged: {error}") from None


def _day(value: object) -> date | None:
    """The UTC day of a record's ``published_at``, or none where it has no moment; its form is checked later."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
