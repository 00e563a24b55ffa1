"""Gold sets: texts with their claims and names marked by hand, read into one form.

The newsroom's gold is part of the project. The other sets belong to others and lie in a folder of their own
(``NEWSLEDGER_SHARED``, else ``shared`` beside the project); what is not there is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ConfigurationError
from pipeline.scoring import ROLES, Attribution, GoldDocument, GoldSet, Name
from pipeline.settings import PROJECT
from pipeline.spans import Span

NEWSROOM = PROJECT / "examples" / "newsroom"
_BLOCK_PREFIX = re.compile(r"> |## |@ \d\d:\d\d ")
_MARK = re.compile(r"\{[sct]\d+(?:,\d+)*:|\}")
_GUM_GENRES = ("news", "interview")
_GUM_TYPES = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_GUM_BRACKET = re.compile(r"\((?P<opened>\d+)-(?P<about>[^()]*)(?P<shut>\)?)|(?P<closed>\d+)\)")
_UNER_TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
_TITLE = re.compile(
    r"(?:Mrs?|Ms|Dr|Sen|Rep|Prof)\.|President|Senator|Professor|Sir|King|Queen|Prime|Minister|Chancellor|Judge|Captain|"
    r"General"
)


def default_shared() -> Path:
    """The folder of the gold sets that are no part of the project."""
    return Path(os.environ.get("NEWSLEDGER_SHARED", PROJECT.parent / "shared"))


def gold_sets(shared: Path, newsroom: Path = NEWSROOM) -> list[GoldSet]:
    """The newsroom's set, and those that ``shared`` holds.

    Raises:
        ConfigurationError: the newsroom's gold is missing, or does not fit its stories.
    """
    sets = [GoldSet("newsroom", tuple(_newsroom(newsroom)), has_speakers=True)]
    if (polnear := shared / "bench" / "polnear" / "dev").is_dir():
        sets.append(GoldSet("polnear-dev", tuple(_brat(polnear))))
    if (seed := shared / "seed" / "gold.json").is_file():
        text = _raw(seed.with_name("article.txt"))
        sets.append(GoldSet("seed", (GoldDocument("article", text, _marked(_raw(seed))),), has_speakers=True))
    gum = [path for part in ("dev", "test") if (path := shared / "corpora" / "gum" / f"{part}.conllu").is_file()]
    if gum:
        sets.append(GoldSet("gum-news", tuple(document for path in gum for document in _gum(path))))
    if (uner := shared / "corpora" / "uner_ewt" / "test.iob2").is_file():
        sets.append(GoldSet("uner-ewt", tuple(_uner(uner))))
    return sets


def _raw(path: Path) -> str:
    """The file's text without newline translation, as offsets count it."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read: {error}") from error


def _marked(gold: str) -> tuple[Attribution, ...]:
    """The attributions of a gold file in the newsroom's form."""
    return tuple(
        Attribution(
            *(tuple(Span(*pair) for pair in row[role]) for role in ROLES),
            speaker=row["speaker"],
            is_core=row["core"],
        )
        for row in json.loads(gold)["attributions"]
    )


def _newsroom(folder: Path) -> Iterator[GoldDocument]:
    paths = sorted((folder / "gold").glob("*.json"))
    if not paths:
        raise ConfigurationError(f"{folder / 'gold'}: no gold files; make them with `make golden`")
    for path in paths:
        gold = _raw(path)
        told = json.loads(gold)
        text = _story_text(_raw(folder / "stories" / told["article"]))
        if hashlib.sha256(text.encode()).hexdigest() != told["text_sha256"]:
            raise ConfigurationError(f"{path}: does not fit its story any more; make it anew with `make golden`")
        yield GoldDocument(path.stem, text, _marked(gold))


def _story_text(file: str) -> str:
    """The text of a story file: its blocks without head, marks and prefixes, one a line."""
    blocks = file.split("\n---\n", 1)[1].strip().split("\n\n")
    return "\n".join(
        _MARK.sub("", _BLOCK_PREFIX.sub("", block) if _BLOCK_PREFIX.match(block) else block) for block in blocks
    )


def _brat(folder: Path) -> Iterator[GoldDocument]:
    """Texts with stand-off attributions; of several annotators the first by name counts, as in the benchmark."""
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann"), reverse=True):
        annotations[path.stem.rpartition("_")[0]] = path
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in annotations:
            yield GoldDocument(path.stem, _raw(path), tuple(_stand_off(_raw(annotations[path.stem]))))


def _stand_off(lines: str) -> Iterator[Attribution]:
    """Lines ``T1<tab>Source 0 4;9 12<tab>words`` and ``E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1``."""
    rows = [line.split("\t") for line in lines.replace("\r\n", "\n").split("\n") if "\t" in line]
    spans = {
        key: [Span(*map(int, piece.split())) for piece in about.partition(" ")[2].split(";")]
        for key, about, *_ in rows
        if key.startswith("T")
    }
    for key, about, *_ in rows:
        if key.startswith("E"):
            parts: dict[str, list[Span]] = {role: [] for role in ROLES}
            for role, _, reference in (argument.partition(":") for argument in about.split()):
                parts.get(role.rstrip("0123456789").lower(), []).extend(spans.get(reference, []))
            yield Attribution(*(tuple(sorted(parts[role])) for role in ROLES))


