"""Annotated texts: a YAML head that tells of each claim what a mark cannot, then blocks with marks.

``docs/annotation-guide.md`` is the guide that the annotators follow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

import yaml
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError, field_validator

from pipeline.columns import ACTS
from pipeline.measure import markup
from pipeline.measure.markup import Marked, Marks
from pipeline.spans import Span

SourceKind = Literal["person", "organisation", "place", "document", "group"]
Reason = Literal["anonymous", "nominal", "several", "nobody", "pronoun"]

_T = TypeVar("_T")
_PREFIX = re.compile(r"\A(?:> |## |@ \d\d:\d\d )")
_FILE = re.compile(r"---\n(?P<head>.*?\n)---\n(?P<body>.*)", re.DOTALL)


class AnnotationError(ValueError):
    """An annotated text that cannot be read; the message names the file, the key or claim, and what to do."""


class ClaimRow(BaseModel, extra="forbid", frozen=True):
    """What the head says about one claim; the guide tells the meaning of each field."""

    speaker: str | None
    act: str
    role: str | None = None
    kind: SourceKind = "person"
    co_speakers: tuple[str, ...] = Field((), alias="with")
    speaks_for: str | None = Field(None, alias="for")
    anonymous: bool = False
    negated: bool = False
    hedged: bool = False
    conditional: bool = False
    addressee: str | None = None
    venue: str | None = None
    uttered_on: date | None = None
    parent: int | None = None
    core: bool = True
    unresolved: Reason | None = None

    @field_validator("act")
    @classmethod
    def _is_listed(cls, act: str) -> str:
        if act not in ACTS:
            raise ValueError(f"is no act; take one of {', '.join(ACTS)}")
        return act


class Head(BaseModel, extra="forbid", frozen=True):
    """The head of a gold document.

    Args:
        entities: by fullest name of a person or body its other wordings in this text.
    """

    title: str
    published: AwareDatetime
    claims: Mapping[int, ClaimRow]
    entities: Mapping[str, tuple[str, ...]] = {}


_HEAD = TypeAdapter(Head)
ROWS: TypeAdapter[Mapping[int, ClaimRow]] = TypeAdapter(Mapping[int, ClaimRow])


@dataclass(frozen=True, slots=True)
class Claim:
    """One annotated claim: its spans, and what the head says about it."""

    number: int
    marks: Marks
    row: ClaimRow


@dataclass(frozen=True, slots=True)
class Annotated:
    """A gold document; all spans are code points of ``text``, which has one block a line."""

    head: Head
    text: str
    claims: tuple[Claim, ...]
    names: tuple[tuple[Span, str], ...]


def read_annotated(contents: str, file: str) -> Annotated:
    """Read one gold document.

    Args:
        contents: the file's text.
        file: its name, used in messages only.

    Raises:
        AnnotationError: the head or the claims cannot be read.
        MarkError: the marks cannot be read.
    """
    raw, body = split_head(contents, file)
    head = validated(_HEAD, raw, file)
    text, found, names = read_body(body, file)
    return Annotated(head, text, join_claims(head.claims, found, file), names)


def read_body(body: str, file: str) -> Marked:
    """The blocks without marks and prefixes, one a line; a list item keeps its dash.

    Raises:
        MarkError: the marks cannot be read.
    """
    return markup.parse("\n".join(_PREFIX.sub("", block, count=1) for block in body.strip().split("\n\n")), file)


def split_head(contents: str, file: str) -> tuple[dict[str, Any], str]:
    """The head as YAML says it, and the body.

    Raises:
        AnnotationError: there is no head, it is no mapping, or it has a key twice.
    """
    parts = _FILE.fullmatch(contents)
    if not parts:
        raise AnnotationError(f"{file}: does not begin with a head between two lines ---; write one")
    try:
        head = yaml.load(parts["head"], _Loader)  # noqa: S506 it is a safe one
    except yaml.YAMLError as error:
        raise AnnotationError(f"{file}: the head is no YAML mapping: {error}") from error
    if not isinstance(head, dict):
        raise AnnotationError(f"{file}: the head is no YAML mapping but {head!r}")
    return head, parts["body"]


class _Loader(yaml.CSafeLoader):
    """YAML lets the last of two equal keys win, which would lose a claim."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.MarkedYAMLError(problem=f"key {twice} stands twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def validated(adapter: TypeAdapter[_T], raw: object, file: str) -> _T:
    """``raw`` as the type of ``adapter``.

    Raises:
        AnnotationError: with the first key that is wrong.
    """
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise AnnotationError(f"{file}: head key {key}: {first['msg']} (found {first['input']!r})") from error


def join_claims(rows: Mapping[int, ClaimRow], found: Mapping[int, Marks], file: str) -> tuple[Claim, ...]:
    """Each row with its marks, by number.

    Raises:
        AnnotationError: a claim is in the head or the body only, its parent is no other claim or leads back to it, it
            has both or neither of speaker and reason, or its marks hold neither cue nor content.
    """
    if odd := sorted(rows.keys() ^ found.keys()):
        place = "in the head but not in the body" if odd[0] in rows else "in the body but not in the head"
        raise AnnotationError(f"{file}: claim {odd[0]} is {place}; add or remove it")
    for number, row in rows.items():
        if row.parent is not None and (row.parent not in rows or row.parent == number):
            raise AnnotationError(f"{file}: claim {number} has parent {row.parent}, which is no other claim")
        if _is_its_own_ancestor(number, rows):
            raise AnnotationError(f"{file}: claim {number} is within itself by its parents; correct one of them")
        if (row.speaker is None) != (row.unresolved is not None):
            raise AnnotationError(f"{file}: claim {number} needs a speaker, or null and a reason under unresolved")
        if not found[number].cue and not found[number].content:
            raise AnnotationError(f"{file}: claim {number} has neither cue nor content; mark one")
    return tuple(Claim(number, found[number], rows[number]) for number in sorted(rows))


def _is_its_own_ancestor(number: int, rows: Mapping[int, ClaimRow]) -> bool:
    """Follows at most as many parents as there are claims, so another claim's circle ends too."""
    parent = rows[number].parent
    for _ in rows:
        if parent is None or parent == number or parent not in rows:
            break
        parent = rows[parent].parent
    return parent == number
