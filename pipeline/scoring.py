"""How far found attributions and names agree with gold ones, as pure functions over sets of words.

A word is a run of letters, digits and underscores, with single marks such as "." or "’" inside it; it belongs to a span
if any of its characters does. Punctuation never counts, so it does not matter whether a quotation keeps its marks.
A role (source, cue or content) of an attribution is one set of words, however many pieces it has.

Sources of the measures. Exact spans of each role: Pareti, "PARC 3.0", 2016. Matched attributions: the project's
benchmark on PolNeAR (Newell, Margolin and Ruths 2018), whose definitions are repeated here and whose figures these
functions reproduce. Names by exact span and type: the CoNLL 2003 shared task. Intervals: the percentile bootstrap.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from pipeline.spans import Span

Words = frozenset[int]  # numbers of words in a text

ROLES = ("source", "cue", "content")
QUOTE_TYPES = ("direct", "indirect", "mixed")
NAME_TYPES = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}

_WORD = re.compile(r"\w+(?:[.'’\-]\w+)*")
_QUOTE_MARK = re.compile(r"[“”\"]|''|``|\n\s*\n")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?\Z")
_CLOSE, _HALF = 0.8, 0.5  # least Dice of contents, and of sources or loosely matched contents
_DIRECT, _INDIRECT = 0.9, 0.1
_RESAMPLES, _SEED = 1000, 20260302


@dataclass(frozen=True, slots=True)
class Attribution:
    """A gold or a found attribution.

    Args:
        speaker: full name; None where nobody is named.
        is_core: whether every competent reader would mark it; counts in gold only.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None = field(default=None, kw_only=True)
    is_core: bool | None = field(default=None, kw_only=True)


class Name(NamedTuple):
    """A name's span and type; the keys of ``NAME_TYPES`` count, other types do not."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with all its attributions or all its names; None where the set does not mark them."""

    name: str
    text: str
    claims: tuple[Attribution, ...] | None = None
    names: tuple[Name, ...] | None = None


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents that were marked by the same habits.

    Args:
        has_speakers: whether its attributions tell their speakers.
    """

    name: str
    documents: tuple[GoldDocument, ...]
    has_speakers: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of texts and marks as they were read: figures of sets with different digests do not compare."""
        return hashlib.sha256(repr(self.documents).encode()).hexdigest()


class Tally(NamedTuple):
    """The counts behind one figure; ``found`` is None where the figure is a share of ``gold``."""

    right: int
    found: int | None
    gold: int

    @property
    def whole(self) -> float:
        """What ``right`` is divided by: for F1 the mean of found and gold."""
        return self.gold if self.found is None else (self.found + self.gold) / 2


@dataclass(frozen=True, slots=True)
class Score:
    """One figure in percent: F1, or a share where ``precision`` and ``recall`` are None.

    Args:
        low: lower end of the 95 % interval; like ``high`` None for fewer than two documents.
    """

    measure: str
    value: float
    low: float | None
    high: float | None
    precision: float | None
    recall: float | None
    counts: Tally


@dataclass(frozen=True, slots=True)
class _Roles:
    source: Words
    cue: Words
    content: Words
    origin: Attribution = field(kw_only=True)


