"""Tell copies and new versions from originals, within the night and against the nights before it.

Documents are taken in the order of their publication, those of earlier nights first. Each joins the group of the
document before it that is most like it, or begins a group of its own. Texts that share 0.55 of their five-word
shingles are of one group: of pairs that share 0.65 an estimate by 128 numbers finds 99 %, of pairs that share 0.45
it takes 1 %.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.contract import Result, Tables
from pipeline.ids import make_id
from pipeline.schema import DOCUMENT_PRINTS, DUPLICATES
from pipeline.settings import Settings
from pipeline.stages.sketches import NUMBERS, Sketches, meeting, similarity, sketch
from pipeline.urls import canonical

Row = dict[str, Any]
Likeness = Mapping[int, list[tuple[float, Row]]]  # position of a document -> what it is like, and how much

_ALIKE = 0.55
_LEAST_WORDS = 50  # a shorter text is a caption or a notice; only an equal one is its copy
_NEVER = datetime.max.replace(tzinfo=UTC)  # an undated document is never the original of a dated one


def dedupe(tables: Tables, settings: Settings) -> Result:
    """Group documents whose texts are equal or nearly so, and find the earlier versions of each.

    Reads:  documents; history, the document_prints of the nights before.
    Writes: duplicates, one row a document, the earliest of a group its original; document_prints, one row a document.
    """
    columns = ["document_id", "publisher_id", "url", "published_at", "text_sha256", "word_count", "text"]
    documents = sorted(tables["documents"].select(columns).to_pylist(), key=_order)
    earlier = tables["history"].sort_by([("night", "ascending"), ("document_id", "ascending")])
    sketches = sketch([row["text"] for row in documents])
    grouped = list(_grouped(documents, earlier, sketches))
    duplicates = [{name: row[name] for name in _names(DUPLICATES)} for row in grouped]
    prints = [{name: row[name] for name in _names(DOCUMENT_PRINTS)} for row in grouped]
    rows = {"duplicates": DUPLICATES.build(duplicates), "document_prints": DOCUMENT_PRINTS.build(prints)}
    return Result(rows, kept=len(documents))


def _grouped(documents: list[Row], earlier: pa.Table, sketches: Sketches) -> Iterator[Row]:
    """The documents in order, each filled up with the columns of both tables; later ones may be like it."""
    old = earlier.drop_columns("sketch").to_pylist()
    equal = {row["text_sha256"]: row for row in reversed(old)}
    at_address = {(row["publisher_id"], row["url"]): row for row in old}
    alike = _alike(documents, old, sketches, earlier)
    for place, row in enumerate(documents):
        row |= {"url": canonical(row["url"]), "sketch": sketches[place].tobytes()}
        like, other = max(alike[place], key=lambda found: found[0], default=(0.0, None))
        same = equal.get(row["text_sha256"])
        before = at_address.get((row["publisher_id"], row["url"]))
        if before is None and other and not same and other["publisher_id"] == row["publisher_id"]:
            before = other
        row |= {"method": "exact", "similarity": 1.0, "version_of": before["document_id"] if before else None}
        if same is None and other:
            row |= {"method": "near", "similarity": like}
        group = same or other
        row["cluster_id"] = group["cluster_id"] if group else make_id("k", row["text_sha256"])
        row["original_id"] = group["original_id"] if group else row["document_id"]
        row["duplicate_of"] = row["original_id"] if group else None
        equal.setdefault(row["text_sha256"], row)
        at_address[row["publisher_id"], row["url"]] = row
        yield row


def _alike(documents: list[Row], old: list[Row], sketches: Sketches, earlier: pa.Table) -> Likeness:
    """What each document is like among the fingerprints of earlier nights and the documents before it."""
    found: dict[int, list[tuple[float, Row]]] = defaultdict(list)
    known = np.frombuffer(b"".join(filter(None, earlier.column("sketch").to_pylist())), dtype=np.uint32).reshape(
        -1, NUMBERS
    )
    long = [row["word_count"] >= _LEAST_WORDS for row in documents]
    for others, rows in ((known, old), (sketches, documents)):
        pairs = meeting(sketches, others)
        for (mine, theirs), like in zip(pairs.tolist(), similarity(sketches, others, pairs).tolist(), strict=True):
            if like >= _ALIKE and long[mine] and (rows is old or theirs < mine):
                found[mine].append((like, rows[theirs]))
    return found


def _order(row: Row) -> tuple[datetime, str]:
    return row["published_at"] or _NEVER, row["document_id"]


def _names(table: Any) -> list[str]:
    return [column.name for column in table.columns if column.name not in ("night", "run_id")]
