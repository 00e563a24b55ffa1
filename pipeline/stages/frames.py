"""The frames that suites judge: each table's rows with the facts about them that a rule needs as further columns."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contract import Tables
from pipeline.ids import digest
from pipeline.schema import TABLES
from pipeline.spans import PIECE_SEPARATOR
from pipeline.stages.extract import LANGUAGE
from pipeline.stages.figures import compared, usual_words

if TYPE_CHECKING:
    import pandas as pd

Values: TypeAlias = "pa.Array[Any] | pa.ChunkedArray[Any]"

_ROLES = ("source", "cue", "content")


class Spans(NamedTuple):
    """The spans of a column of lists, one after the other, each with the number of its row, of ``total`` rows."""

    rows: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    total: int

    def by_row(self) -> list[list[tuple[int, int]]]:
        """For each row the start and end of its spans."""
        pairs = list(zip(self.starts.tolist(), self.ends.tolist(), strict=True))
        edges = np.cumsum(np.bincount(self.rows, minlength=self.total)).tolist()
        return [pairs[first:last] for first, last in pairwise([0, *edges])]


def _documents(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    documents = tables["documents"]
    frame = documents.drop_columns(["authors", "text"]).to_pandas()
    after = pd.to_datetime(frame["published_at"], utc=True) - pd.to_datetime(frame["night"], utc=True)
    usual = usual_words(tables["history"].to_pylist())
    is_read = pc.equal(documents.column("language"), pa.scalar(LANGUAGE))
    speaking = _answered(documents.column("document_id"), tables["claims"].column("document_id"))
    texts = zip(documents.column("text").to_pylist(), documents.column("text_sha256").to_pylist(), strict=True)
    return frame.assign(
        text_is_frozen=[digest(str(text).encode()) == sha256 for text, sha256 in texts],
        has_claim=pd.Series(pc.if_else(is_read, speaking, None).to_pylist(), dtype=object),
        published_days_after_night=after.dt.total_seconds() / 86_400,
        published_year=frame["published_at"].dt.year,
        modified_before_published=frame["modified_at"] < frame["published_at"],
        unbalanced_quotes=["unbalanced_quotes" in flags for flags in frame["flags"]],
        short_text=["short_text" in flags for flags in frame["flags"]],
        share_of_usual_length=frame["word_count"] / frame["publisher_id"].map(usual).astype(float),
    )


def _duplicates(tables: Tables) -> pd.DataFrame:
    duplicates = tables["duplicates"]
    copies = duplicates.filter(pc.is_valid(duplicates.column("duplicate_of"))).column("document_id")
    return duplicates.to_pandas().assign(
        lost_reference=_lost_references("duplicates", tables, "document_id"),  # others may be of earlier nights
        original_is_a_copy=_answered(duplicates.column("duplicate_of"), copies).to_numpy(zero_copy_only=False),
    )


def _mentions(tables: Tables) -> pd.DataFrame:
    mentions = tables["mentions"]
    surfaces = mentions.column("surface").to_pylist()
    points = (mentions.column(edge).to_numpy().tolist() for edge in ("start", "end"))
    places = zip(_own_texts("mentions", tables), *points, surfaces, strict=True)
    return mentions.to_pandas().assign(
        offsets_true=[text is None or text[start:end] == words for text, start, end, words in places],
        is_blank=[not str(words).strip() for words in surfaces],
        lost_reference=_lost_references("mentions", tables),
    )


def _claims(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    claims = tables["claims"]
    texts = _own_texts("claims", tables)
    spans = {role: _spans(claims, role) for role in (*_ROLES, "fragments")}
    contents = claims.column("content_text").to_pylist()
    return pd.DataFrame(
        {
            "claim_id": claims.column("claim_id").to_pylist(),
            "offsets_true": np.logical_and.reduce([_show(texts, spans[role], claims, role) for role in _ROLES]),
            "spans_in_order": np.logical_and.reduce([_are_in_order(found) for found in spans.values()]),
            "fragments_inside": _lie_within(spans["fragments"], spans["content"]),
            "evidence_known": _is_evidence_known(tables),
            "speaker_or_reason": pc.xor(*(pc.is_null(claims.column(c)) for c in ("speaker", "unresolved_reason"))),
            "content_words": [len(str(words).split()) for words in contents],
            "has_speaker": pc.is_valid(claims.column("speaker")).cast(pa.float64()),
            "confidence": claims.column("confidence"),
            "lost_reference": _lost_references("claims", tables),
        }
    )


def _show(texts: list[str | None], spans: Spans, claims: pa.Table, role: str) -> list[bool]:
    """For each claim whether the words at its spans of a role are its row's; references_resolve tells of no text."""
    told = claims.column(f"{role}_text").to_pylist()
    return [
        text is None or (PIECE_SEPARATOR.join([text[start:end] for start, end in own]) or None) == words
        for text, own, words in zip(texts, spans.by_row(), told, strict=True)
    ]


