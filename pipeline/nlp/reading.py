"""What the extractor reads out of one text: mentions, claims and assertions.

This module is the interface between the language part and the rest of the pipeline; it loads no language library.
Every span counts code points of the text that was given, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.spans import Span

UNRESOLVED_REASONS = {
    "no_source": "nobody is named as the source",
    "anonymous": "the article withholds the name",
    "nominal": "the source is described, not named",
    "no_antecedent": "the source is a pronoun and nobody fits it",
    "ambiguous": "the source's name fits several people of the article",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or refer to something, or that give a date or an amount.

    Args:
        label: PERSON, ORG, GPE, NORP or OTHER; from the encoder also LOC, FAC, EVENT and LAW, and for dates and amounts
            DATE, TIME, MONEY, PERCENT and QUANTITY.
        kind: name, nominal or pronoun; name for a date or an amount.
        name: fullest name of its chain in this text; None where it is unresolved and for a date or an amount.
        score: 0 to 1, not calibrated.
    """

    span: Span
    label: str
    kind: str
    name: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a source to its speaker: which rule, on which words, how sure (0 to 1)."""

    step: str
    rule: str
    surface: str
    span: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date as the text words it; ``pipeline.nlp.dates.resolve`` gives the days it means.

    Args:
        rule: the rule that reads it, and ``parts``: what the rule needs of the words, by name.
        is_ahead: whether it stands where the text looks ahead ("will meet on Monday").
        counts_from: the date it counts from, where that is another one of the text ("a day earlier").
    """

    span: Span
    rule: str
    parts: Mapping[str, str]
    is_ahead: bool = False
    counts_from: DateWords | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What kind of act a saying is, one of ``pipeline.columns.ACTS``, and how the outlet reports it.

    Args:
        is_negated: whether the saying itself is negated; declining to say is an act of its own.
        is_hedged: whether the outlet softens it ("reportedly", "appeared to suggest").
        is_conditional: whether it would be said under a condition only.
    """

    kind: str = "state"
    is_negated: bool = False
    is_hedged: bool = False
    is_conditional: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, to whom and where something was said, each None where it is not told.

    Args:
        is_carried: whether the date stands with an earlier claim of the same speech.
    """

    date: DateWords | None = None
    is_carried: bool = False
    addressee: Span | None = None
    venue: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution relation; the spans of each role are sorted and disjoint.

    Args:
        source: who; empty where nobody is named.
        cue: the words that say it is said; may be empty.
        content: what is said; never empty.
        fragments: the parts of content inside quotation marks, marks excluded.
        quote_type: direct (all in quotation marks), indirect (none) or mixed.
        speaker: full name as in the article; exactly one of it and ``unresolved_reason`` is set.
        unresolved_reason: a key of ``UNRESOLVED_REASONS``.
        co_speakers: further speakers of a joint claim, names with their labels.
        speaks_for: the name of whom an office or an unnamed spokesperson speaks for.
        source_kind: person, organisation, place or document; None where the words do not tell.
        role: the speaker's role as worded in the article.
        confidence: 0 to 1, not calibrated.
        dates: the dates inside the content, in order.
        parent: number in ``Reading.claims`` of the claim in whose content this one stands.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    fragments: tuple[Span, ...]
    quote_type: str
    cue_lemma: str | None
    speaker: str | None
    speaker_label: str | None
    unresolved_reason: str | None
    evidence: tuple[Step, ...]
    role: str | None
    is_anonymous: bool
    confidence: float
    co_speakers: tuple[tuple[str, str], ...] = ()
    speaks_for: str | None = None
    source_kind: str | None = None
    act: Act = Act()
    circumstances: Circumstances = Circumstances()
    dates: tuple[DateWords, ...] = ()
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one text.

    Args:
        mentions: sorted by span; they may nest ("the Paris office", "Paris"). Every speaker of a claim is the name of
            a mention with the same label.
        claims: sorted by their content.
        assertions: sentences in the outlet's own voice, in order; none touches a claim's content, cue or source.
    """

    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    assertions: tuple[Span, ...] = ()
