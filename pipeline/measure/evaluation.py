"""The quality gate: the figures of a reader on gold sets, and the floors that no change may fall below.

``docs/evaluation.md`` says what the measures mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Protocol

from pipeline.errors import ConfigurationError
from pipeline.measure import calibration, scoring
from pipeline.measure.facets import Facets
from pipeline.measure.gold import default_shared, gold_sets
from pipeline.measure.scores import Bin, Score, Tally, calibrate, calibration_error, summarise
from pipeline.measure.scoring import Attribution, GoldDocument, GoldSet, Name
from pipeline.nlp.reading import Reading
from pipeline.settings import PROJECT
from pipeline.spans import Span
from pipeline.stages.extract import claim_rows

FLOORS = PROJECT / "tests" / "quality" / "floors.json"
MARGIN = 0.5  # points between a figure and the floor that is pinned under it
CEILINGS = frozenset({"speaker-wrong", "coref-wrong", "calibration-error"})  # pinned from above
UNPINNED = frozenset({"speaker-unresolved", "coref-unresolved"})  # better unresolved than wrong: neither is an error
_FROM_ROWS = frozenset(f.name for f in fields(Facets)) - {"parent", "co_speakers"}
COLUMNS = ("set", "measure", "value", "low", "high", "precision", "recall", "right", "found", "gold", "floor")
BINS = ("set", "confidence", "right", "claims")  # in percent
SHOWN = ("set", "measure", "value", "low", "high", "gold", "floor")  # what fits a terminal


class ReadsTexts(Protocol):
    """What is evaluated: ``pipeline.nlp.reader.Reader``, or a stand-in for it."""

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        """One reading a text, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a reader on one gold set, with the set's digest."""

    set: str
    digest: str
    score: Score


@dataclass(frozen=True, slots=True)
class Floor:
    """What is pinned for one model on one set: its digest, and by measure the least figure (for a ceiling the most)."""

    digest: str
    pinned: Mapping[str, float]


Floors = Mapping[str, Floor]  # of one model, by set


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ``newsledger eval`` tells: a table with ``COLUMNS``, one of the bins with ``BINS``, and what is wrong."""

    table: list[dict[str, Any]]
    calibration: list[dict[str, Any]]
    complaints: list[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: a row for each figure, and by set how confidence and truth go together."""

    rows: list[Row] = field(default_factory=list)
    calibration: dict[str, list[Bin]] = field(default_factory=dict)


def evaluate(reader: ReadsTexts, sets: Iterable[GoldSet]) -> Figures:
    """The figures of ``reader`` on each set."""
    figures = Figures()
    for gold in sets:
        readings = list(reader.read(document.text for document in gold.documents))
        pairs = list(zip(gold.documents, readings, strict=True))
        scores = list(summarise([_tally(gold, *pair) for pair in pairs]))
        if bins := calibrate([point for pair in pairs for point in _judged(gold, *pair)]):
            figures.calibration[gold.name] = bins
            scores.append(calibration_error(bins))
        figures.rows.extend(Row(gold.name, gold.digest, score) for score in scores)
    return figures


def _tally(gold: GoldSet, document: GoldDocument, reading: Reading) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    named = [mention for mention in reading.mentions if mention.kind == "name"]
    if document.claims is not None:
        found = [one for one in _attributions(document, reading) if _counts(gold, one)]
        tallies |= scoring.score_claims(document.text, document.claims, found, has_speakers=gold.has_speakers)
    if document.names is not None:
        names = [Name(m.span, m.label) for m in named]
        tallies |= scoring.score_names(document.text, document.names, names, gold.name_types)
    if document.chains is not None:
        chains = {scoring.without_frame(document.text, m.span): m.name for m in named if m.name}
        tallies |= scoring.score_chains(document.chains, chains)
    if document.pronouns is not None:
        speakers = {claim.source[0]: claim.speaker for claim in reading.claims if len(claim.source) == 1}
        tallies |= scoring.score_pronouns(document.pronouns, speakers)
    return tallies


def _attributions(document: GoldDocument, reading: Reading) -> list[Attribution]:
    """What the ledger would hold of a reading, in the form of the measures."""
    rows = claim_rows(document.name, document.text, reading, "", document.published_on)
    numbers = {row["claim_id"]: number for number, row in enumerate(rows)}
    found = []
    for row in rows:
        source, cue, content = (tuple(Span(s["start"], s["end"]) for s in row[role]) for role in scoring.ROLES)
        told: dict[str, Any] = {name: row.get(name) for name in _FROM_ROWS}
        facets = Facets(**told, co_speakers=tuple(row["co_speakers"]), parent=numbers.get(row["parent_claim_id"]))
        found.append(Attribution(source, cue, content, speaker=row["speaker"], facets=facets))
    return found


def _counts(gold: GoldSet, found: Attribution) -> bool:
    return gold.has_nested or found.facets is None or found.facets.parent is None