def _are_in_order(spans: Spans) -> npt.NDArray[np.bool_]:
    """For each row whether none of its spans is empty, and each ends before the next begins."""
    wrong = spans.starts >= spans.ends
    wrong[1:] |= (spans.rows[1:] == spans.rows[:-1]) & (spans.starts[1:] < spans.ends[:-1])
    return _all_but(spans.rows[wrong], spans.total)


def _all_but(rows: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.bool_]:
    held = np.ones(count, dtype=np.bool_)
    held[rows] = False
    return held


def _lie_within(inner: Spans, outer: Spans) -> list[bool]:
    """For each row whether each of its inner spans lies within one of the outer ones."""
    return [
        not own or all(any(start <= first and last <= end for start, end in around) for first, last in own)
        for own, around in zip(inner.by_row(), outer.by_row(), strict=True)
    ]


def _is_evidence_known(tables: Tables) -> npt.NDArray[np.bool_]:
    """For each claim whether every mention that leads to its speaker is there."""
    evidence = tables["claims"].column("evidence").combine_chunks()
    named = pc.struct_field(pc.list_flatten(evidence), "mention_id")
    lost = pc.filter(pc.list_parent_indices(evidence), _is_lost(named, tables["mentions"].column("mention_id")))
    return _all_but(lost.to_numpy(), len(evidence))


def _claim_mentions(tables: Tables) -> pd.DataFrame:
    pairs, claims, mentions = (tables[name] for name in ("claim_mentions", "claims", "mentions"))
    claim = pc.index_in(pairs.column("claim_id"), claims.column("claim_id"))
    mention = pc.index_in(pairs.column("mention_id"), mentions.column("mention_id"))
    same = pc.equal(claims.column("document_id").take(claim), mentions.column("document_id").take(mention))
    edges = (mentions.column(edge).take(mention).to_pylist() for edge in ("start", "end"))
    contents = _spans(claims, "content").by_row()
    inside = [
        here is None  # lost_reference tells of it
        or (here and any(start <= first and last <= end for start, end in contents[number]))
        for number, here, first, last in zip(claim.to_pylist(), same.to_pylist(), *edges, strict=True)
    ]
    return pairs.to_pandas().assign(
        lost_reference=_lost_references("claim_mentions", tables), inside_content=np.array(inside, dtype=np.bool_)
    )


def _measures(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    stamped = (tables[name].column("night").to_pylist() for name in ("watermarks", "documents"))
    night = next((night for nights in stamped for night in nights), None)
    tonight = [{"night": night, **row} for row in tables["measures"].to_pylist()]
    frame = pd.DataFrame(compared(tonight, tables["history"].to_pylist()))
    figures = [column for column in frame.columns if column not in ("publisher_id", "is_silent")]
    return frame.astype(dict.fromkeys(figures, float))


def _own_texts(name: str, tables: Tables) -> list[str | None]:
    """For each row of a table the text of its document, or none where the night has no such document."""
    documents = tables["documents"]
    texts = documents.column("text").to_pylist()
    own = pc.index_in(tables[name].column("document_id"), documents.column("document_id")).to_pylist()
    return [None if number is None else texts[number] for number in own]


def _spans(data: pa.Table, column: str) -> Spans:
    lists = data.column(column).combine_chunks()
    flat = pc.list_flatten(lists)
    starts, ends = (pc.struct_field(flat, edge).to_numpy() for edge in ("start", "end"))
    return Spans(pc.list_parent_indices(lists).to_numpy(), starts, ends, len(lists))


def _answered(references: Values, keys: pa.ChunkedArray[Any]) -> Values:
    """For each reference whether it is one of the keys."""
    return pc.is_in(references, value_set=keys.combine_chunks())


def _is_lost(references: Values, keys: pa.ChunkedArray[Any]) -> Values:
    """For each reference whether it is given and no key answers it."""
    return pc.and_not(pc.is_valid(references), _answered(references, keys))


def _lost_references(name: str, tables: Tables, *columns: str) -> pd.Series[str]:
    """For each row the first reference, of the given columns or of all, that no row of the night answers, or none."""
    import pandas as pd

    data = tables[name]
    found: list[str | None] = [None] * data.num_rows
    for column, target in TABLES[name].references.items():
        if target in tables and column in (columns or TABLES[name].references):
            values = data.column(column)
            lost = _is_lost(values, tables[target].column(TABLES[target].key[0]))
            for row in pc.indices_nonzero(lost).to_numpy().tolist():
                found[row] = found[row] or f"{column} {values[row].as_py()}"
    return pd.Series(found, dtype=object)


FRAMES: dict[str, Callable[[Tables], pd.DataFrame]] = {
    "documents": _documents,
    "duplicates": _duplicates,
    "mentions": _mentions,
    "claims": _claims,
    "claim_mentions": _claim_mentions,
    "measures": _measures,
}
