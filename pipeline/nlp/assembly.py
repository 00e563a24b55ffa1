"""From what the steps have marked in a text to its reading: claims with their speakers, mentions and assertions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.nlp.assertions import assertions_of
from pipeline.nlp.marking import Found, Marks, ranges_of
from pipeline.nlp.names import NAMING
from pipeline.nlp.quotes import Quotation
from pipeline.nlp.reading import Claim, Mention, Reading
from pipeline.nlp.shapes import Range
from pipeline.nlp.speakers import Resolver, Speaker
from pipeline.nlp.tokens import Words
from pipeline.spans import Span


def reading_of(marks: Marks) -> Reading:
    """The reading of a text in which everything is marked."""
    resolver = Resolver(marks.words, marks.names, marks.sentences, marks.shape)
    mentions = dict(_mentions(marks))
    claims = []
    for found in marks.found:
        speaker = resolver.resolve(ranges_of(marks.words, found.source), is_outer=found.is_outer)
        claims.append(_claim(marks, found, speaker))
        span = speaker.evidence[0].span if speaker.evidence else None
        if span and speaker.kind != "name" and (span not in mentions or mentions[span].name is None):
            mentions[span] = Mention(span, speaker.label or "OTHER", speaker.kind, speaker.name, speaker.confidence)
    return Reading(
        tuple(sorted(mentions.values(), key=lambda mention: mention.span)),
        tuple(sorted(claims, key=lambda claim: claim.content)),
        tuple(assertions_of(marks)),
    )


def _mentions(marks: Marks) -> Iterator[tuple[Span, Mention]]:
    """The names of a text, and the dates and amounts that a network found."""
    for entity in marks.markup.entities if marks.markup else ():
        if entity.label not in NAMING:
            yield entity.span, Mention(entity.span, entity.label, "name", None, entity.score)
    for name in marks.names:
        span = marks.words.span(name.start, name.end)
        yield span, Mention(span, name.label, "name", name.full, name.score)


def _claim(marks: Marks, found: Found, speaker: Speaker) -> Claim:
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
