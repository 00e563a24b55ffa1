"""GUM's nested mentions, cut down to flat names.

A mention is a name if its head is a proper noun; the name is the run of proper nouns around the head. So
"the former President George W. Bush of Texas" becomes "George W. Bush" and "Texas".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.examples import Example, Name
from training.labels import UNKNOWN

_GROUPS = {"person": "PERSON", "organization": "ORG", "place": "place", "event": "EVENT", "time": "when"}
_DOUBTED = ("person", "organization", "place")
_LINKS = {"of", "for"}
_TODAY = {"today", "yesterday", "tomorrow", "tonight"}
_TITLES = {
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "President",
    "Senator",
    "Sen.",
    "Rep.",
    "Prof.",
    "Professor",
    "Sir",
    "King",
    "Queen",
    "Prime",
    "Minister",
    "Chancellor",
    "Judge",
    "Captain",
    "General",
}
_MENTION = re.compile(r"\(\d+-[^()]*\)?|\d+\)")


@dataclass(frozen=True, slots=True)
class _Token:
    form: str
    tag: str
    start: int
    end: int

    @property
    def is_proper(self) -> bool:
        return self.tag.startswith("NNP")


@dataclass(slots=True)
class _Document:
    name: str
    text: str
    tokens: list[_Token]
    sentences: list[int]
    mentions: list[tuple[int, int, str, str]]


def read_gum(path: Path, genres: Sequence[str] = (), sentences: int = 0) -> list[Example]:
    """The names of a GUM part.

    Args:
        path: CoNLL-U file with ``Entity=`` in its last column.
        genres: keep only these; all if empty.
        sentences: cut the documents in parts of so many sentences; 0 leaves them whole.
    """
    examples = []
    for document in _documents(path):
        if genres and document.name.split("_")[1] not in genres:
            continue
        names = _outermost(_names(document))
        names = sorted([*names, *_doubtful(document, names)])
        first = document.sentences[::sentences] if sentences else [0]
        places = [document.tokens[i].start for i in first if i < len(document.tokens)]
        for begin, end in zip(places, [*places[1:], len(document.text)], strict=True):
            inside = [Name(n.start - begin, n.end - begin, n.group) for n in names if begin <= n.start and n.end <= end]
            examples.append(Example(f"{document.name}-{begin}", document.text[begin:end], None, inside))
    return examples


def _outermost(names: Iterable[Name]) -> list[Name]:
    kept: list[Name] = []
    for name in sorted(names, key=lambda n: (n.start - n.end, n)):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    return sorted(kept)


def _doubtful(document: _Document, names: Sequence[Name]) -> Iterator[Name]:
    """Proper nouns of people, places and bodies that the rule leaves out, as "Li" in "senior researcher Mu Li"."""
    held = {i for a, b, kind, _ in document.mentions if kind in _DOUBTED for i in range(a, b)}
    for i in sorted(held):
        token = document.tokens[i]
        if token.is_proper and not any(name.start < token.end and token.start < name.end for name in names):
            yield Name(token.start, token.end, UNKNOWN)


def _documents(path: Path) -> Iterator[_Document]:
    for part in re.split(r"^# newdoc id = ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        yield _document(part)


def _document(part: str) -> _Document:
    lines = part.split("\n")
    document = _Document(lines[0].strip(), "", [], [], [])
    stack: dict[str, list[tuple[int, str, str]]] = {}
    text: list[str] = []
    length, joined, is_paragraph = 0, (0, ""), False
    for line in lines[1:]:
        if line.startswith("# newpar"):
            is_paragraph = True
        if line.startswith("# sent_id"):
            if is_paragraph and text:
                text[-1] = text[-1].rstrip() + "\n"
                length = sum(map(len, text))
            is_paragraph = False
            document.sentences.append(len(document.tokens))
        cells = line.split("\t")
        if len(cells) < 10 or "." in cells[0]:
            continue
        gap = "" if "SpaceAfter=No" in cells[9] else " "
        if "-" in cells[0]:
            joined = (int(cells[0].split("-")[1]), gap)
            continue
        if int(cells[0]) <= joined[0]:
            gap = joined[1] if int(cells[0]) == joined[0] else ""
        else:
            joined = (0, "")
        if int(cells[0]) == joined[0]:
            joined = (0, "")
        _mentions(cells[9], len(document.tokens), stack, document)
        document.tokens.append(_Token(cells[1], cells[4], length, length + len(cells[1])))
        text.append(cells[1] + gap)
        length += len(text[-1])
    document.text = "".join(text)
    return document


def _mentions(misc: str, place: int, stack: dict[str, list[tuple[int, str, str]]], document: _Document) -> None:
    found = re.search(r"Entity=([^|]*)", misc)
    for bracket in _MENTION.findall(found[1]) if found else []:
        if bracket[0] != "(":
            if stack.get(bracket[:-1]):
                start, kind, least = stack[bracket[:-1]].pop()
                document.mentions.append((start, place + 1, kind, least))
            continue
        cells = bracket.strip("()").split("-")
        least = cells[5] if len(cells) > 5 else "1"
        if bracket.endswith(")"):
            document.mentions.append((place, place + 1, cells[1], least))
        else:
            stack.setdefault(cells[0], []).append((place, cells[1], least))


def _names(document: _Document) -> Iterator[Name]:
    tokens = document.tokens
    for start, end, kind, least in document.mentions:
        group = _GROUPS.get(kind)
        head = min(start + int(least.split(",")[0]) - 1 if least[:1].isdigit() else end - 1, end - 1)
        if group == "when":
            if end - start <= 5 and (
                tokens[head].is_proper or tokens[head].tag == "CD" or tokens[head].form.lower() in _TODAY
            ):
                yield Name(tokens[start].start, tokens[end - 1].end, group)
        elif group and tokens[head].is_proper:
            first, last = _run(tokens, start, end, head, group)
            if last > first:
                group = "people" if group == "PERSON" and tokens[head].tag == "NNPS" else group
                yield Name(tokens[first].start, tokens[last - 1].end, group)


def _run(tokens: Sequence[_Token], start: int, end: int, head: int, group: str) -> tuple[int, int]:
    """The run of proper nouns around ``head`` within the mention, as indices of the first token and behind the last."""

    def may_hold(i: int) -> bool:
        return tokens[i].is_proper or tokens[i].tag == "CD" or tokens[i].form in (".", "&", "-", "–")

    def goes_on(i: int) -> bool:
        if tokens[i].form == "the":
            return tokens[i - 1].form in _LINKS
        if tokens[i].form not in _LINKS or group == "PERSON" or i + 1 >= end:
            return False
        behind = i + 2 if tokens[i + 1].form == "the" else i + 1
        return behind < end and tokens[behind].is_proper

    first, last = head, head + 1
    while first > start and may_hold(first - 1):
        first -= 1
    while last < end and (may_hold(last) or goes_on(last)):
        last += 1
    while first < last and not tokens[first].is_proper:
        first += 1
    while last > first and tokens[last - 1].form in (".", "-", "–", "&"):
        last -= 1
    while group == "PERSON" and last - first > 1 and tokens[first].form in _TITLES:
        first += 1
    return first, last
