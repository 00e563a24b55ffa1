"""From the encoder's scores to spans: the best tag sequence, its runs, and which run belongs to which cue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

SOURCE, CONTENT = 0, 1
"""The two kinds of links, in the order of the encoder's output."""


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces ``start`` up to ``end`` with one label; ``score`` is their mean probability, 0 to 1."""

    label: str
    start: int
    end: int
    score: float


Linked = tuple[float, Run]
"""A run with the logit of its link to a cue."""


@dataclass(frozen=True, slots=True)
class Group:
    """The runs of one attribution. ``score`` weighs how sure its tags and its links are, 0 to 1."""

    source: tuple[Run, ...]
    cue: tuple[Run, ...]
    content: tuple[Run, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Linking:
    """When a run belongs to a cue, in logits.

    Args:
        sure: every source above this is the cue's.
        least: where none is, the best one is, if it is above this.
        content: a content is its best cue's, if it is above this.
    """

    sure: float
    least: float
    content: float


Links = Mapping[int, tuple[int, Floats]]
"""For the first piece of each cue: the first piece its window shows, and (2, window) logits of that window's pieces."""


def log_probabilities(scores: Floats) -> Floats:
    """Normalise (n, tags) scores; each row's exponentials then sum to 1."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    normalised: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return normalised


def find_runs(
    layers: Sequence[tuple[Floats, Sequence[str]]], begins_word: Bools, begins_line: Bools
) -> list[list[Run]]:
    """The runs of the most probable valid tag sequence of each layer.

    Valid: an ``I-x`` follows ``B-x`` or ``I-x``, a word has no boundary inside, and no run crosses a line.

    Args:
        layers: (n, tags) log-probabilities, and the tags: ``O``, then ``B-x`` and ``I-x`` of each label in turn.
        begins_word: (n,) false where a piece goes on with the word before it.
        begins_line: (n,) true where a line begins, the first piece's included.
    """
    n, widest = len(begins_word), max(len(tags) for _, tags in layers)
    log = np.full((len(layers) * n, widest), -np.inf, dtype=np.float32)  # as one long text: a step costs the same
    for number, (found, tags) in enumerate(layers):
        log[number * n : (number + 1) * n, : len(tags)] = found
    path = _best_path(log, np.tile(begins_word, len(layers)), np.tile(begins_line, len(layers)))
    return [_runs(own, *layer) for own, layer in zip(path.reshape(len(layers), n), layers, strict=True)]


def _best_path(log: Floats, begins_word: Bools, begins_line: Bools) -> Ints:
    """Each piece's best tag by itself, and in the lines where that is not valid the best valid sequence."""
    path: Ints = log.argmax(axis=1)
    is_valid = _is_valid(path, begins_word, begins_line)
    first = np.flatnonzero(begins_line)
    lines = zip(first.tolist(), [*first[1:].tolist(), len(log)], strict=True)
    broken = [(start, end) for start, end in lines if not is_valid[start:end].all()]
    for (start, end), best in _best_paths(log, begins_word, broken):
        path[start:end] = best
    return path


def _best_paths(
    log: Floats, begins_word: Bools, lines: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], Ints]]:
    """Viterbi over some lines, all of them a piece further at each step; each line with its path."""
    if not lines:
        return
    lines = sorted(lines, key=lambda line: line[0] - line[1])  # longest first: those that go on stand in front
    starts = np.array([start for start, _ in lines])
    lengths = np.array([end - start for start, end in lines])
    longest = int(lengths[0])
    going = (len(lines) - np.searchsorted(lengths[::-1], np.arange(longest), side="right")).tolist()
    begin, inside = slice(1, None, 2), slice(2, None, 2)
    kinds = np.arange(1, log.shape[1], 2)
    rows = np.arange(len(lines))
    back = np.empty((longest, len(lines), log.shape[1]), dtype=np.int64)
    best = log[starts]
    best[:, inside] = -np.inf
    for i in range(1, longest):
        count = going[i]
        pieces, before, origin = starts[:count] + i, best[:count], back[i, :count]
        may_begin = begins_word[pieces]
        last = before.argmax(axis=1) * may_begin  # within a word what is outside goes on
        top = before[rows[:count], last]
        origin[:] = last[:, None]
        origin[:, inside] = kinds + (before[:, begin] <= before[:, inside])
        step = log[pieces]
        step[:, 0] += top
        step[:, begin] += np.where(may_begin, top, -np.inf)[:, None]
        step[:, inside] += np.maximum(before[:, begin], before[:, inside])
        best[:count] = step
    paths = np.empty((longest, len(lines)), dtype=np.int64)
    tag = best.argmax(axis=1)
    for i in range(longest - 1, -1, -1):
        count = going[i]
        paths[i, :count] = tag[:count]
        tag[:count] = back[i, rows[:count], tag[:count]]
    for number, line in enumerate(lines):
        yield line, paths[: lengths[number], number]