class _Token(NamedTuple):
    cells: list[str]
    span: Span

    @property
    def is_proper(self) -> bool:
        return self.cells[4].startswith("NNP")


def _tables(path: Path) -> Iterator[tuple[str, str, list[_Token]]]:
    """Name, text and tokens of each document of a table in CoNLL-U's form; paragraphs become lines."""
    for part in _raw(path).split("# newdoc id = ")[1:]:
        text, gap, place = "", "", 0
        tokens: list[_Token] = []
        for line in part.replace("\r\n", "\n").split("\n"):
            if line.startswith("# newpar"):
                gap = "\n" if text else ""
            elif line.startswith("# text = "):
                place = len(text) + len(gap)
                text, gap = f"{text}{gap}{line.removeprefix('# text = ')}", " "
            elif (cells := line.split("\t"))[0].isdigit():
                start = text.find(cells[1], place)
                if start < 0 or text[place:start].strip():  # a form that its sentence spells otherwise
                    tokens.append(_Token(cells, Span(place, place)))
                    continue
                place = start + len(cells[1])
                tokens.append(_Token(cells, Span(start, place)))
        yield part.partition("\n")[0].strip(), text, tokens


def _uner(path: Path) -> Iterator[GoldDocument]:
    """Universal NER on EWT (Mayhew et al. 2024): BIO tags in the third column."""
    for name, text, tokens in _tables(path):
        names: list[Name] = []
        before = "O"
        for token in tokens:
            tag = token.cells[2]
            if tag.startswith("I-") and before[2:] == tag[2:]:
                names[-1] = Name(Span(names[-1].span.start, token.span.end), names[-1].label)
            elif tag != "O":
                names.append(Name(token.span, _UNER_TYPES.get(tag[2:], "OTHER")))
            before = tag
        yield GoldDocument(name, text, names=tuple(names))


def _gum(path: Path) -> Iterator[GoldDocument]:
    """GUM's news (Zeldes 2017): those of its mentions whose head is a proper noun, cut to the name, longest first.

    So "the former President George W. Bush of Texas" becomes "George W. Bush" and "Texas".
    """
    for name, text, tokens in _tables(path):
        if name.split("_")[1] in _GUM_GENRES:
            cut = [_cut(tokens, *mention) for mention in _gum_mentions(tokens)]
            kept: list[Name] = []
            for one in sorted((n for n in cut if n), key=lambda n: (n.span.start - n.span.end, n)):
                if not any(one.span.overlaps(other.span) for other in kept):
                    kept.append(one)
            yield GoldDocument(name, text, names=tuple(sorted(kept)))


def _gum_mentions(tokens: Sequence[_Token]) -> Iterator[tuple[int, int, int, str]]:
    """First token, last token, head and type of each mention of a person, body or place."""
    begun: dict[str, list[tuple[int, str]]] = {}
    for place, token in enumerate(tokens):
        entity = re.search(r"Entity=([^|]*)", token.cells[9])
        for bracket in _GUM_BRACKET.finditer(entity[1]) if entity else ():
            key = bracket["opened"] or bracket["closed"]
            if bracket["opened"]:
                begun.setdefault(key, []).append((place, bracket["about"]))
            if (bracket["closed"] or bracket["shut"]) and begun.get(key):
                first, about = begun[key].pop()
                cells = about.split("-")
                least = cells[4].partition(",")[0] if len(cells) > 4 else "1"
                head = first + int(least) - 1 if least.isdigit() else place
                if cells[0] in _GUM_TYPES:
                    yield first, place, min(head, place), _GUM_TYPES[cells[0]]


def _cut(tokens: Sequence[_Token], first: int, last: int, head: int, label: str) -> Name | None:
    """The run of proper nouns around ``head``; over "of" and "for" unless it is a person's, and without titles."""

    def belongs(i: int) -> bool:
        return tokens[i].is_proper or tokens[i].cells[4] == "CD" or tokens[i].cells[1] in (".", "&", "-", "–")

    def links(i: int) -> bool:
        form = tokens[i].cells[1]
        if form == "the":
            return tokens[i - 1].cells[1] in ("of", "for")
        behind = i + 2 if i < last and tokens[i + 1].cells[1] == "the" else i + 1
        return form in ("of", "for") and label != "PERSON" and behind <= last and tokens[behind].is_proper

    if not tokens[head].is_proper:
        return None
    start = end = head
    while start > first and belongs(start - 1):
        start -= 1
    while end < last and (belongs(end + 1) or links(end + 1)):
        end += 1
    while not tokens[start].is_proper:
        start += 1
    while tokens[end].cells[1] in (".", "-", "–", "&"):
        end -= 1
    while label == "PERSON" and start < end and _TITLE.fullmatch(tokens[start].cells[1]):
        start += 1
    return Name(Span(tokens[start].span.start, tokens[end].span.end), label)
