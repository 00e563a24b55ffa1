"""From examples to what the network is fed: numbered pieces with their targets, cut into windows, in batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor

from pipeline.nlp.encoder_pieces import Ints, Pieces, split_pieces
from training.examples import Claim, Example, Range
from training.labels import ENTITY_TAGS, ROLE_TAGS, ROLES, UNKNOWN, answer_sets

NO_TARGET = -100
_UNKNOWN_PIECE = 100  # the vocabulary's [UNK]
_ANSWERS = {name: number for number, name in enumerate(answer_sets())}


@dataclass(frozen=True, slots=True)
class Links:
    """The pieces of one claim; ``cue`` is the first piece of its cue."""

    cue: int
    source: Ints
    content: Ints


@dataclass(frozen=True, slots=True)
class Roles:
    """One annotator's claims over n pieces: tags of claims and of claims inside claims, and the links.

    Args:
        outer: (n,) index into ``ROLE_TAGS``.
        inner: (n,) the same for claims within another claim; ``NO_TARGET`` where the corpus leaves those out.
    """

    outer: Ints
    inner: Ints
    links: list[Links]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An example in pieces.

    Args:
        entities: (n,) number of an answer set.
        roles: a reading an annotator, or none.
        taught: (n, tags) what a teacher thinks likely: log-probabilities of the tags of claims, of claims inside claims
            and of entities, side by side; None without a teacher.
    """

    name: str
    pieces: Pieces
    entities: Ints
    roles: list[Roles]
    taught: npt.NDArray[np.float16] | None = None


Window = tuple[Sheet, int, int]
"""Pieces ``start`` up to ``end`` of a sheet."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side; b windows, t pieces, k cues.

    Args:
        inputs: ids, case, gap, quote and mask, each (b, t).
        outer, inner: (b, t) role tags or ``NO_TARGET``.
        entities: (b, t) numbers of answer sets.
        rows, cues: (k,) the window of each cue and the place of its first piece.
        links: (k, 2, t) 1 where a piece is the cue's source (0) or content (1).
        taught: (b, t, tags) see ``Sheet``; None without a teacher.
    """

    inputs: tuple[Tensor, ...]
    outer: Tensor
    inner: Tensor
    entities: Tensor
    rows: Tensor
    cues: Tensor
    links: Tensor
    taught: Tensor | None = None


def answer_table() -> Tensor:
    """(answer sets, entity tags): true where the tag is right."""
    return torch.tensor([[tag in answers for tag in ENTITY_TAGS] for answers in answer_sets().values()])


def number(tokenizer: Tokenizer, example: Example) -> Sheet:
    """Cut an example into pieces and lay its annotation over them."""
    pieces = split_pieces(tokenizer, example.text)
    rest = UNKNOWN if example.names is None else "O" if example.are_all_types else "open"
    entities = np.full(len(pieces), _ANSWERS[rest], dtype=np.int64)
    for start, end, group in example.names or []:
        for i, piece in enumerate(_covered(pieces, [(start, end)])):
            entities[piece] = _ANSWERS[UNKNOWN if group == UNKNOWN else f"{'I' if i else 'B'}-{group}"]
    readings = [] if example.claims is None else [example.claims, *example.variants]
    roles = [_roles(pieces, claims, has_inner=example.are_all_types) for claims in readings]
    return Sheet(example.name, pieces, entities, roles)


def _covered(pieces: Pieces, ranges: Sequence[Range]) -> Ints:
    parts = [
        np.arange(np.searchsorted(pieces.end, a, side="right"), np.searchsorted(pieces.start, b)) for a, b in ranges
    ]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)


def _roles(pieces: Pieces, claims: Sequence[Claim], *, has_inner: bool) -> Roles:
    tags = [np.zeros(len(pieces), dtype=np.int64), np.zeros(len(pieces), dtype=np.int64)]
    links = []
    for claim in sorted(claims, key=lambda c: -sum(b - a for a, b in c.content)):
        layer = tags[_is_inside(claim, claims)]
        covered = {role: _covered(pieces, getattr(claim, role)) for role in ROLES}
        for role, places in covered.items():
            for i, piece in enumerate(places):
                if layer[piece]:
                    continue  # a source shared by two claims, or a claim at a third level
                goes_on = i > 0 and places[i - 1] == piece - 1
                layer[piece] = ROLE_TAGS.index(f"{'I' if goes_on else 'B'}-{role}")
        if len(covered["cue"]):
            links.append(Links(int(covered["cue"][0]), covered["source"], covered["content"]))
    if not has_inner:
        tags[1][:] = NO_TARGET
    return Roles(tags[0], tags[1], links)