def _is_valid(path: Ints, begins_word: Bools, begins_line: Bools) -> Bools:
    """(n,) whether each tag may follow the one before it."""
    before = np.concatenate(([0], path[:-1]))
    before[begins_line] = 0
    is_inside = (path > 0) & (path % 2 == 0)
    goes_on = is_inside & ((before == path) | (before == path - 1))
    breaks_word = ~begins_word & ~goes_on & ((before > 0) | (path > 0))
    breaks_word &= ~begins_line
    valid: Bools = ~(is_inside & ~goes_on | breaks_word)
    return valid


def _runs(path: Ints, log: Floats, tags: Sequence[str]) -> list[Run]:
    starts = np.flatnonzero(path % 2 == 1)
    outside = np.append(np.flatnonzero((path == 0) | (path % 2 == 1)), len(path))
    ends = outside[np.searchsorted(outside, starts, side="right")]
    sums = np.concatenate(([0.0], np.cumsum(np.exp(log[np.arange(len(path)), path], dtype=np.float64))))
    scores = (sums[ends] - sums[starts]) / (ends - starts)
    labels = (tags[tag][2:] for tag in path[starts].tolist())
    return [Run(*run) for run in zip(labels, starts.tolist(), ends.tolist(), scores.tolist(), strict=True)]


def group_runs(runs: Sequence[Run], line: Ints, links: Links, linking: Linking) -> list[Group]:
    """Link the sources and contents of a text to its cues.

    A content goes to the cue of its line that fits best. A cue takes every source that fits, which others may share;
    else the words that its links point at; else the best source there is. A content that fits no cue has the source
    beside it, if there is one. A cue without content is dropped.

    Args:
        runs: role runs in the order of the text.
        line: (n,) number of each piece's line.
    """
    lines: dict[int, dict[str, list[Run]]] = {}
    for run in runs:
        lines.setdefault(int(line[run.start]), {"source": [], "cue": [], "content": []})[run.label].append(run)
    groups = [group for found in lines.values() for group in _group_line(found, line, links, linking)]
    return sorted(groups, key=lambda group: group.content[0].start)


def _group_line(found: Mapping[str, list[Run]], line: Ints, links: Links, linking: Linking) -> Iterator[Group]:
    contents: dict[int, list[Linked]] = {}
    for content in found["content"]:
        scored = [(logit, cue) for cue in found["cue"] if (logit := _logit(CONTENT, cue, content, links)) is not None]
        logit, cue = max(scored, key=lambda pair: pair[0], default=(-np.inf, None))
        if cue and logit > linking.content:
            contents.setdefault(cue.start, []).append((logit, content))
        else:
            beside = min(found["source"], key=lambda run: abs(run.start - content.start), default=None)
            yield Group((beside,) if beside else (), (), (content,), content.score / 2)
    for cue in found["cue"]:
        if cue.start in contents:
            scored = _scored_sources(cue, found["source"], links)
            sources = (
                [pair for pair in scored if pair[0] > linking.sure]
                or _pointed_at(cue, line, found["content"], links)
                or [pair for pair in scored if pair[0] > linking.least][:1]
            )
            yield _group(cue, sources, contents[cue.start])


def _logit(kind: int, cue: Run, run: Run, links: Links) -> float | None:
    """Mean logit of a run's pieces; None where the two lie too far apart to have been compared."""
    if cue.start not in links:
        return None
    first, logits = links[cue.start]
    start, end = max(run.start - first, 0), min(run.end - first, logits.shape[1])
    if start >= end:
        return None
    return float(np.add.reduce(logits[kind, start:end]) / (end - start))  # as mean(), which takes three times as long


def _scored_sources(cue: Run, sources: Sequence[Run], links: Links) -> list[Linked]:
    """The sources with their logits, best first."""
    scored = [(logit, source) for source in sources if (logit := _logit(SOURCE, cue, source, links)) is not None]
    return sorted(scored, key=lambda pair: -pair[0])


def _pointed_at(cue: Run, line: Ints, contents: Sequence[Run], links: Links) -> list[Linked]:
    """The longest run of pieces outside the contents that the links alone make a source of the cue."""
    if cue.start not in links:
        return []
    first, logits = links[cue.start]
    is_source = (logits[SOURCE] > 0) & (line[first : first + logits.shape[1]] == line[cue.start])
    for run in (*contents, cue):
        is_source[max(run.start - first, 0) : max(run.end - first, 0)] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_source, [0])).astype(np.int8)))
    if not len(edges):
        return []
    start, end = max(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True), key=lambda pair: pair[1] - pair[0])
    logit = float(logits[SOURCE, start:end].mean())
    return [(logit, Run("source", first + start, first + end, 0.5))]


def _group(cue: Run, sources: Sequence[Linked], contents: Sequence[Linked]) -> Group:
    linked = [*sources, *contents]
    links = [1 / (1 + np.exp(-logit)) for logit, _ in linked]
    tags = [run.score for _, run in linked] + [cue.score]
    score = float(np.add.reduce(tags) / len(tags) * (np.add.reduce(links) / len(links)))  # see _logit
    return Group(tuple(run for _, run in sources), (cue,), tuple(run for _, run in contents), score)
