"""Inline marks of who said what, and of names: ``{s1:{PERSON:Ines Okafor}} {c1:said} {t1:it rained}``.

A mark is ``{ROLE NUMBERS:words}`` with a role letter (``s`` source, ``c`` cue, ``t`` content) and the numbers of the
claims it belongs to, separated by commas, or ``{TYPE:words}`` for a name, date or amount. Marks nest. Braces have no
other use, and there is no way to escape them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.spans import Span

NAME_MARKS = (
    *("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW"),
    *("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"),
)

_TOKEN = re.compile(r"\{(?:(?P<role>[sct])(?P<numbers>[0-9]+(?:,[0-9]+)*)|(?P<type>[A-Z]+)):|[{}]")
_NEARBY = 30


class MarkError(ValueError):
    """Marks that cannot be read; the message names the file, the claim and the words nearby."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The pieces of one claim, each a tuple of spans in the order of the text; touching pieces stay apart."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


class Marked(NamedTuple):
    """A text without its marks, and what they said.

    Args:
        claims: the spans of each claim number, in rising order, in code points of ``text``.
        names: span and type of each name, date and amount, in the order of the text.
    """

    text: str
    claims: Mapping[int, Marks]
    names: tuple[tuple[Span, str], ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark whose closing brace has not been met: where its words start, and where it stands in the marked text."""

    role: str
    claims: tuple[int, ...]
    start: int
    at: int

    @property
    def is_name(self) -> bool:
        return not self.claims


def parse(marked: str, file: str) -> Marked:
    """Take the marks out of ``marked``.

    Args:
        marked: text with marks.
        file: where the text is from; used in messages only.

    Raises:
        MarkError: an unknown, empty or unclosed mark, a stray brace, a name inside a name, or a mark inside another of
            its role and claim.
    """
    words: list[str] = []
    length = 0
    opened: list[_Open] = []
    found: dict[int, dict[str, list[Span]]] = {}
    names: list[tuple[Span, str]] = []
    done = 0
    for token in _TOKEN.finditer(marked):
        words.append(marked[done : token.start()])
        length += len(words[-1])
        done = token.end()
        if token["role"] or token["type"] in NAME_MARKS:
            claims = tuple(map(int, token["numbers"].split(","))) if token["role"] else ()
            mark = _Open(token["role"] or token["type"], claims, length, token.start())
            _refuse_repetition(mark, opened, marked, file)
            opened.append(mark)
        elif token[0] != "}":
            raise _error("unknown mark or stray brace, write {s1:…} or {PERSON:…}", marked, token.start(), file)
        elif not opened:
            raise _error("closing brace without a mark, remove it or open one", marked, token.start(), file)
        else:
            mark = opened.pop()
            if mark.start == length:
                raise _error("empty mark, give it words or remove it", marked, mark.at, file, mark)
            if mark.is_name:
                names.append((Span(mark.start, length), mark.role))
            for claim in mark.claims:
                found.setdefault(claim, {"s": [], "c": [], "t": []})[mark.role].append(Span(mark.start, length))
    if opened:
        raise _error("mark is never closed, add a brace", marked, opened[-1].at, file, opened[-1])
    words.append(marked[done:])
    return Marked("".join(words), {claim: _marks(found[claim]) for claim in sorted(found)}, tuple(sorted(names)))


def _marks(pieces: Mapping[str, list[Span]]) -> Marks:
    return Marks(*(tuple(sorted(pieces[role])) for role in "sct"))


def _refuse_repetition(mark: _Open, opened: list[_Open], marked: str, file: str) -> None:
    """A claim numbered twice in one mark, or in two nested marks of one role, would have overlapping spans."""
    if mark.is_name and any(around.is_name for around in opened):
        raise _error("name inside a name, mark the inner one only", marked, mark.at, file)
    outer = [claim for around in opened if around.role == mark.role for claim in around.claims]
    if len(set(mark.claims)) < len(mark.claims) or set(mark.claims) & set(outer):
        raise _error("mark repeats a claim's role inside itself, remove one of the two", marked, mark.at, file, mark)


def _error(problem: str, marked: str, at: int, file: str, mark: _Open | None = None) -> MarkError:
    claims = f" of claim {', '.join(map(str, mark.claims))}" if mark and mark.claims else ""
    nearby = marked[max(0, at - _NEARBY) : at + _NEARBY].replace("\n", " ")
    return MarkError(f"{file}{claims}: {problem}; near “{nearby}”")
