"""Another extractor beside the one that serves: what it would change, its promotion, and the way back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.contract import Row
from pipeline.errors import ConfigurationError
from pipeline.flow import stage
from pipeline.lake import serving
from pipeline.lake.storage import Lake
from pipeline.nights.night import Outcome, publish, work, working_on
from pipeline.nights.progress import Progress, silent
from pipeline.nights.runner import plan, run_beside
from pipeline.nights.workers import workers
from pipeline.nlp.models import extractor_version
from pipeline.pages.rendering import sheet
from pipeline.schema import CLAIMS, DOCUMENTS
from pipeline.settings import Settings

SHOWN = ("night", "change", "differs", "old_speaker", "new_speaker", "old_content", "new_content")
COLUMNS = ("night", "document_id", "url", *SHOWN[1:], "old_confidence", "new_confidence")
_COMPARED = ["claim_id", "document_id", "content", "content_text", "speaker", "speaker_entity_id", "confidence"]
_SAME = 0.5  # share of the code points of two contents in common from which they are one claim with other spans
_SURER = 0.05  # difference of two confidences that is told
_ON_THE_PAGE = 500  # rows


def diff(nights: Sequence[date], model: str, settings: Settings, progress: Progress = silent) -> list[dict[str, Any]]:
    """Claims that another model adds, loses or changes, one row each with the columns ``COLUMNS``.

    The other model's claims lie on the shelf afterwards; nothing that counts is changed.

    Raises:
        ConfigurationError: there is no such model, or a night has no claims to compare with.
    """
    lake = Lake(settings.lake_uri)
    shelf = lake.shelf(serving.slug(extractor_version(model)))
    rows: list[dict[str, Any]] = []
    for night in nights:
        if not lake.manifests(night, "extract"):
            raise ConfigurationError(f"night {night} has not been extracted yet; run it first")
        with working_on(night, settings, shared=True):
            parts = [manifest.shard for manifest in lake.manifests(night, "extract")]
            task = partial(run_beside, stage("extract"), night, model=model, settings=settings)
            with workers(len(parts), settings) as run_shards:
                for number, manifest in enumerate(run_shards(task, parts), 1):
                    progress(f"{night} extract {manifest.shard} with {model}", number / len(parts))
            pages = lake.read(DOCUMENTS, night, columns=["document_id", "url"]).to_pylist()
            urls = {row["document_id"]: row["url"] for row in pages}
            old, new = (place.read(CLAIMS, night, columns=_COMPARED).to_pylist() for place in (lake, shelf))
            rows += [{"night": night, "url": urls.get(row["document_id"]), **row} for row in compared(old, new)]
    return rows


def shards(first: date, last: date, model: str, settings: Settings) -> list[tuple[date, str]]:
    """The extracted shards of a range of nights, for another model to read one by one before ``diff``.

    Raises:
        ConfigurationError: there is no such model, or no night of the range has been extracted.
    """
    extractor_version(model)
    lake = Lake(settings.lake_uri)
    nights = [night for night in lake.nights() if first <= night <= last]
    if not (found := [(night, m.shard) for night in nights for m in lake.manifests(night, "extract")]):
        raise ConfigurationError(f"no night from {first} to {last} has been extracted yet; run one first")
    return found


def compared(old: Iterable[Row], new: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Rows of a diff, document by document; claims that are the same give none."""
    before, after = _by_document(old), _by_document(new)
    for document in sorted({*before, *after}):
        for one, other in _paired(before.get(document, []), after.get(document, [])):
            differs = _differences(one, other) if one and other else []
            if one and other and not differs:
                continue
            sides = {f"{side}_{column}": claim and claim[name] for side, claim in (("old", one), ("new", other))
                     for column, name in (("speaker", "speaker"), ("content", "content_text"),
                                          ("confidence", "confidence"))}  # fmt: skip
            change = "changed" if one and other else "lost" if one else "added"
            yield {"document_id": document, "change": change, "differs": ", ".join(differs), **sides}


