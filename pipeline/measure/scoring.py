"""How far found attributions and names agree with gold ones, as pure functions over sets of words.

A word is a run of letters, digits and underscores, with single marks such as "." or "’" inside it; it belongs to a span
if any of its characters does. Punctuation never counts, so it does not matter whether a quotation keeps its marks.
A role (source, cue or content) of an attribution is one set of words, however many pieces it has.

Sources of the measures. Exact spans of each role: Pareti, "PARC 3.0", 2016. Matched attributions: the project's
benchmark on PolNeAR (Newell, Margolin and Ruths 2018), whose definitions are repeated here and whose figures these
functions reproduce. Names by exact span and type: the CoNLL 2003 shared task.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import NamedTuple

from pipeline.measure.facets import Facets, is_same_speaker, is_within, score_facets
from pipeline.measure.markup import NAME_MARKS
from pipeline.measure.scores import Tally
from pipeline.spans import Span

Words = frozenset[int]  # numbers of words in a text

ROLES = ("source", "cue", "content")
QUOTE_TYPES = ("direct", "indirect", "mixed")
NAME_TYPES = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
ALL_TYPES = {kind: NAME_TYPES.get(kind, kind) for kind in NAME_MARKS}

_WORD = re.compile(r"\w+(?:[.'’\-]\w+)*")
_QUOTE_MARK = re.compile(r"[“”\"]|''|``|\n\s*\n")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?\Z")
_CLOSE, _HALF = 0.8, 0.5  # least Dice of contents, and of sources or loosely matched contents
_DIRECT, _INDIRECT = 0.9, 0.1


@dataclass(frozen=True, slots=True)
class Attribution:
    """A gold or a found attribution.

    Args:
        speaker: full name; None where nobody is named.
        is_core: whether every competent reader would mark it; counts in gold only.
        facets: what else is known of it; None where a set does not tell.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None = field(default=None, kw_only=True)
    is_core: bool | None = field(default=None, kw_only=True)
    facets: Facets | None = field(default=None, kw_only=True, repr=False)


class Name(NamedTuple):
    """A name's span and type; the keys of ``NAME_TYPES`` count, other types do not."""

    span: Span
    label: str


