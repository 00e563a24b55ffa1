"""The laws of the annotation guide that a program can see broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

from pipeline.measure.annotation import Annotated, Claim
from pipeline.measure.facets import bare
from pipeline.spans import Span

_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen)\.? |(?:Sir|Lady|Lord|Dame|President|Minister|Mayor) ")
_ARTICLE = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_OWNER = re.compile(r"(?P<owner>.+)['’]s? \w.*")
_NAMED = ("PERSON", "ORG", "GPE", "LOC")
_OLDEST = timedelta(days=3660)


def problems(document: Annotated) -> Iterator[str]:
    """One line for each break of the guide."""
    yield from _of_text(document.text)
    yield from _of_names(document)
    yield from _of_entities(document)
    for claim in document.claims:
        for problem in chain(_of_spans(claim, document), _of_row(claim, document), _of_parent(claim, document)):
            yield f"claim {claim.number}: {problem}"


def _of_text(text: str) -> Iterator[str]:
    if not text:
        yield "the body is empty"
    for number, line in enumerate(text.split("\n"), start=1):
        if line != " ".join(line.split()) or not unicodedata.is_normalized("NFC", line) or not line:
            yield f"block {number} must be one line of NFC text with single plain spaces: {line[:60]!r}"
    if '"' in text and set("“”") & set(text):
        yield "double quotation marks are straight and curly; take one kind"
    if text.count("”") > text.count("“"):
        yield "more double quotation marks are closed than opened"


def _of_names(document: Annotated) -> Iterator[str]:
    text = document.text
    for span, kind in document.names:
        words = span.text(text)
        yield from (f"{kind} “{words}” {why}" for why in _edges(span, text))
        if kind in _NAMED and _ARTICLE.match(words):
            yield f"{kind} “{words}” begins with an article; leave it outside"
        if words.endswith(("’s", "'s")):
            yield f"{kind} “{words}” ends in a possessive; leave it outside"
        if kind == "PERSON" and _HONORIFIC.match(words):
            yield f"PERSON “{words}” begins with a title; leave it outside"
    marked = [span for span, _ in document.names]
    for words in sorted({span.text(text) for span, kind in document.names if kind in _NAMED}):
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            if not any(span.start < match.end() and match.start() < span.end for span in marked):
                yield f"“{words}” is a marked name elsewhere but not in “{_around(text, match.start())}”"


def _of_entities(document: Annotated) -> Iterator[str]:
    marked = [bare(span.text(document.text)) for span, _ in document.names]
    for name, wordings in document.head.entities.items():
        for wording in (name, *wordings):
            if missing := _missing(wording, document.text):
                yield f"entity {name}: “{wording}” is not as worded: “{missing}” is not in the text"
            elif not any(words in bare(wording) or bare(wording) in words for words in marked):
                yield f"entity {name}: “{wording}” is not marked as a name"


def _of_spans(claim: Claim, document: Annotated) -> Iterator[str]:
    text = document.text
    if not claim.marks.content and claim.row.act not in ("decline", "reject"):
        yield "has no content; mark it with t"
    if not claim.marks.source and claim.row.speaker is not None and claim.row.core:
        yield "has a speaker but no source; mark it with s, or set core: false"
    for span in (*claim.marks.source, *claim.marks.cue, *claim.marks.content):
        words = span.text(text)
        yield from (f"mark “{words}” {why}" for why in _edges(span, text))
        if "\n" in words:
            yield f"mark “{words[:60]}” runs over blocks; mark each block"


def _edges(span: Span, text: str) -> Iterator[str]:
    words = span.text(text)
    if words != words.strip():
        yield "begins or ends in a space"
    for edge in span:
        around = text[max(0, edge - 1) : edge + 1]
        if len(around) == 2 and around.isalnum():
            yield "cuts a word"


def _of_row(claim: Claim, document: Annotated) -> Iterator[str]:
    row, text = claim.row, document.text
    known = _known(document)
    for key, name in (("speaker", row.speaker), ("for", row.speaks_for), *(("with", name) for name in row.co_speakers)):
        owner = name and _OWNER.fullmatch(name)  # his office is given as Castell’s office, which the text need not say
        if name is not None and not any(bare(owner["owner"] if owner else name) in words for words in known):
            yield f"{key} “{name}” is in no entity, name or source of the text"
    if row.role is not None:
        if _ARTICLE.match(row.role):
            yield f"role “{row.role}” begins with an article; leave it out"
        if missing := _missing(row.role, text):
            yield f"role “{row.role}” is not as worded: “{missing}” is not in the text"
    for key, words in (("addressee", row.addressee), ("venue", row.venue)):
        if words is not None and words.casefold() not in text.casefold():
            yield f"{key} “{words}” is not as worded in the text"
    if row.anonymous and row.speaker is not None:
        yield f"is anonymous but has the speaker “{row.speaker}”"
    published = document.head.published.date()
    if row.uttered_on is not None and not published - _OLDEST <= row.uttered_on <= published:
        yield f"uttered_on {row.uttered_on} is after the publication on {published} or ten years before it"


def _missing(wording: str, text: str) -> str | None:
    """The first word of ``wording`` that is not in ``text``."""
    words = set(_WORD.findall(text.casefold()))
    sought = _WORD.findall(wording.casefold())
    return next((word for word in sought if not any(other.startswith(word) for other in words)), None)


def _known(document: Annotated) -> list[str]:
    """Everything a speaker's name may be taken from."""
    sources = (span for claim in document.claims for span in claim.marks.source)
    names = (span for span, _ in document.names)
    wordings = chain.from_iterable((name, *others) for name, others in document.head.entities.items())
    return [bare(words) for words in chain(wordings, (span.text(document.text) for span in chain(sources, names)))]


def _of_parent(claim: Claim, document: Annotated) -> Iterator[str]:
    parent = next((other for other in document.claims if other.number == claim.row.parent), None)
    if parent and not any(p.overlaps(c) for p in parent.marks.content for c in claim.marks.content or claim.marks.cue):
        yield f"lies outside the content of its parent {parent.number}"


def _around(text: str, place: int) -> str:
    return text[max(0, place - 25) : place + 35].replace("\n", " ")
