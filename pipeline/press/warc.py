"""Write kept responses as a web archive (WARC 1.1), for other tools and to be taken again by ``run --files``.

A record holds the body as it is kept, unpacked. What its header said of the packed form stands under ``X-Crawler-``, as
in the archives of Common Crawl. What the outlet's feed said stands in fields of our own, which other readers pass over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, Any
from uuid import NAMESPACE_OID, uuid5

from pipeline.contract import Row
from pipeline.urls import canonical

PLACE = "#warc="  # stands between the address of an article and its place in the archive that it was taken from
_OURS = {
    "publisher_id": "Newsledger-Publisher",
    "listed_title": "Newsledger-Listed-Title",
    "listed_at": "Newsledger-Listed-At",
}
_OF_THE_PACKED = ("content-encoding", "transfer-encoding", "content-length")
_PUBLISHER = re.compile(r"[a-z][a-z0-9_-]*")
_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def write_responses(articles: Iterable[Row], stream: IO[bytes]) -> int:
    """Write a record for each article that is an HTTP response, each packed by itself; how many there were."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    about = {"software": "newsledger", "format": "WARC File Format 1.1", "conformsTo": _STANDARD}
    writer.write_record(writer.create_warcinfo_record(None, about))
    count = 0
    for article in (row for row in articles if row["http_status"]):
        version, status, fields = _head(article)
        record = writer.create_warc_record(
            _target(article),
            "response",
            payload=BytesIO(article["body"]),
            length=len(article["body"]),
            http_headers=StatusAndHeaders(status, fields, protocol=version),
            warc_headers_dict=_fields_of(article),
        )
        writer.write_record(record)
        count += 1
    return count


def told_in(fields: Mapping[str, str | None]) -> dict[str, Any]:
    """The columns of ``articles`` that the fields of a record tell, if it was written here."""
    told: dict[str, Any] = {column: fields.get(name) for column, name in _OURS.items()}
    try:
        at = datetime.fromisoformat(told["listed_at"] or "")
    except ValueError:
        at = None
    known = _PUBLISHER.fullmatch(told["publisher_id"] or "")
    told |= {"publisher_id": known[0] if known else None, "listed_at": at if at and at.tzinfo else None}
    return {column: value for column, value in told.items() if value}


def _fields_of(article: Row) -> dict[str, str]:
    """The fields of a record beside those that follow from its content."""
    ours = {name: article[column] for column, name in _OURS.items()}
    worded = {name: _stamp(value) if isinstance(value, datetime) else value for name, value in ours.items()}
    return {
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_OID, article['article_id'])}>",
        "WARC-Date": _stamp(article["fetched_at"]),
        **{name: " ".join(text.split()) for name, text in worded.items() if text},
    }


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _target(article: Row) -> str:
    """The address that answered: the one asked for, or where that led."""
    asked, _, _ = str(article["url"]).partition(PLACE)
    return asked if canonical(asked) == article["canonical_url"] else str(article["canonical_url"])


def _head(article: Row) -> tuple[str, str, list[tuple[str, str]]]:
    """Version, status and header fields of a response, such as belong to the body that is kept.

    For an article that was taken before heads were kept, they are made of what its columns tell.
    """
    first, *lines = (article["head"] or _made(article)).split("\n")
    version, _, status = first.partition(" ")
    fields = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    length = str(len(article["body"]))
    others = [(name, value) for name, value in fields if (name.lower(), value) != ("content-length", length)]
    kept = [(f"X-Crawler-{name}" if name.lower() in _OF_THE_PACKED else name, value) for name, value in others]
    return version, status, [*kept, ("Content-Length", length)]


def _made(article: Row) -> str:
    charset = f"; charset={article['charset']}" if article["charset"] else ""
    told = {
        "Content-Type": article["content_type"] + charset,
        "ETag": article["etag"],
        "Last-Modified": article["last_modified"],
    }
    fields = (f"{name}: {value}" for name, value in told.items() if value)
    return "\n".join((f"HTTP/1.1 {article['http_status']} OK", *fields))
