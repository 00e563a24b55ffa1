"""From what the steps have marked in a text to its reading: claims with their speakers, mentions and assertions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.nlp.acts import act_of
from pipeline.nlp.answers import Speaker
from pipeline.nlp.assertions import assertions_of
from pipeline.nlp.circumstances import circumstances_of
from pipeline.nlp.dates import dates_in, find_dates
from pipeline.nlp.marking import Found, Marks, ranges_of
from pipeline.nlp.names import NAMING
from pipeline.nlp.nesting import parents_of, sayings_of
from pipeline.nlp.quotes import Quotation
from pipeline.nlp.reading import Act, Circumstances, Claim, DateWords, Mention, Reading
from pipeline.nlp.shapes import Range
from pipeline.nlp.speakers import Resolver
from pipeline.nlp.tokens import Words
from pipeline.spans import Span


def reading_of(marks: Marks) -> Reading:
    """The reading of a text in which everything is marked."""
    resolver = Resolver(marks)
    mentions = dict(_mentions(marks))
    parents = parents_of(marks.words, marks.found)
    speakers = _speakers(marks, resolver, parents)
    for speaker in speakers:
        span = speaker.evidence[0].span if speaker.evidence else None
        if span and speaker.kind != "name" and (span not in mentions or mentions[span].name is None):
            mentions[span] = Mention(span, speaker.label or "OTHER", speaker.kind, speaker.name, speaker.confidence)
    sayings = sayings_of(marks, parents)
    dates = find_dates(marks.words.text, [marks.words.span(name.start, name.end) for name in marks.names])
    told = circumstances_of(marks, dates, sayings, speakers, parents)
    order = sorted(range(len(told)), key=lambda n: marks.found[n].content)
    numbers = {n: number for number, n in enumerate(order)}
    return Reading(
        tuple(sorted(mentions.values(), key=lambda mention: mention.span)),
        tuple(
            _claim(
                marks,
                marks.found[n],
                speakers[n],
                act_of(marks.words, marks.found[n], sayings[n]),
                told[n],
                tuple(dates_in(marks.found[n].content, dates, marks.words.text)),
                None if (parent := parents[n]) is None else numbers[parent],
            )
            for n in order
        ),
        tuple(assertions_of(marks)),
    )


def _speakers(marks: Marks, resolver: Resolver, parents: Sequence[int | None]) -> list[Speaker]:
    """The speaker of each claim; claims within others are resolved last, as their "I" is the speaker around them."""
    resolved: dict[int, Speaker] = {}
    for n, found in sorted(enumerate(marks.found), key=lambda numbered: not numbered[1].is_outer):
        parent = parents[n]
        around = None if parent is None else resolved.get(parent)
        source = ranges_of(marks.words, found.source)
        content = ranges_of(marks.words, found.content)
        resolved[n] = resolver.resolve(source, is_outer=found.is_outer, enclosing=around, content=content)
    roles = {one.name: one.role for one in resolver.cast.people()}  # a text may tell the role after the first claim
    return [
        replace(one, role=roles.get(one.name or "", one.role)) for n in range(len(marks.found)) for one in [resolved[n]]
    ]


def _mentions(marks: Marks) -> Iterator[tuple[Span, Mention]]:
    """The names of a text, and the dates and amounts that a network found."""
    for entity in marks.markup.entities if marks.markup else ():
        if entity.label not in NAMING:
            yield entity.span, Mention(entity.span, entity.label, "name", None, entity.score)
    for name in marks.names:
        span = marks.words.span(name.start, name.end)
        yield span, Mention(span, name.label, "name", name.full, name.score)


def _claim(
    marks: Marks,
    found: Found,
    speaker: Speaker,
    act: Act,
    told: Circumstances,
    dates: tuple[DateWords, ...],
    parent: int | None,
) -> Claim:
    content = ranges_of(marks.words, found.content)
    spoken = [i for start, end in content for i in range(start, end) if marks.words.is_word(i)]
    in_quotation = [marks.shape[i] == "Q" for i in spoken]
    return Claim(
        source=found.source,
        cue=found.cue,
        content=found.content,
        fragments=tuple(_fragments(marks.words, content, marks.quotations)),
        quote_type="direct" if all(in_quotation) else "mixed" if any(in_quotation) else "indirect",
        cue_lemma=found.lemma,
        speaker=speaker.name,
        speaker_label=speaker.label,
        unresolved_reason=speaker.reason,
        evidence=speaker.evidence,
        role=speaker.role,
        is_anonymous=speaker.is_anonymous,
        confidence=found.confidence,
        co_speakers=speaker.others,
        speaks_for=speaker.speaks_for,
        source_kind=speaker.source_kind,
        act=act,
        circumstances=told,
        dates=dates,
        parent=parent,
    )


def _fragments(words: Words, content: Sequence[Range], quotations: Sequence[Quotation]) -> Iterator[Span]:
    """The parts of the content inside quotation marks that hold a word, marks and outer white space excluded."""
    for start, end in content:
        for i in range(bisect_left(quotations, start, key=lambda q: q.end), len(quotations)):
            quotation = quotations[i]
            if quotation.start >= end:
                break
            first, last = max(start, quotation.inner[0]), min(end, quotation.inner[1])
            if any(words.is_word(j) for j in range(first, last)):
                yield words.span(first, last)