def _is_inside(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether the claim's cue stands in the content or source of another one."""
    marks = claim.cue or claim.content
    return any(
        start <= marks[0][0] and marks[-1][1] <= end
        for other in claims
        if other is not claim
        for start, end in [*other.content, *other.source]
    )


def windows(sheets: Sequence[Sheet], length: int, rng: random.Random) -> list[Window]:
    """Cut sheets into windows of at most ``length`` pieces; the first cut is at random, so they differ each time."""
    cut: list[Window] = []
    for sheet in sheets:
        n = len(sheet.pieces)
        first = rng.randint(length // 4, length) if n > length else length
        starts = [0, *range(first, n, length)]
        cut += [(sheet, a, b) for a, b in zip(starts, [*starts[1:], n], strict=True) if b > a]
    return cut


def batches(cut: Sequence[Window], pieces: int, rng: random.Random) -> Iterator[list[Window]]:
    """Windows of like length together, about ``pieces`` pieces a batch, in random order."""
    order = sorted(cut, key=lambda w: (w[2] - w[1]) * (1 + 0.1 * rng.random()))
    groups: list[list[Window]] = [[]]
    for window in order:
        longest = max([window[2] - window[1], *(b - a for _, a, b in groups[-1])])
        if groups[-1] and longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(window)
    rng.shuffle(groups)
    yield from groups


def collate(chosen: Sequence[Window], rng: random.Random, blanked: float = 0.0) -> Batch:
    """Put windows side by side; ``blanked`` is the share of pieces replaced by the unknown piece."""
    length = max(b - a for _, a, b in chosen)
    shape = (len(chosen), length)
    inputs = [np.zeros(shape, dtype=np.int64) for _ in range(5)]
    outer, inner = (np.full(shape, NO_TARGET, dtype=np.int64) for _ in range(2))
    entities = np.full(shape, _ANSWERS[UNKNOWN], dtype=np.int64)
    rows: list[int] = []
    cues: list[int] = []
    links: list[npt.NDArray[np.float32]] = []
    for row, (sheet, a, b) in enumerate(chosen):
        given = sheet.pieces
        for array, values in zip(inputs, (given.ids, given.case, given.gap, given.quote), strict=False):
            array[row, : b - a] = values[a:b]
        inputs[4][row, : b - a] = 1
        entities[row, : b - a] = sheet.entities[a:b]
        if not sheet.roles:
            continue
        roles = rng.choice(sheet.roles)
        outer[row, : b - a], inner[row, : b - a] = roles.outer[a:b], roles.inner[a:b]
        for link in roles.links:
            if a <= link.cue < b:
                target = np.zeros((2, length), dtype=np.float32)
                for k, places in enumerate((link.source, link.content)):
                    target[k, places[(places >= a) & (places < b)] - a] = 1
                rows.append(row)
                cues.append(link.cue - a)
                links.append(target)
    if blanked:
        blank = np.random.default_rng(rng.getrandbits(32)).random(shape) < blanked
        inputs[0][blank & (inputs[4] > 0)] = _UNKNOWN_PIECE
    stacked = torch.from_numpy(np.stack(links)) if links else torch.zeros(0, 2, length)
    fed = tuple(torch.from_numpy(array) for array in inputs)
    outer_tags, inner_tags, answers = (torch.from_numpy(array) for array in (outer, inner, entities))
    return Batch(
        fed, outer_tags, inner_tags, answers, torch.tensor(rows), torch.tensor(cues), stacked, _taught(chosen, length)
    )


def _taught(chosen: Sequence[Window], length: int) -> Tensor | None:
    parts = [sheet.taught[a:b] for sheet, a, b in chosen if sheet.taught is not None]
    if not parts:
        return None
    side_by_side = np.zeros((len(parts), length, parts[0].shape[1]), dtype=np.float32)
    for row, part in enumerate(parts):
        side_by_side[row, : len(part)] = part
    return torch.from_numpy(side_by_side)