def write_diff(rows: Sequence[Row], model: str, settings: Settings) -> tuple[Path, Path]:
    """Write a diff as JSON Lines and as a page; their paths."""
    folder = settings.home / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    lines, page = (folder / f"diff-{serving.slug(extractor_version(model))}.{kind}" for kind in ("jsonl", "html"))
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(row), default=str, ensure_ascii=False) + "\n" for row in rows)
    html = sheet(
        "diff.html",
        model=extractor_version(model),
        rows=rows[:_ON_THE_PAGE],
        count=len(rows),
        counts=counts(rows),
        file=lines.name,
    )
    page.write_text(html, encoding="utf-8")
    return lines, page


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many claims are added, lost and changed."""
    return {change: sum(row["change"] == change for row in rows) for change in ("added", "lost", "changed")}


def promote(nights: Sequence[date], model: str, settings: Settings, progress: Progress = silent) -> Path:
    """Let another model serve some nights, and publish; what served them before is kept on the shelf."""
    version = extractor_version(model)
    lake = Lake(settings.lake_uri)
    for night in nights:
        if not lake.manifests(night, "extract"):
            raise ConfigurationError(f"night {night} has not been extracted yet; run it first")
    for night in nights:
        with working_on(night, settings):
            serving.choose(lake, night, version)
            work(Outcome(night), settings, progress=progress)
    return publish(nights, settings)


def rollback(nights: Sequence[date], settings: Settings, progress: Progress = silent) -> Path:
    """Let the model serve some nights that served them before the last promotion, and publish.

    Raises:
        ConfigurationError: a night has not been promoted, or what served it can neither be found nor made again.
    """
    lake = Lake(settings.lake_uri)
    for night in nights:
        served = serving.history(lake, night)
        if len(served) < 2:
            raise ConfigurationError(f"night {night} was never promoted; it has {served[0] if served else 'no claims'}")
        installed = extractor_version(served[-2].partition(" ")[0]) == served[-2]
        kept = {manifest.shard for manifest in lake.shelf(serving.slug(served[-2])).manifests(night, "extract")}
        if not installed and not kept.issuperset(plan(night, settings)):
            raise ConfigurationError(f"night {night}: {served[-2]} is not installed, and its claims are not kept")
    for night in nights:
        with working_on(night, settings):
            serving.step_back(lake, night)
            work(Outcome(night), settings, progress=progress)
    return publish(nights, settings)


def _by_document(claims: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        found[claim["document_id"]].append(claim)
    return found


def _paired(old: list[Row], new: list[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Each claim once, with its counterpart: the same spans, else the content with most in common."""
    same = {claim["claim_id"]: claim for claim in new}
    yield from ((claim, same[claim["claim_id"]]) for claim in old if claim["claim_id"] in same)
    known = {claim["claim_id"] for claim in old}
    one = [claim for claim in old if claim["claim_id"] not in same]
    other = [claim for claim in new if claim["claim_id"] not in known]
    likeness = sorted(
        ((_likeness(a, b), i, j) for i, a in enumerate(one) for j, b in enumerate(other)), key=lambda x: (-x[0], *x[1:])
    )
    left, right = set(range(len(one))), set(range(len(other)))
    for share, i, j in likeness:
        if share >= _SAME and i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield one[i], other[j]
    yield from ((one[i], None) for i in sorted(left))
    yield from ((None, other[j]) for j in sorted(right))


def _likeness(one: Row, other: Row) -> float:
    """Code points of both contents over those of either (Jaccard 1901)."""
    a, b = ({p for span in claim["content"] for p in range(span["start"], span["end"])} for claim in (one, other))
    return len(a & b) / len(a | b)


def _differences(one: Row, other: Row) -> list[str]:
    found = {
        "span": one["claim_id"] != other["claim_id"],
        "speaker": one["speaker_entity_id"] != other["speaker_entity_id"],
        "confidence": abs(one["confidence"] - other["confidence"]) >= _SURER,
    }
    return [name for name, differs in found.items() if differs]
