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
import pyarrow.compute as pc

from pipeline.contract import Result, Tables
from pipeline.ids import make_id
from pipeline.schema import DOCUMENT_PRINTS, DUPLICATES
from pipeline.settings import Settings
from pipeline.stages.sketches import NUMBERS, Sketches, meeting, similarity, sketch

Row = dict[str, Any]
Likeness = Mapping[int, list[tuple[float, Row]]]  # position of a document -> what it is like, and how much

ALIKE = 0.55  # shares of two texts from which they are near copies
_LEAST_WORDS = 50  # a shorter text is a caption or a notice; only an equal one is its copy
_NEVER = datetime.max.replace(tzinfo=UTC)  # an undated document is never the original of a dated one


def dedupe(tables: Tables, settings: Settings) -> Result:
    """Group documents whose texts are equal or nearly so, and find the earlier versions of each.

    Reads:  documents; history, the document_prints of the nights before.
    Writes: duplicates, one row a document, the earliest of a group its original; document_prints, one row a document.
    """
    columns = ["document_id", "publisher_id", "url", "published_at", "text_sha256", "word_count", "text"]
    documents = sorted(tables["documents"].select(columns).to_pylist(), key=_order)
    sketches = sketch([row["text"] for row in documents])
    grouped = list(_grouped(documents, tables["history"], sketches))
    duplicates = [{name: row[name] for name in _names(DUPLICATES)} for row in grouped]
    prints = [{name: row[name] for name in _names(DOCUMENT_PRINTS)} for row in grouped]
    rows = {"duplicates": DUPLICATES.build(duplicates), "document_prints": DOCUMENT_PRINTS.build(prints)}
    return Result(rows, kept=len(documents))


def _grouped(documents: list[Row], earlier: pa.Table, sketches: Sketches) -> Iterator[Row]:
    """The documents in order, each filled up with the columns of both tables; later ones may be like it."""
    alike, old = _alike(documents, earlier, sketches)
    equal = {row["text_sha256"]: row for row in reversed(old)}
    at_address = {(row["publisher_id"], row["url"]): row for row in old}
    for place, row in enumerate(documents):
        row |= {"sketch": sketches[place].tobytes()}
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


def _alike(documents: list[Row], earlier: pa.Table, sketches: Sketches) -> tuple[Likeness, list[Row]]:
    """What each document is like among earlier ones and those before it; and the earlier ones that matter, in order.

    Of a million earlier documents some hundred matter: those that are alike, and those of a text or address of now.
    """
    found: dict[int, list[tuple[float, Row]]] = defaultdict(list)
    known = _numbers(earlier)
    like_old, like_new = (_near(documents, sketches, others) for others in (known, sketches))
    same = [
        pc.is_in(earlier.column(column), pa.array({row[column] for row in documents}, pa.string()))
        for column in ("text_sha256", "url")
    ]
    matters = np.array(pc.or_(*same), dtype=np.bool_)
    matters[[theirs for _, theirs, _ in like_old]] = True
    places = np.flatnonzero(matters)
    rows = earlier.drop_columns("sketch").take(places).to_pylist()
    old = dict(
        sorted(zip(places.tolist(), rows, strict=True), key=lambda one: (one[1]["night"], one[1]["document_id"]))
    )
    rank = {place: number for number, place in enumerate(old)}
    for mine, theirs, like in sorted(like_old, key=lambda pair: rank[pair[1]]):
        found[mine].append((like, old[theirs]))
    for mine, theirs, like in like_new:
        if theirs < mine:
            found[mine].append((like, documents[theirs]))
    return found, list(old.values())


def _near(documents: list[Row], sketches: Sketches, others: Sketches) -> list[tuple[int, int, float]]:
    """Each long document with those among the others that are like it, and how much."""
    pairs = meeting(sketches, others)
    likes = similarity(sketches, others, pairs).tolist()
    told = zip(pairs[:, 0].tolist(), pairs[:, 1].tolist(), likes, strict=True)
    return [one for one in told if one[2] >= ALIKE and documents[one[0]]["word_count"] >= _LEAST_WORDS]


def _numbers(prints: pa.Table) -> Sketches:
    """The sketches of a table of prints, as they lie in memory: one after the other, without a gap."""
    parts = [np.empty(0, dtype=np.uint32)]
    for chunk in prints.column("sketch").chunks:
        _, offsets, values = chunk.buffers()
        if not len(chunk) or offsets is None or values is None:
            continue
        begins = np.frombuffer(memoryview(offsets), dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        parts.append(np.frombuffer(memoryview(values), dtype=np.uint8)[begins[0] : begins[-1]].view(np.uint32))
    return np.concatenate(parts).reshape(-1, NUMBERS)


def _order(row: Row) -> tuple[datetime, str]:
    return row["published_at"] or _NEVER, row["document_id"]


def _names(table: Any) -> list[str]:
    return [column.name for column in table.columns if column.name not in ("night", "run_id")]
