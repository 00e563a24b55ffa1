"""An annotated text, whatever corpus it is from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

Range = tuple[int, int]
"""Code points, half-open."""


class Name(NamedTuple):
    """An entity mention; ``group`` is a key of ``training.labels.GROUPS`` or ``UNKNOWN``."""

    start: int
    end: int
    group: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The pieces of one attribution, in code points of the text."""

    source: list[Range]
    cue: list[Range]
    content: list[Range]


@dataclass(frozen=True, slots=True)
class Example:
    """One text with what its corpus says about it.

    Args:
        claims: None where the corpus marks no claims.
        names: None where the corpus marks no names.
        are_all_types: whether every type of ``ENTITY_TYPES`` is marked, not only those of ``NAMED``.
        variants: the same text's claims as further annotators see them.
    """

    name: str
    text: str
    claims: list[Claim] | None
    names: list[Name] | None
    are_all_types: bool = False
    variants: list[list[Claim]] = field(default_factory=list)
