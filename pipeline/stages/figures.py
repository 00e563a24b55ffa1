"""Figures of a publisher's night, and how far they stand from its own past.

A figure's *drift* is its distance from the median of past nights, in spreads. The spread is the scaled median absolute
deviation (Rousseeuw and Croux 1993), but never less than what chance alone makes of so few rows, so that small
publishers do not cry wolf. Fewer than ``ENOUGH`` past nights give no drift: an empty history is no failure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from statistics import median
from typing import Any, NamedTuple

from pipeline.contract import Tables

ENOUGH = 7  # past nights: a week, so that each weekday has been seen
_SAME_WEEKDAY = 3  # past nights of the same weekday that are a history of their own
_MAD = 1.4826  # makes the median absolute deviation of a normal distribution its standard deviation
_WORDS = 0.6  # standard deviation of an article's length over its mean: assumed, wide; 0.16 in the newsroom
_MIX = 0.02  # least spread of a distance between mixes

SHARES = ("failed", "untitled", "undated", "short", "unbalanced", "copies", "zero_claim", "unresolved")
MIXES = ("language", "cue")  # measures that have a share for each item
MEASURES = ("documents", "words", *SHARES, *MIXES)


class Figure(NamedTuple):
    """A value, and how many things it was measured on."""

    value: float
    of: int


Mix = Mapping[str, Figure]  # item to share; the item of a plain measure is empty


def measure(tables: Tables, language: str) -> list[dict[str, Any]]:
    """Rows of ``measures``, for each publisher that was asked or gave a document.

    Reads: watermarks, documents, duplicates, claims.

    Args:
        language: documents in it are expected to have claims.
    """
    documents = tables["documents"].drop_columns(["text", "authors"]).to_pylist()
    home = {row["document_id"]: row["publisher_id"] for row in documents}
    own: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in documents:
        own[row["publisher_id"]]["documents"].append(row)
    for row in tables["watermarks"].select(["publisher_id", "kind", "outcome"]).to_pylist():
        own[row["publisher_id"]]["addresses"].append(row)
    for name, columns in (("duplicates", ["duplicate_of"]), ("claims", ["speaker", "cue_lemma"])):
        for row in tables[name].select(["document_id", *columns]).to_pylist():
            if row["document_id"] in home:
                own[home[row["document_id"]]][name].append(row)
    return [
        {"publisher_id": publisher, "measure": name, "item": item, "value": figure.value, "of": figure.of}
        for publisher, rows in sorted(own.items())
        for name, item, figure in _figures(rows, language)
    ]


def _figures(rows: Mapping[str, list[dict[str, Any]]], language: str) -> Iterator[tuple[str, str, Figure]]:
    documents, claims = rows["documents"], rows["claims"]
    speaking = {row["document_id"] for row in claims}
    addresses = [row["outcome"] in ("failed", "refused") for row in rows["addresses"]]
    readable = [row["document_id"] not in speaking for row in documents if row["language"] == language]
    words = [row["word_count"] for row in documents]
    yield "documents", "", Figure(len(documents), len(addresses))
    yield "words", "", Figure(sum(words) / len(words) if words else 0.0, len(words))
    yield "failed", "", _share(addresses)
    yield "untitled", "", _share(row["title"] is None for row in documents)
    yield "undated", "", _share(row["published_at"] is None for row in documents)
    yield "short", "", _share("short_text" in row["flags"] for row in documents)
    yield "unbalanced", "", _share("unbalanced_quotes" in row["flags"] for row in documents)
    yield "copies", "", _share(row["duplicate_of"] is not None for row in rows["duplicates"])
    yield "zero_claim", "", _share(readable)
    yield "unresolved", "", _share(row["speaker"] is None for row in claims)
    mixes = {"language": [row["language"] for row in documents], "cue": [c["cue_lemma"] or "" for c in claims]}
    for name, items in mixes.items():
        for item, count in sorted(Counter(items).items()):
            yield name, item or "(none)", Figure(count / len(items), len(items))


def _share(found: Iterable[bool]) -> Figure:
    flags = list(found)
    return Figure(sum(flags) / len(flags) if flags else 0.0, len(flags))


def compared(tonight: Iterable[Mapping[str, Any]], history: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row a publisher: each figure, and its drift as ``<measure>_drift``, null where nothing is to be compared.

    A publisher that was there on most past nights has a row even if it is missing tonight.

    Args:
        tonight: rows of ``measures`` with their night.
        history: those of the nights before.
    """
    past, now = _by_publisher(history), _by_publisher(tonight)
    nights = len({night for of_publisher in past.values() for night in of_publisher})
    weekdays = {night.weekday() for of_publisher in now.values() for night in of_publisher}
    usual = [publisher for publisher, found in past.items() if nights >= ENOUGH and 2 * len(found) > nights]
    rows = []
    for publisher in sorted({*now, *usual}):
        figures = next(iter(now.get(publisher, {}).values()), {"documents": {"": Figure(0, 0)}})
        before = past.get(publisher, {})
        row: dict[str, Any] = {"publisher_id": publisher}
        for name in MEASURES:
            row[f"{name}_drift"] = _drift(name, figures.get(name, {}), [f.get(name, {}) for f in before.values()])
            if name not in MIXES:
                row[name] = figures[name][""].value if name in figures else None
        same = [figures["documents"] for night, figures in before.items() if night.weekday() in weekdays]
        if row["documents_drift"] is not None and len(same) >= _SAME_WEEKDAY:  # a quiet Sunday is like other Sundays
            on_weekday = _scalar_drift("documents", figures["documents"][""], [mix[""] for mix in same])
            row["documents_drift"] = min(row["documents_drift"], on_weekday, key=abs)
        typical = [figures["documents"][""].value for figures in before.values()]
        row["is_silent"] = len(typical) >= ENOUGH and min(typical) > 0 == figures["documents"][""].value
        rows.append(row)
    return rows


