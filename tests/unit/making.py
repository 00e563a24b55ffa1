"""Rows that unit tests make by hand: every column has a plain value, a test names the ones it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from pipeline.contract import Table
from pipeline.ids import digest, make_id, rekey
from pipeline.schema import TABLES
from pipeline.settings import Settings
from pipeline.stages.parse import document_of

NIGHT = date(2026, 3, 2)
RUN = "r-0000000000000000"
STORY = "“The bridge will open in May,” Mayor Ines Calloway said on Monday.\nThe council met for an hour."


def table_of(table: Table, *rows: dict[str, Any]) -> pa.Table:
    """The rows as the runner would hand them to a stage."""
    return table.stamped(table.build(rows), NIGHT, RUN)


def empty(*names: str) -> dict[str, pa.Table]:
    """Tables without rows."""
    return {name: table_of(TABLES[name]) for name in names}


def to_judge(*overrides: dict[str, Any], history: Sequence[dict[str, Any]] = ()) -> dict[str, pa.Table]:
    """Empty tables of all that ``validate`` reads, with people's decisions and the measures of earlier nights."""
    read = empty("watermarks", "documents", "duplicates", "mentions", "claims", "claim_mentions")
    past = pa.Table.from_pylist([{"run_id": RUN, **row} for row in history], schema=TABLES["measures"].arrow)
    return read | {"overrides": TABLES["overrides"].build(overrides), "history": past}


def override(table_name: str, row_key: str, field: str, value: str | None = None, **columns: Any) -> dict[str, Any]:
    """A row of ``overrides`` about this night."""
    return {
        "override_id": f"o-{table_name}-{row_key}-{field}",
        "about_night": NIGHT,
        "table_name": table_name,
        "row_key": row_key,
        "field": field,
        "value": value,
        "author": "Ada",
        "reason": "heard it herself",
        "made_at": datetime(2026, 3, 3, tzinfo=UTC),
    } | columns


def article(body: bytes | str = STORY, name: str = "one", **columns: Any) -> dict[str, Any]:
    """A row of ``articles``: a plain text unless the content type says otherwise."""
    content = body.encode() if isinstance(body, str) else body
    url = columns.get("url", f"https://paper.example/{name}")
    return {
        "article_id": make_id("a", url, digest(content)),
        "publisher_id": "paper",
        "url": url,
        "canonical_url": url,
        "fetched_at": datetime(2026, 3, 2, 4, tzinfo=UTC),
        "http_status": 200,
        "content_type": "text/plain",
        "charset": None,
        "etag": None,
        "last_modified": None,
        "listed_title": None,
        "listed_at": None,
        "body": content,
        "body_sha256": digest(content),
    } | columns


def document(name: str = "one", text: str | None = None, **columns: Any) -> dict[str, Any]:
    """A row of ``documents``; each name has a text of its own unless one is given."""
    text = f"Story {name}. {STORY}" if text is None else text
    return {
        "document_id": f"d-{name}",
        "article_id": f"a-{name}",
        "publisher_id": "paper",
        "url": f"https://paper.example/{name}",
        "title": f"Title of {name}",
        "text": text,
        "language": "en",
        "authors": [],
        "published_at": datetime(2026, 3, 2, 3, tzinfo=UTC),
        "published_origin": "meta",
        "published_precision": "second",
        "word_count": len(text.split()),
        "flags": [],
        "text_sha256": digest(text.encode()),
    } | columns


def mention(of: dict[str, Any], surface: str, name: str = "m", **columns: Any) -> dict[str, Any]:
    """A row of ``mentions`` about the first place where ``surface`` stands in the document's text."""
    start = of["text"].index(surface)
    return {
        "mention_id": f"m-{name}",
        "document_id": of["document_id"],
        "start": start,
        "end": start + len(surface),
        "surface": surface,
        "label": "PERSON",
        "kind": "name",
        "entity_id": make_id("e", "PERSON", surface),
        "chain_id": f"h-{name}",
        "score": 0.9,
        "extractor": "test 1",
    } | columns


def claim(of: dict[str, Any], content: str, name: str = "c", **columns: Any) -> dict[str, Any]:
    """A row of ``claims`` whose content is the first place where those words stand in the document's text."""
    start = of["text"].index(content)
    return {
        "claim_id": f"c-{name}",
        "document_id": of["document_id"],
        "quote_type": "direct",
        "source": [],
        "source_text": None,
        "cue": [],
        "cue_text": None,
        "content": [{"start": start, "end": start + len(content)}],
        "content_text": content,
        "fragments": [],
        "speaker_entity_id": make_id("e", "PERSON", "ines calloway"),
        "speaker": "Ines Calloway",
        "co_speaker_entity_ids": [],
        "co_speakers": [],
        "unresolved_reason": None,
        "evidence": [],
        "is_anonymous": False,
        "confidence": 0.9,
        "extractor": "by-hand 1",
    } | columns


def watermark(url: str, outcome: str = "fetched", **columns: Any) -> dict[str, Any]:
    """A row of ``watermarks`` about an article's address."""
    return {"publisher_id": "paper", "url": url, "kind": "article", "outcome": outcome, "listed": []} | columns


def parsed(body: bytes | str, **columns: Any) -> dict[str, Any]:
    """The document that parsing makes of these bytes."""
    return document_of(article(body, **columns), Settings())


def document_id_of(row: dict[str, Any]) -> str:
    """The identifier of the document made from an article."""
    return rekey("d", row["article_id"])
