"""Train the networks that say whom "he", "she" and "the minister" mean: ``python -m training.references --data PATH``.

They learn from reports written for it (``people``), from GUM's genres that are not measured, from the newsroom, from
``dev`` and ``reports`` of ``examples/gold``, and from our other texts, whose sources ``speakers.txt`` resolves.
``--cross`` tells instead how well they do on texts they have not seen.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from pipeline.measure import corpora, markup
from pipeline.measure.facets import is_same_speaker
from pipeline.measure.gold import gold_sets
from pipeline.nlp import steps
from pipeline.nlp.asking import Question
from pipeline.nlp.encoder import Encoder, Markup
from pipeline.nlp.marking import Marks, range_of, ranges_of
from pipeline.nlp.models import ENCODERS, WEIGHTS, weights_of
from pipeline.nlp.participants import Cast
from pipeline.nlp.phrases import phrase_of
from pipeline.nlp.pronouns import FORMS
from pipeline.nlp.references import KINDS, Answer, References
from pipeline.nlp.scorer import Scorer
from pipeline.nlp.tokens import Words, split
from pipeline.spans import Span
from training.ranker import Example, Weights, train
from training.reports import REPORTS, reports, without_marks

_HERE = Path(__file__).parent
_WEIGHT = {"dev": 1.5, "newsroom": 1.0, "own": 1.5, "reports": 1.5, "people": 1.0, "gum": 0.4}  # GUM has other genres
_PRONOUN_OF_PEOPLE = 0.5  # of which there are far more than of all others
_PRONOUN_OF_NOBODY = 0.2  # among them: they mean nobody named seven times as often there as in gold documents
_PRONOUN_ELSEWHERE = 0.2  # which is no source of a claim: nobody asks for it
_ROUNDS = 2  # what a pronoun means depends on what those before it were taken to mean
_FOLDS = 5


@dataclass(frozen=True)
class Text:
    """A text as read so far, and whom its pronouns mean: by word a participant's name, or nothing for nobody named."""

    corpus: str
    marks: Marks
    meant: Mapping[int, str]

    @cached_property
    def sources(self) -> set[int]:
        """The words of its claims' sources."""
        places = (ranges_of(self.marks.words, claim.source) for claim in self.marks.found)
        return {i for of_claim in places for place in of_claim for i in range(*place)}

    def weight(self, kind: str, i: int, right: int) -> float:
        """How much the question at word ``i`` counts, whose right row is number ``right``."""
        weight = _WEIGHT[self.corpus]
        if kind != "pronouns":
            return weight
        weight *= _PRONOUN_OF_PEOPLE if self.corpus == "people" else 1
        weight *= _PRONOUN_OF_NOBODY if self.corpus == "people" and right == 0 else 1
        return weight if i in self.sources or self.corpus == "gum" else weight * _PRONOUN_ELSEWHERE

    @property
    def fold(self) -> int:
        """Which part of the cross-validation it is in."""
        return hashlib.md5(self.marks.words.text.encode(), usedforsecurity=False).digest()[0] % _FOLDS


def texts(data: Path) -> Iterator[Text]:
    """All texts that have a pronoun or description to learn from."""
    for corpus, text, sources in (*_people(), *_gold(), *_own(), *_gum(data)):
        marks = _marked(text)
        cast = Cast(marks.words, marks.names, marks.shape)
        meant = {}
        for span, names in sources:
            place = range_of(marks.words, span)
            name = _participant(marks, cast, names) if place[0] < place[1] else None
            if name is not None:
                end = phrase_of(marks.words, marks.shape, place)[1]
                is_pronoun = place[1] - place[0] == 1 and marks.words.lower[place[0]] in FORMS
                meant[place[0] if is_pronoun else end - 1] = name
        if meant:
            yield Text(corpus, marks, meant)


Sources = Sequence[tuple[Span, Sequence[Span | str]]]  # each with the spans or words of who it means, if anybody


def _gold() -> Iterator[tuple[str, str, Sources]]:
    for gold in gold_sets(Path("none of others")):
        if gold.name in _WEIGHT:
            for document in gold.documents:
                told = [claim for claim in document.claims or () if len(claim.source) == 1]
                yield gold.name, document.text, [(c.source[0], [c.speaker] if c.speaker else []) for c in told]


def _people() -> Iterator[tuple[str, str, Sources]]:
    for file in sorted(REPORTS.rglob("*.txt")):
        for text, marks in map(without_marks, reports(file)):
            yield "people", text, [(span, [] if name == "-" else [name]) for span, name in marks if "&" not in name]


