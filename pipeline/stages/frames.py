"""The frames that suites judge: each table's rows with the facts about them that a rule needs as further columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline.contract import Tables
from pipeline.ids import digest
from pipeline.schema import TABLES
from pipeline.spans import Span, are_sorted_and_disjoint, join_text
from pipeline.stages.extract import LANGUAGE
from pipeline.stages.figures import compared, usual_words

if TYPE_CHECKING:
    import pandas as pd

_ROLES = ("source", "cue", "content")


def _documents(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    texts = _texts(tables)
    frame = tables["documents"].drop_columns(["authors", "text"]).to_pandas()
    speaking = set(tables["claims"].column("document_id").to_pylist())
    after = pd.to_datetime(frame["published_at"], utc=True) - pd.to_datetime(frame["night"], utc=True)
    facts = zip(frame["document_id"], frame["language"], frame["text_sha256"], strict=True)
    has_claim, frozen = [], []
    for document, language, sha256 in facts:
        has_claim.append(document in speaking if language == LANGUAGE else None)
        frozen.append(digest(texts[document].encode()) == sha256)
    return frame.assign(
        text_is_frozen=frozen,
        has_claim=pd.Series(has_claim, dtype=object, index=frame.index),
        published_days_after_night=after.dt.total_seconds() / 86_400,
        published_year=frame["published_at"].dt.year,
        modified_before_published=frame["modified_at"] < frame["published_at"],
        unbalanced_quotes=["unbalanced_quotes" in flags for flags in frame["flags"]],
        short_text=["short_text" in flags for flags in frame["flags"]],
        share_of_usual_length=frame["word_count"]
        / frame["publisher_id"].map(usual_words(tables["history"].to_pylist())),
    )


def _duplicates(tables: Tables) -> pd.DataFrame:
    frame = tables["duplicates"].to_pandas()
    copies = {row["document_id"] for row in tables["duplicates"].to_pylist() if row["duplicate_of"]}
    return frame.assign(
        lost_reference=_lost_references("duplicates", tables, "document_id"),  # others may be of earlier nights
        original_is_a_copy=[original in copies for original in frame["duplicate_of"]],
    )


def _mentions(tables: Tables) -> pd.DataFrame:
    texts = _texts(tables)
    frame = tables["mentions"].to_pandas()
    places = zip(frame["document_id"], frame["start"], frame["end"], frame["surface"], strict=True)
    return frame.assign(
        offsets_true=[d not in texts or texts[d][start:end] == words for d, start, end, words in places],
        is_blank=[not surface.strip() for surface in frame["surface"]],
        lost_reference=_lost_references("mentions", tables),
    )


def _claims(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    texts = _texts(tables)
    mentions = set(tables["mentions"].column("mention_id").to_pylist())
    rows = [_claim(row, texts.get(row["document_id"]), mentions) for row in tables["claims"].to_pylist()]
    return pd.DataFrame(rows).assign(lost_reference=_lost_references("claims", tables))


def _claim(row: dict[str, Any], text: str | None, mentions: set[str | None]) -> dict[str, Any]:
    spans = {role: [Span(s["start"], s["end"]) for s in row[role]] for role in (*_ROLES, "fragments")}
    steps = [step["mention_id"] for step in row["evidence"] or () if step["mention_id"]]
    return {
        "claim_id": row["claim_id"],
        "offsets_true": text is None  # references_resolve tells of it
        or all((join_text(text, spans[role]) or None) == row[f"{role}_text"] for role in _ROLES),
        "spans_in_order": all(map(are_sorted_and_disjoint, spans.values())),
        "fragments_inside": all(any(p.start <= f.start and f.end <= p.end for p in spans["content"])
                                for f in spans["fragments"]),
        "evidence_known": all(mention in mentions for mention in steps),
        "speaker_or_reason": (row["speaker"] is None) != (row["unresolved_reason"] is None),
        "content_words": len(row["content_text"].split()),
        "has_speaker": float(row["speaker"] is not None),
        "confidence": row["confidence"],
    }  # fmt: skip


def _claim_mentions(tables: Tables) -> pd.DataFrame:
    rows = tables["claims"].select(["claim_id", "document_id", "content"]).to_pylist()
    claims = {row["claim_id"]: row for row in rows}
    columns = ["mention_id", "document_id", "start", "end"]
    mentions = {row["mention_id"]: row for row in tables["mentions"].select(columns).to_pylist()}

    def inside(claim: dict[str, Any] | None, mention: dict[str, Any] | None) -> bool:
        if claim is None or mention is None:
            return True  # lost_reference tells of it
        within = any(p["start"] <= mention["start"] and mention["end"] <= p["end"] for p in claim["content"])
        return within and claim["document_id"] == mention["document_id"]

    frame = tables["claim_mentions"].to_pandas()
    pairs = zip(frame["claim_id"], frame["mention_id"], strict=True)
    return frame.assign(
        lost_reference=_lost_references("claim_mentions", tables),
        inside_content=[inside(claims.get(claim), mentions.get(mention)) for claim, mention in pairs],
    )


def _measures(tables: Tables) -> pd.DataFrame:
    import pandas as pd

    stamped = (tables[name].column("night").to_pylist() for name in ("watermarks", "documents"))
    night = next((night for nights in stamped for night in nights), None)
    tonight = [{"night": night, **row} for row in tables["measures"].to_pylist()]
    frame = pd.DataFrame(compared(tonight, tables["history"].to_pylist()))
    figures = [column for column in frame.columns if column not in ("publisher_id", "is_silent")]
    return frame.astype(dict.fromkeys(figures, float))


def _texts(tables: Tables) -> dict[str, str]:
    rows = tables["documents"].select(["document_id", "text"]).to_pylist()
    return {row["document_id"]: row["text"] for row in rows}


def _lost_references(name: str, tables: Tables, *columns: str) -> pd.Series[str]:
    """For each row the first reference, of the given columns or of all, that no row of the night answers, or none."""
    import pandas as pd

    known = {
        target: set(tables[target].column(TABLES[target].key[0]).to_pylist())
        for target in TABLES[name].references.values()
        if target in tables
    }
    references = {
        column: target
        for column, target in TABLES[name].references.items()
        if target in known and column in (columns or TABLES[name].references)
    }

    def lost(row: dict[str, str | None]) -> str | None:
        gone = (c for c, target in references.items() if row[c] is not None and row[c] not in known[target])
        return next((f"{column} {row[column]}" for column in gone), None)

    return pd.Series([lost(row) for row in tables[name].select(list(references)).to_pylist()], dtype=object)


FRAMES: dict[str, Callable[[Tables], pd.DataFrame]] = {
    "documents": _documents,
    "duplicates": _duplicates,
    "mentions": _mentions,
    "claims": _claims,
    "claim_mentions": _claim_mentions,
    "measures": _measures,
}