class _Text:
    """A text's words."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def within(self, spans: Iterable[Span]) -> Words:
        """The words that share a character with one of ``spans``."""
        return frozenset(
            number
            for start, end in spans
            for number in range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        )

    def roles(self, attributions: Iterable[Attribution]) -> list[_Roles]:
        """The attributions as word sets; one without content is dropped, as there is nothing to verify."""
        sets = [_Roles(*(self.within(getattr(a, role)) for role in ROLES), origin=a) for a in attributions]
        return [found for found in sets if found.content]

    def has_capital(self, words: Words) -> bool:
        """Whether one of ``words`` begins with a capital letter."""
        return any(self.text[self.starts[number]].isupper() for number in words)

    def quoted(self) -> Words:
        """The words inside double quotation marks; a quotation that is left open ends at the next empty line."""
        is_open, last = False, 0
        inside: set[int] = set()
        for mark in [*_QUOTE_MARK.finditer(self.text), None]:
            place = bisect_left(self.starts, mark.start()) if mark else len(self.starts)
            if is_open:
                inside.update(range(last, place))
            last = place
            sign = mark.group() if mark else ""
            is_open = sign in ("“", "``") or (sign in ('"', "''") and not is_open)
        return frozenset(inside)


def dice(one: Words, other: Words) -> float:
    """Twice the shared words over all words of both; 1 for two empty sets."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _agree(text: _Text, gold: Words, found: Words) -> bool:
    """Whether two sources are the same: half of their words, or one inside the other with a capitalised word."""
    if not gold or not found:
        return not gold and not found
    is_nested = gold <= found or found <= gold
    return dice(gold, found) >= _HALF or (is_nested and text.has_capital(gold & found))


def _is_content_right(_: _Text, gold: _Roles, found: _Roles) -> bool:
    return dice(gold.content, found.content) >= _CLOSE


def _is_right(text: _Text, gold: _Roles, found: _Roles) -> bool:
    return _is_content_right(text, gold, found) and _agree(text, gold.source, found.source)


def _is_strictly_right(_: _Text, gold: _Roles, found: _Roles) -> bool:
    is_cue_right = bool(gold.cue & found.cue) or not (gold.cue or found.cue)
    return gold.content == found.content and gold.source == found.source and is_cue_right


def _is_loosely_right(_: _Text, gold: _Roles, found: _Roles) -> bool:
    is_source_right = bool(gold.source & found.source) or not (gold.source or found.source)
    return dice(gold.content, found.content) >= _HALF and is_source_right


MATCHES: Mapping[str, Callable[[_Text, _Roles, _Roles], bool]] = {
    "A": _is_right,
    "A-content": _is_content_right,
    "A-strict": _is_strictly_right,
    "A-loose": _is_loosely_right,
}


