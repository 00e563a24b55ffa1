"""The corpora of others, each read as its format means it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ConfigurationError
from pipeline.measure.scoring import ROLES, Attribution, GoldDocument, Name, Pronoun
from pipeline.spans import Span

_GUM_GENRES = ("news", "interview")
_GUM_TYPES = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_GUM_BRACKET = re.compile(r"\((?P<opened>\d+)-(?P<about>[^()]*)(?P<shut>\)?)|(?P<closed>\d+)\)")
_PRONOUNS = frozenset({"he", "she", "they", "it"})
_SAYING = re.compile(
    "accuse|add|admit|agree|allege|announce|argue|ask|assert|believe|blame|characterize|claim|comment|complain|conclude|"
    "confirm|criticize|declare|demand|deny|describe|doubt|expect|explain|express|fear|feel|hope|insist|intend|know|"
    "mention|note|observe|plan|pledge|point|praise|predict|promise|question|recall|remark|reply|report|respond|reveal|"
    "say|speak|state|stress|suggest|tell|think|urge|vow|want|warn|wonder|write"
)
_UNER_TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
_TITLE = re.compile(
    r"(?:Mrs?|Ms|Dr|Sen|Rep|Prof)\.|President|Senator|Professor|Sir|King|Queen|Prime|Minister|Chancellor|Judge|Captain|"
    r"General"
)


def read_text(path: Path) -> str:
    """The file's text without newline translation, as offsets count it."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read: {error}") from error


def brat(folder: Path) -> Iterator[GoldDocument]:
    """Texts with stand-off attributions; of several annotators the first by name counts, as in the benchmark."""
    annotations: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann"), reverse=True):
        annotations[path.stem.rpartition("_")[0]] = path
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in annotations:
            yield GoldDocument(path.stem, read_text(path), tuple(_stand_off(read_text(annotations[path.stem]))))


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
    for part in read_text(path).split("# newdoc id = ")[1:]:
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


def uner(path: Path) -> Iterator[GoldDocument]:
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


def gum(path: Path) -> Iterator[GoldDocument]:
    """GUM's news (Zeldes 2017): those of its mentions whose head is a proper noun, cut to the name, longest first.

    So "the former President George W. Bush of Texas" becomes "George W. Bush" and "Texas".
    """
    for name, text, tokens in _tables(path):
        if name.split("_")[1] in _GUM_GENRES:
            cut = [_cut(tokens, mention) for mention in _gum_mentions(tokens)]
            kept: list[Name] = []
            for one in sorted((n for n in cut if n), key=lambda n: (n.span.start - n.span.end, n)):
                if not any(one.span.overlaps(other.span) for other in kept):
                    kept.append(one)
            yield GoldDocument(name, text, names=tuple(sorted(kept)))


def gum_pronouns(path: Path) -> Iterator[GoldDocument]:
    """GUM's news: the pronouns that are the subject of a verb of saying or thinking, where their chain has a name."""
    for name, text, tokens in _tables(path):
        names = _gum_names(tokens)
        pronouns = [
            Pronoun(
                tokens[mention.head].span, max((span.text(text) for span in reversed(names[mention.chain])), key=len)
            )
            for mention in _gum_mentions(tokens)
            if mention.chain in names and mention.first == mention.last and _is_speaking(tokens, mention.head)
        ]
        if name.split("_")[1] in _GUM_GENRES and pronouns:
            yield GoldDocument(name, text, pronouns=tuple(pronouns))


def gum_chains(path: Path, forms: Collection[str]) -> Iterator[tuple[str, list[tuple[Span, Sequence[Span]]]]]:
    """Of each text of GUM that is not measured the pronouns of these forms, each with the names in its chain."""
    for name, text, tokens in _tables(path):
        if name.split("_")[1] not in _GUM_GENRES:
            names = _gum_names(tokens)
            single = [m for m in _gum_mentions(tokens) if m.first == m.last]
            pronouns = [m for m in single if tokens[m.head].cells[1].lower() in forms]
            yield text, [(tokens[m.head].span, names.get(m.chain, ())) for m in pronouns]


def _gum_names(tokens: Sequence[_Token]) -> dict[str, list[Span]]:
    """The names of each chain that has one."""
    names: dict[str, list[Span]] = {}
    for mention in _gum_mentions(tokens):
        if cut := _cut(tokens, _headed(tokens, mention)):
            names.setdefault(mention.chain, []).append(cut.span)
    return names


def _is_speaking(tokens: Sequence[_Token], place: int) -> bool:
    """Whether a word is he, she, they or it, and the subject of a verb of saying."""
    cells = tokens[place].cells
    if cells[1].lower() not in _PRONOUNS or not cells[7].startswith("nsubj"):
        return False
    return _SAYING.fullmatch(tokens[_governor(tokens, place)].cells[2]) is not None


class _Mention(NamedTuple):
    """First, last and head token of a mention, its type, and the chain of those that are the same."""

    first: int
    last: int
    head: int
    label: str
    chain: str


def _gum_mentions(tokens: Sequence[_Token]) -> Iterator[_Mention]:
    """The mentions of persons, bodies and places."""
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
                    yield _Mention(first, place, min(head, place), _GUM_TYPES[cells[0]], key)


def _headed(tokens: Sequence[_Token], mention: _Mention) -> _Mention:
    """With the word that depends on one outside as its head: "Ann" in "Lund's Mayor Ann Orr, head of the Port"."""
    within = range(mention.first, mention.last + 1)
    return mention._replace(head=next((i for i in within if _governor(tokens, i) not in within), mention.head))


def _governor(tokens: Sequence[_Token], place: int) -> int:
    """The place of the word that a word depends on; words are numbered anew in each sentence."""
    cells = tokens[place].cells
    return place - int(cells[0]) + int(cells[6])


def _cut(tokens: Sequence[_Token], mention: _Mention) -> Name | None:
    """The run of proper nouns around the head; over "of" and "for" unless it is a person's, and without titles."""
    first, last, head, label, _ = mention

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