def usual_words(history: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The mean length of each publisher's texts over the nights before, in words, where these are enough nights."""
    found: dict[str, list[float]] = {}
    for row in history:
        if row["measure"] == "words" and row["of"]:
            found.setdefault(row["publisher_id"], []).append(row["value"])
    return {publisher: sum(means) / len(means) for publisher, means in found.items() if len(means) >= ENOUGH}


def _by_publisher(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[Any, dict[str, dict[str, Figure]]]]:
    """Publisher to night to measure to mix."""
    found: dict[str, dict[Any, dict[str, dict[str, Figure]]]] = {}
    for row in rows:
        figures = found.setdefault(row["publisher_id"], {}).setdefault(row["night"], {})
        figures.setdefault(row["measure"], {})[row["item"]] = Figure(row["value"], row["of"])
    return found


def _drift(name: str, now: Mix, before: list[Mix]) -> float | None:
    counted = name == "documents"  # no document is a figure too; a share of nothing is none
    past = [mix for mix in before if mix and (counted or next(iter(mix.values())).of)]
    if len(past) < ENOUGH or not now or not (counted or next(iter(now.values())).of):
        return None
    if name in MIXES:
        return _mix_drift(now, past)
    return _scalar_drift(name, now[""], [mix[""] for mix in past])


def _scalar_drift(name: str, now: Figure, past: list[Figure]) -> float:
    values = [figure.value for figure in past]
    centre = median(values)
    if name == "documents":
        chance = sqrt(max(centre, 1.0))
    elif name == "words":
        chance = max(_WORDS * centre / sqrt(now.of), 1.0)
    else:
        share = (centre * now.of + 1) / (now.of + 2)  # never quite 0 or 1: Laplace's rule
        chance = sqrt(share * (1 - share) / now.of)
    return (now.value - centre) / max(_spread(values), chance)


def _mix_drift(now: Mix, past: list[Mix]) -> float:
    """How much farther tonight's mix is from the past ones than these are from each other."""
    pool: dict[str, float] = defaultdict(float)
    for mix in past:
        for item, figure in mix.items():
            pool[item] += figure.value
    usual = []
    for mix in past:
        rest = {item: total - (mix[item].value if item in mix else 0.0) for item, total in pool.items()}
        usual.append(_distance(mix, {item: total / max(1, len(past) - 1) for item, total in rest.items()}))
    apart = _distance(now, {item: total / len(past) for item, total in pool.items()})
    chance = max(_MIX, 0.5 / sqrt(next(iter(now.values())).of))
    return (apart - median(usual)) / max(_spread(usual), chance)


def _distance(mix: Mix, shares: Mapping[str, float]) -> float:
    """Total variation distance: the share that would have to change."""
    items = {*mix, *shares}
    return sum(abs((mix[i].value if i in mix else 0.0) - shares.get(i, 0.0)) for i in items) / 2


def _spread(values: list[float]) -> float:
    centre = median(values)
    return _MAD * median(abs(value - centre) for value in values)
