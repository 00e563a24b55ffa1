"""Readers of the corpora, each into a list of ``Example``. None of them is part of the project."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from training.examples import Claim, Example, Name, Range
from training.labels import UNKNOWN
from training.marks import parse
from training.reports import reports, without_marks

_CORE = {"PER": "PERSON", "ORG": "ORG", "LOC": "place"}
WNUT = {"person": "PERSON", "location": "place", "corporation": "ORG", "group": "ORG"}
"""W-NUT 17's types; products and works of art are neither named nor ruled out."""
_NO_SPACE_BEFORE = (
    {".", ",", ";", ":", "?", "!", ")", "]", "%", "'", "''"}
    | {"'" + ending for ending in ("s", "re", "ve", "ll", "m", "d")}
    | {"n't"}
)
_NO_SPACE_AFTER = {"(", "[", "$", "``"}


def read_polnear(folder: Path, *, has_variants: bool = True) -> list[Example]:
    """Attributions in PolNeAR's form: ``text/*.txt`` and brat-like ``attributions/<text>_<annotator>.ann``."""
    examples = []
    for path in sorted((folder / "text").glob("*.txt")):
        text = _read(path)
        found = sorted(
            p
            for p in (folder / "attributions").glob("*.ann")
            if p.name.removesuffix(".ann").rsplit("_", 1)[0] == path.stem
        )
        readings = [_read_attributions(p) for p in found]
        if readings:
            variants = readings[1:] if has_variants else []
            examples.append(Example(path.stem, text, readings[0], None, variants=variants))
    return examples


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:  # offsets count "\r\n" as two
        return file.read()


def _read_attributions(path: Path) -> list[Claim]:
    spans: dict[str, list[Range]] = {}
    claims = []
    for line in _read(path).split("\n"):
        cells = line.rstrip("\r").split("\t")
        if line.startswith("T") and len(cells) > 1:
            pieces = cells[1].split(" ", 1)[1].split(";")
            spans[cells[0]] = [(int(a), int(b)) for a, b in (piece.split() for piece in pieces)]
        elif line.startswith("E") and len(cells) > 1:
            claim = Claim([], [], [])
            for role, reference in re.findall(r"(Source|Cue|Content)\d*:(\w+)", cells[1]):
                getattr(claim, role.lower()).extend(spans.get(reference, []))
            if claim.content:
                claims.append(claim)
    return claims


def read_tagged(
    path: Path, *, token: int = 0, tag: int = 1, groups: dict[str, str] | None = None, joined: str = " ", size: int = 6
) -> list[Example]:
    """Names in a table of tokens and BIO tags, ``size`` sentences an example.

    Words after an @ or # are left open: tweet corpora tag user names as persons.
    """
    sentences = list(_sentences(path, token, tag))
    examples = []
    for first in range(0, len(sentences), size):
        words, tags, gaps = [], [], []
        for sentence in sentences[first : first + size]:
            gaps += _gaps([word for word, _ in sentence])
            gaps[-1] = joined
            words += [word for word, _ in sentence]
            tags += [value for _, value in sentence]
        text, spans = _laid_out(words, gaps)
        names = [
            Name(spans[a][0], spans[b - 1][1], _handle_or(words, a, (groups or _CORE).get(kind, "")))
            for a, b, kind in _runs(tags)
        ]
        examples.append(Example(f"{path.stem}-{first}", text, None, [name for name in names if name.group]))
    return examples


def _handle_or(words: Sequence[str], first: int, group: str) -> str:
    before = words[first - 1] if first else ""
    return UNKNOWN if {words[first][:1], before} & {"@", "#"} else group


def _sentences(path: Path, token: int, tag: int) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        cells = line.rstrip("\r").split("\t")
        if not line.strip():
            if sentence:
                yield sentence
            sentence = []
        elif len(cells) > max(token, tag) and not line.startswith("# ") and cells[token].strip():
            sentence.append((cells[token].strip(), cells[tag].strip()))


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for i in range(1, len(tags) + 1):
        if i < len(tags) and tags[i].startswith("I-") and tags[start] != "O" and tags[i][2:] == tags[start][2:]:
            continue
        if tags[start] != "O":
            yield start, i, tags[start][2:]
        start = i


def _gaps(words: Sequence[str]) -> list[str]:
    """The white space behind each token of a sentence, guessed."""
    gaps = [" "] * len(words)
    is_inside = False
    for i, word in enumerate(words):
        is_closing = word == '"' and is_inside
        if i and (word in _NO_SPACE_BEFORE or is_closing):
            gaps[i - 1] = ""
        if word in _NO_SPACE_AFTER or word == "@" or (word == '"' and not is_closing):
            gaps[i] = ""
        is_inside ^= word == '"'
    return gaps


def _laid_out(words: Sequence[str], gaps: Sequence[str]) -> tuple[str, list[Range]]:
    parts: list[str] = []
    spans = []
    length = 0
    for word, gap in zip(words, gaps, strict=True):
        spans.append((length, length + len(word)))
        parts.append(word + gap)
        length += len(parts[-1])
    return "".join(parts), spans


def with_curly_quotes(example: Example, share: float, rng: random.Random) -> Example:
    """The example with typographic marks for ``share`` of all examples, as the open corpora have few of them."""
    if rng.random() >= share or example.claims is not None:
        return example
    text = re.sub(r'(?:(?<=\s)|(?<=^)|(?<=[(\[—]))"', "“", example.text).replace('"', "”")
    text = re.sub(r"(?<=\w)'", "’", text)
    return Example(example.name, text, None, example.names, example.are_all_types)


def read_own(folder: Path) -> list[Example]:
    """Our own marked text, one example a file."""
    return [parse(path.read_text(encoding="utf-8"), path.stem) for path in sorted(folder.glob("*.txt"))]


def read_people(folder: Path) -> list[Example]:
    """Our own reports without the marks of whom they mean: texts of which nothing is known."""
    marked = [(path.stem, report) for path in sorted(folder.glob("*.txt")) for report in reports(path)]
    return [Example(f"{stem}-{i}", without_marks(report)[0], None, None) for i, (stem, report) in enumerate(marked)]


def flat(groups: Iterable[Sequence[Example]]) -> list[Example]:
    """The examples of several corpora in one list."""
    return [example for group in groups for example in group]