def _judged(gold: GoldSet, document: GoldDocument, reading: Reading) -> Iterator[tuple[float, bool]]:
    """The confidence of each found claim, and whether it is right."""
    if document.claims is not None:
        claims = [claim for claim in reading.claims if gold.has_nested or claim.parent is None]
        found = [Attribution(claim.source, claim.cue, claim.content) for claim in claims]
        right = scoring.judge(document.text, document.claims, found)
        yield from ((claim.confidence, is_right) for claim, is_right in zip(claims, right, strict=True))


def read_floors(path: Path, model: str) -> Floors:
    """The floors of ``model``; none if it or the file is not there.

    Raises:
        ConfigurationError: the file is not what ``write_floors`` writes.
    """
    if not path.exists():
        return {}
    try:
        sets = json.loads(path.read_text(encoding="utf-8")).get(model, {})
        return {name: Floor(str(entry["digest"]), dict(entry["floors"])) for name, entry in sets.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{path}: is no file of floors: {error!r}") from error


def compare(rows: Iterable[Row], floors: Floors) -> list[str]:
    """What fell below its floor, what is not measured any more, and which sets are not those that were pinned.

    Sets without floors, and floors of sets that were not measured, are passed over.
    """
    messages = []
    for name, (digest, figures) in _by_set(rows).items():
        if name not in floors:
            continue
        if digest != floors[name].digest:
            messages.append(
                f"{name}: the set changed (digest {digest[:12]}, pinned {floors[name].digest[:12]}), so its floors do "
                "not hold for it; look at its figures and pin them anew"
            )
            continue
        for measure, floor in floors[name].pinned.items():
            if measure not in figures:
                messages.append(f"{name}: {measure} is pinned at {floor} but not measured any more")
            elif _is_worse(measure, figures[measure], floor):
                side = "above its ceiling" if measure in CEILINGS else "below its floor"
                messages.append(f"{name}: {measure} is {figures[measure]}, {side} {floor}")
    return messages


def write_floors(path: Path, model: str, rows: Iterable[Row], *, lower: bool = False) -> None:
    """Pin ``rows`` as the floors of ``model``, ``MARGIN`` below the figures; sets that are not in ``rows`` stay.

    Without ``lower`` a floor only rises, and nothing is written if one of the present floors is not held.

    Raises:
        ConfigurationError: a floor would have to be lowered, or a set changed, and ``lower`` was not given.
    """
    rows = list(rows)
    present = read_floors(path, model)
    if not lower and (broken := compare(rows, present)):
        raise ConfigurationError("floors are not lowered without --lower: " + "; ".join(broken))
    models = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, (digest, figures) in _by_set(rows).items():
        pinned = {m: round(max(0.0, v + (MARGIN if m in CEILINGS else -MARGIN)), 1) for m, v in figures.items()}
        if name in present and not lower:
            before = present[name].pinned
            pinned = {m: before[m] if m in before and _is_worse(m, v, before[m]) else v for m, v in pinned.items()}
        models.setdefault(model, {})[name] = {"digest": digest, "floors": pinned}
    path.write_text(json.dumps(models, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _by_set(rows: Iterable[Row]) -> dict[str, tuple[str, dict[str, float]]]:
    """Digest and pinnable figures of each set."""
    sets: dict[str, tuple[str, dict[str, float]]] = {}
    for row in rows:
        figures = sets.setdefault(row.set, (row.digest, {}))[1]
        if row.score.measure not in UNPINNED:
            figures[row.score.measure] = row.score.value
    return sets


def _is_worse(measure: str, value: float, floor: float) -> bool:
    return value > floor if measure in CEILINGS else value < floor


def eval_command(shared: Path | None, model: str, floors: Path, *, write: bool = False, lower: bool = False) -> Outcome:
    """Measure ``model`` on every gold set that is there, and hold the figures against its floors or pin them.

    With the project's own floors, the calibration that editions carry is written too.

    Raises:
        ConfigurationError: a path or the model is wrong, or a floor would be lowered without ``lower``.
    """
    from pipeline.nlp.reader import Reader

    if shared and not shared.is_dir():
        raise ConfigurationError(f"{shared}: no such folder of gold sets")
    if lower and not write:
        raise ConfigurationError("--lower says how floors are written; give it with --write-floors")
    figures = evaluate(Reader(model), gold_sets(shared or default_shared()))
    if write:
        write_floors(floors, model, figures.rows, lower=lower)
        if floors == FLOORS:
            calibration.tell(model, figures.calibration)
    pinned = read_floors(floors, model)
    bins = [
        dict(
            zip(
                BINS,
                (name, round(100 * one.confidence, 1), round(100 * one.right / one.size, 1), one.size),
                strict=True,
            )
        )
        for name, parts in figures.calibration.items()
        for one in parts
    ]
    return Outcome([_line(row, pinned) for row in figures.rows], bins, compare(figures.rows, pinned))


def _line(row: Row, floors: Floors) -> dict[str, Any]:
    score, floor = row.score, floors.get(row.set)
    pinned = floor.pinned.get(score.measure) if floor and floor.digest == row.digest else None
    figures = (score.value, score.low, score.high, score.precision, score.recall, *score.counts, pinned)
    return dict(zip(COLUMNS, (row.set, score.measure, *figures), strict=True))