def _own() -> Iterator[tuple[str, str, Sources]]:
    for line in (_HERE / "speakers.txt").read_text(encoding="utf-8").splitlines():
        file, colon, told = line.partition(": ")
        if colon and not line.startswith("#"):
            text, claims, _ = markup.parse((_HERE / "text" / f"{file}.txt").read_text(encoding="utf-8"), file)
            rows = [item.split(" ", 1) for item in told.split("; ")]
            yield "own", text, [(claims[int(n)].source[0], [] if name == "-" else [name]) for n, name in rows]


def _gum(data: Path) -> Iterator[tuple[str, str, Sources]]:
    for part in ("train", "dev", "test"):
        for text, pronouns in corpora.gum_chains(data / "corpora" / "gum" / f"{part}.conllu", FORMS):
            yield "gum", text, pronouns


def _marked(text: str) -> Marks:
    marks = steps.marks_of(Words.of(text, split(text)), _finder()(text))
    for mark in (steps.mark_quotations, steps.mark_sentences, steps.mark_names, steps.mark_claims):
        mark(marks)
    return marks


@cache
def _finder() -> Callable[[str], Markup]:
    return Encoder(weights_of(ENCODERS[0])).read


def _participant(marks: Marks, cast: Cast, names: Sequence[Span | str]) -> str | None:
    """Whom the names mean: nothing where there are none, None where the reader found none of them."""
    if not names:
        return ""
    found: Counter[str] = Counter()
    for name in marks.names:
        span = marks.words.span(name.start, name.end)
        for told in names:
            is_it = span.overlaps(told) if isinstance(told, Span) else is_same_speaker(told, name.full or "")
            is_it |= isinstance(told, str) and told.casefold() in (name.full or "").casefold()
            if name.full in cast and is_it:
                found[name.full or ""] += 1
    return found.most_common(1)[0][0] if found else None


def _nearest(rows: Sequence[Sequence[float]]) -> list[float]:
    """What answers before anything is learned: whoever was mentioned last."""
    return [0.0, *(1 / n for n in range(1, len(rows)))]


def _nobody(rows: Sequence[Sequence[float]]) -> list[float]:
    return [1.0, *(0.0 for _ in rows[1:])]


_UNTAUGHT: Mapping[str, Answer] = {"pronouns": _nearest, "epithets": _nobody}


def _questions(
    texts: Iterable[Text], answers: Mapping[str, Answer]
) -> Iterator[tuple[str, Text, int, Question, int | None]]:
    """The questions with the number of the right row; None where the right one is not among the people."""
    for text in texts:
        cast = Cast(text.marks.words, text.marks.names, text.marks.shape)
        references = References(text.marks, cast, answers)
        for i, name in sorted(text.meant.items()):
            if question := references.questions.get(i):
                people = ["", *(one.name for one in question.people)]
                kind = "pronouns" if text.marks.words.lower[i] in FORMS else "epithets"
                yield kind, text, i, question, people.index(name) if name in people else None


def learn(texts: Sequence[Text]) -> dict[str, Weights]:
    """The weights of networks that were trained on these texts, by kind."""
    answers = _UNTAUGHT
    for _ in range(_ROUNDS):
        examples: dict[str, list[Example]] = {kind: [] for kind in KINDS}
        for kind, text, i, question, right in _questions(texts, answers):
            if right is not None:
                rows = np.asarray(question.rows, np.float32)
                examples[kind].append(Example(rows, right, text.weight(kind, i, right)))
        weights = {kind: train(found) for kind, found in examples.items()}
        answers = {kind: Scorer(**found).probabilities for kind, found in weights.items()}
    return weights


def cross_validate(texts: Sequence[Text]) -> None:
    """Print what becomes of the pronouns of texts that were not learned from, by corpus and least probability."""
    counts: dict[tuple[str, str, float], Counter[str]] = {}
    for fold in range(_FOLDS):
        weights = learn([text for text in texts if text.fold != fold])
        answers = {kind: Scorer(**found).probabilities for kind, found in weights.items()}
        for kind, text, _i, question, right in _questions([text for text in texts if text.fold == fold], answers):
            shares = answers[kind](question.rows)
            best = int(np.argmax(shares))
            for least in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
                given = best if shares[best] >= least else 0
                outcome = "right" if given == right else "unresolved" if given == 0 else "wrong"
                outcome = outcome if right != 0 else f"nobody {outcome}"
                counts.setdefault((kind, text.corpus, least), Counter())[outcome] += 1
    for (kind, corpus, least), count in sorted(counts.items()):
        print(kind, corpus, least, dict(sorted(count.items())))  # noqa: T201


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora, with gum/train.conllu in it")
    parser.add_argument("--cross", action="store_true", help="cross-validate and write nothing")
    arguments = parser.parse_args()
    learned = list(texts(arguments.data))
    if arguments.cross:
        cross_validate(learned)
    else:
        for kind, weights in learn(learned).items():
            np.savez(WEIGHTS / f"{kind}.npz", allow_pickle=False, **weights)


if __name__ == "__main__":
    main()