def _pairs(gold: Sequence[_Roles], found: Sequence[_Roles]) -> list[tuple[int, int]]:
    """One-to-one pairs of numbers in ``gold`` and ``found``: best content first, then best source, then the later."""
    ranked = sorted(
        (dice(g.content, f.content), dice(g.source, f.source), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if g.content & f.content
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in reversed(ranked):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return list(partner.items())


def _quote_type(content: Words, quoted: Words) -> str:
    """Direct, indirect or mixed, by the share of the content's words that stand in quotation marks."""
    share = len(content & quoted) / len(content)
    return "direct" if share >= _DIRECT else "indirect" if share < _INDIRECT else "mixed"


def score_claims(
    text: str, gold: Iterable[Attribution], found: Iterable[Attribution], *, has_speakers: bool = False
) -> dict[str, Tally]:
    """The counts of one document.

    ``A`` and its kin count pairs of a gold and a found attribution; ``exact-<role>`` counts word sets, equal ones once;
    ``recall-<type>`` counts the gold attributions of a type that ``A`` accepts; ``speaker-…`` see ``_speakers``.

    Args:
        has_speakers: whether the gold attributions tell their speakers; otherwise these are not scored.
    """
    words = _Text(text)
    given, read = words.roles(gold), words.roles(found)
    pairs = [(given[i], read[j]) for i, j in _pairs(given, read)]
    tallies = {
        measure: Tally(sum(accepts(words, g, f) for g, f in pairs), len(read), len(given))
        for measure, accepts in MATCHES.items()
    }
    for role in ROLES:
        wanted, had = ({getattr(a, role) for a in side} - {frozenset()} for side in (given, read))
        tallies[f"exact-{role}"] = Tally(len(wanted & had), len(had), len(wanted))
    matched = [(g, f) for g, f in pairs if _is_right(words, g, f)]
    quoted = words.quoted()
    kinds = {id(g): _quote_type(g.content, quoted) for g in given}
    for kind in QUOTE_TYPES:
        right = sum(kinds[id(g)] == kind for g, _ in matched)
        tallies[f"recall-{kind}"] = Tally(right, None, list(kinds.values()).count(kind))
    core = [g for g in given if g.origin.is_core]
    tallies["recall-core"] = Tally(sum(bool(g.origin.is_core) for g, _ in matched), None, len(core))
    if has_speakers:
        tallies |= _speakers([(g.origin.speaker, f.origin.speaker) for g, f in matched])
    return tallies


def _speakers(pairs: Sequence[tuple[str | None, str | None]]) -> dict[str, Tally]:
    """What became of the speakers of the attributions that ``A`` accepts, as (gold's name, found name).

    ``speaker-right`` and ``speaker-unresolved``: gold's name, and no name, as shares of those where gold has a name.
    ``speaker-open``: no name, as a share of those where gold has none either.
    ``speaker-wrong``: another name than gold's, or a name where gold has none, as a share of all.
    """
    named = [(bare(gold), found and bare(found)) for gold, found in pairs if gold is not None]
    nobody = [found for gold, found in pairs if gold is None]
    right = sum(gold == found for gold, found in named)
    unresolved = sum(found is None for _, found in named)
    is_open = nobody.count(None)
    return {
        "speaker-right": Tally(right, None, len(named)),
        "speaker-unresolved": Tally(unresolved, None, len(named)),
        "speaker-open": Tally(is_open, None, len(nobody)),
        "speaker-wrong": Tally(len(pairs) - right - unresolved - is_open, None, len(pairs)),
    }


def bare(name: str) -> str:
    """A speaker's name without leading article, case and kind of apostrophe."""
    return " ".join(_ARTICLE.sub("", name.replace("’", "'"), count=1).casefold().split())


def score_names(text: str, gold: Iterable[Name], found: Iterable[Name]) -> dict[str, Tally]:
    """The counts of one document's names: a found name is right if gold has one of that span and type.

    A leading article and a trailing possessive do not count; countries, other places and buildings are one type.
    """
    wanted, had = ({_normalised(text, name) for name in side if name.label in NAME_TYPES} for side in (gold, found))
    tallies = {"names": Tally(len(wanted & had), len(had), len(wanted))}
    for kind in dict.fromkeys(NAME_TYPES.values()):
        given, read = ({name for name in side if name.label == kind} for side in (wanted, had))
        tallies[f"names-{kind}"] = Tally(len(given & read), len(read), len(given))
    return tallies


def _normalised(text: str, name: Name) -> Name:
    start, end = name.span
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    return Name(Span(start, end), NAME_TYPES[name.label])


def summarise(documents: Sequence[Mapping[str, Tally]]) -> Iterator[Score]:
    """A figure over all documents for each measure of which there is anything to find.

    The interval comes from drawing as many documents as there are, with replacement, a thousand times with a fixed
    seed; the same draws serve every measure.
    """
    count = len(documents)
    draws = np.random.default_rng(_SEED).multinomial(count, [1 / count] * count, _RESAMPLES) if count > 1 else None
    for measure in dict.fromkeys(name for tallies in documents for name in tallies):
        tallies = [document.get(measure, Tally(0, None, 0)) for document in documents]
        right, gold = (sum(column) for column in ([t.right for t in tallies], [t.gold for t in tallies]))
        counted = [t.found for t in tallies if t.found is not None]
        found = sum(counted) if counted else None
        total = Tally(right, found, gold)
        if not total.whole:
            continue
        low = high = None
        if draws is not None:
            parts = draws @ np.array([[t.right, t.whole] for t in tallies])
            shares = parts[parts[:, 1] > 0]
            low, high = (_percent(x) for x in np.percentile(shares[:, 0] / shares[:, 1], [2.5, 97.5]))
        precision = None if found is None else _percent(right / found) if found else 0.0
        recall = None if found is None else _percent(right / gold) if gold else 0.0
        yield Score(measure, _percent(right / total.whole), low, high, precision, recall, total)


def _percent(share: float) -> float:
    return round(100 * float(share), 1)
