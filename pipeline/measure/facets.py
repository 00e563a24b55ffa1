"""What is known of a claim besides its spans, and how far two readings of it agree: who exactly, when, what act.

``docs/annotation-guide.md`` tells what each facet means, ``docs/evaluation.md`` what each measure does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.measure.scores import Tally

_ARTICLE = re.compile(r"\A(?:the|an?)\s+", re.IGNORECASE)
_OFFICE = re.compile(r"(?:.* )?(\S+?)'s? office|office of (?:.* )?(\S+)")
_DESCRIBED = frozenset({"document", "group"})  # what has no name but a description, which can be cut in many ways
_QUALIFIERS = frozenset({"acting", "assistant", "deputy", "ex", "former", "interim", "shadow", "vice"})
_HALF = 0.5  # least Dice of two wordings of one thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a claim's sentence tells besides its spans; None, False or empty where it tells nothing.

    Args:
        parent: number of the claim it is reported within, counted in its document's list of claims.
    """

    role: str | None = None
    co_speakers: tuple[str, ...] = ()
    speaks_for: str | None = None
    source_kind: str | None = None
    speech_act: str | None = None
    is_negated: bool = False
    is_hedged: bool = False
    is_anonymous: bool = False
    addressee: str | None = None
    venue: str | None = None
    uttered_on: date | None = None
    parent: int | None = None


def bare(name: str) -> str:
    """A name without leading article, case and kind of apostrophe."""
    return " ".join(_ARTICLE.sub("", name.replace("’", "'"), count=1).casefold().split())


def is_same_speaker(gold: str, found: str, kind: str | None = None) -> bool:
    """Whether two names are one speaker's.

    Names must be equal but for article, case and apostrophe; an office is its holder's by surname, however it is put;
    of documents and groups, which are described, it is enough that the wordings are near.
    """
    given, read = (_OFFICE.sub(lambda match: f"{match[1] or match[2]}'s office", bare(name)) for name in (gold, found))
    return given == read or (kind in _DESCRIBED and is_near(given, read))


def is_within(one: str, other: str) -> bool:
    """Whether one of two wordings holds all words of the other, as a full name those of a short one."""
    given, read = _words(one), _words(other)
    return given <= read or read <= given


def is_near(one: str, other: str) -> bool:
    """Whether two wordings share half of their words (Dice), or one holds all words of the other."""
    given, read = _words(one), _words(other)
    return 2 * len(given & read) >= _HALF * (len(given) + len(read)) or is_within(one, other)


def _is_near_role(one: str, other: str) -> bool:
    """As ``is_near``, but a deputy mayor is no mayor."""
    return is_near(one, other) and _words(one) & _QUALIFIERS == _words(other) & _QUALIFIERS


def _words(wording: str) -> frozenset[str]:
    return frozenset(bare(wording).split())


Pairs = Sequence[tuple[Any, Any]]  # gold's and the found value of one facet, a pair for each matched claim


def _f1(agrees: Callable[[Any, Any], bool]) -> Callable[[Pairs], Tally]:
    """F1 of the values that are there."""

    def count(pairs: Pairs) -> Tally:
        right = sum(bool(gold and found) and agrees(gold, found) for gold, found in pairs)
        return Tally(right, sum(bool(found) for _, found in pairs), sum(bool(gold) for gold, _ in pairs))

    return count


def _is_same(one: Any, other: Any) -> bool:
    return bare(one) == bare(other) if isinstance(one, str) else bool(one == other)


def _share(pairs: Pairs) -> Tally:
    return Tally(sum(gold == found for gold, found in pairs), None, len(pairs))


def _members(pairs: Pairs) -> Tally:
    sides = [tuple({bare(name) for name in side} for side in pair) for pair in pairs]
    shared = sum(len(gold & found) for gold, found in sides)
    return Tally(shared, sum(len(found) for _, found in sides), sum(len(gold) for gold, _ in sides))


def _told(pairs: Pairs) -> Tally:
    return Tally(sum(gold == found for gold, found in pairs if gold), None, sum(bool(gold) for gold, _ in pairs))


def _right_or_unset(pairs: Pairs) -> Tally:
    return Tally(sum(found in (None, gold) for gold, found in pairs), None, len(pairs))


MEASURES: Mapping[str, tuple[str, Callable[[Pairs], Tally]]] = {
    "role": ("role", _f1(_is_near_role)),
    "role-exact": ("role", _f1(_is_same)),
    "co-speakers": ("co_speakers", _members),
    "speaks-for": ("speaks_for", _f1(is_same_speaker)),
    "source-kind": ("source_kind", _share),
    "anonymous": ("is_anonymous", _f1(_is_same)),
    "act": ("speech_act", _share),
    "negated": ("is_negated", _f1(_is_same)),
    "hedged": ("is_hedged", _f1(_is_same)),
    "addressee": ("addressee", _f1(is_near)),
    "venue": ("venue", _f1(is_near)),
    "date-right": ("uttered_on", _told),
    "date-right-or-unset": ("uttered_on", _right_or_unset),
}


def score_facets(pairs: Sequence[tuple[Facets, Facets]], measured: frozenset[str]) -> dict[str, Tally]:
    """The counts of each measure whose facet is in ``measured``, over (gold's, found) facets of matched claims."""
    return {
        name: count([(getattr(gold, facet), getattr(found, facet)) for gold, found in pairs])
        for name, (facet, count) in MEASURES.items()
        if facet in measured
    }