class Pronoun(NamedTuple):
    """A pronoun that may be a claim's source, and the fullest name of whom it stands for."""

    span: Span
    stands_for: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with all its attributions, names or pronouns; None where the set does not mark them.

    Args:
        chains: the entity, by its fullest name, of the span of each person's or body's name.
    """

    name: str
    text: str
    claims: tuple[Attribution, ...] | None = None
    names: tuple[Name, ...] | None = None
    chains: Mapping[Span, str] | None = field(default=None, repr=False)
    pronouns: tuple[Pronoun, ...] | None = field(default=None, repr=False)
    published_on: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents that were marked by the same habits.

    Args:
        has_speakers: whether its attributions tell their speakers.
        name_types: what its types of names count as; names of other types do not count.
        has_nested: whether it marks claims within claims; otherwise found ones are neither right nor wrong.
    """

    name: str
    documents: tuple[GoldDocument, ...]
    has_speakers: bool = False
    name_types: Mapping[str, str] = field(default_factory=lambda: NAME_TYPES)
    has_nested: bool = True

    @property
    def digest(self) -> str:
        """SHA-256 of texts and marks as they were read: figures of sets with different digests do not compare.

        What a set does not tell leaves no trace in it, so a facet that is new to the project changes no other set.
        """
        told: list[object] = [claim.facets for document in self.documents for claim in document.claims or ()]
        told += [one for document in self.documents for one in (document.chains, document.pronouns)]
        more = [one for one in told if one is not None]
        return hashlib.sha256((repr(self.documents) + (repr(more) if more else "")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Roles:
    source: Words
    cue: Words
    content: Words
    origin: Attribution = field(kw_only=True)
    number: int = field(kw_only=True)  # of the attribution in its document


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
        sets = [
            _Roles(*(self.within(getattr(a, role)) for role in ROLES), origin=a, number=number)
            for number, a in enumerate(attributions)
        ]
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


def judge(text: str, gold: Iterable[Attribution], found: Sequence[Attribution]) -> list[bool]:
    """For each found attribution whether ``A`` accepts it."""
    words = _Text(text)
    given, read = words.roles(gold), words.roles(found)
    right = {read[j].number for i, j in _pairs(given, read) if _is_right(words, given[i], read[j])}
    return [number in right for number in range(len(found))]


def score_claims(
    text: str,
    gold: Iterable[Attribution],
    found: Iterable[Attribution],
    *,
    has_speakers: bool = False,
    measured: frozenset[str] = frozenset(),
) -> dict[str, Tally]:
    """The counts of one document.

    ``A`` and its kin count pairs of a gold and a found attribution; ``exact-<role>`` counts word sets, equal ones once;
    ``recall-<type>`` counts the gold attributions of a type that ``A`` accepts; ``speaker-…`` see ``_speakers``. The
    facets of the attributions that ``A`` accepts are counted as ``score_facets`` tells, ``nesting`` as in ``_nesting``.

    Args:
        has_speakers: whether the gold attributions tell their speakers; otherwise these are not scored.
        measured: the facets that the reader finds at all; others are not scored.
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
        tallies |= _speakers(matched)
    told = [(g.origin.facets, f.origin.facets) for g, f in matched]
    tallies |= score_facets([(g, f) for g, f in told if g and f], measured)
    if "parent" in measured:
        tallies["nesting"] = _nesting(matched)
    return tallies


def _nesting(matched: Sequence[tuple[_Roles, _Roles]]) -> Tally:
    """Links from a claim to the one it is reported within, where both ends are among the matched."""
    partner = {g.number: f.number for g, f in matched}

    def links(side: Iterable[_Roles], number: Mapping[int, int]) -> set[tuple[int, int]]:
        ends = ((roles.number, (roles.origin.facets or Facets()).parent) for roles in side)
        return {(number[child], number[parent]) for child, parent in ends if parent is not None and parent in number}

    wanted = links((g for g, _ in matched), partner)
    had = links((f for _, f in matched), {number: number for number in partner.values()})
    return Tally(len(wanted & had), len(had), len(wanted))


def _speakers(matched: Sequence[tuple[_Roles, _Roles]]) -> dict[str, Tally]:
    """What became of the speakers of the attributions that ``A`` accepts.

    ``speaker-right`` and ``speaker-unresolved``: gold's name, and no name, as shares of those where gold has a name.
    ``speaker-open``: no name, as a share of those where gold has none either.
    ``speaker-wrong``: another name than gold's, or a name where gold has none, as a share of all.
    ``speaker-right-exact``: as ``speaker-right``, of those whose source has gold's very words, so that what is measured
    is the way from the source to the name and not the source.
    """
    named = [(g, f) for g, f in matched if g.origin.speaker is not None]
    right = [(g, f) for g, f in named if f.origin.speaker is not None and _is_speaker(g.origin, f.origin.speaker)]
    unresolved = sum(f.origin.speaker is None for _, f in named)
    is_open = sum(f.origin.speaker is None for g, f in matched if g.origin.speaker is None)
    right_exact, exact = (sum(g.source == f.source for g, f in pairs) for pairs in (right, named))
    return {
        "speaker-right": Tally(len(right), None, len(named)),
        "speaker-right-exact": Tally(right_exact, None, exact),
        "speaker-unresolved": Tally(unresolved, None, len(named)),
        "speaker-open": Tally(is_open, None, len(matched) - len(named)),
        "speaker-wrong": Tally(len(matched) - len(right) - unresolved - is_open, None, len(matched)),
    }


def _is_speaker(gold: Attribution, found: str) -> bool:
    """Whether ``found`` names gold's speaker, or one of several who speak together."""
    facets = gold.facets or Facets()
    names = (name for name in (gold.speaker, *facets.co_speakers) if name)
    return any(is_same_speaker(name, found, facets.source_kind) for name in names)


def score_pronouns(pronouns: Iterable[Pronoun], speakers: Mapping[Span, str | None]) -> dict[str, Tally]:
    """What became of the pronouns that are the source of a found claim.

    ``coref-found``: share of all pronouns that are one. Of these, ``coref-right``: share whose speaker is the name they
    stand for, or part of it; ``coref-unresolved``: share without a speaker; ``coref-wrong``: the rest.

    Args:
        speakers: by the span of each found source its speaker.
    """
    pronouns = list(pronouns)
    found = [(speakers[one.span], one.stands_for) for one in pronouns if one.span in speakers]
    right = sum(name is not None and is_within(name, gold) for name, gold in found)
    unresolved = sum(name is None for name, _ in found)
    return {
        "coref-found": Tally(len(found), None, len(pronouns)),
        "coref-right": Tally(right, None, len(found)),
        "coref-unresolved": Tally(unresolved, None, len(found)),
        "coref-wrong": Tally(len(found) - right - unresolved, None, len(found)),
    }


def score_chains(gold: Mapping[Span, str], found: Mapping[Span, str]) -> dict[str, Tally]:
    """``chains``: F1 of the pairs of names that stand for one entity, over the spans that are names on both sides.

    Args:
        gold: the entity of each name's span; found likewise.
    """
    shared = sorted(gold.keys() & found.keys())
    wanted, had = ({(a, b) for a, b in combinations(shared, 2) if side[a] == side[b]} for side in (gold, found))
    return {"chains": Tally(len(wanted & had), len(had), len(wanted))}


def score_names(
    text: str, gold: Iterable[Name], found: Iterable[Name], types: Mapping[str, str] = NAME_TYPES
) -> dict[str, Tally]:
    """The counts of one document's names: a found name is right if gold has one of that span and type.

    A leading article and a trailing possessive do not count; countries, other places and buildings are one type.
    """
    wanted, had = (
        {Name(without_frame(text, name.span), types[name.label]) for name in side if name.label in types}
        for side in (gold, found)
    )
    tallies = {"names": Tally(len(wanted & had), len(had), len(wanted))}
    for kind in dict.fromkeys(types.values()):
        given, read = ({name for name in side if name.label == kind} for side in (wanted, had))
        tallies[f"names-{kind}"] = Tally(len(given & read), len(read), len(given))
    return tallies


def without_frame(text: str, span: Span) -> Span:
    """A name's span without leading article and trailing possessive."""
    start, end = span
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    return Span(start, end)
