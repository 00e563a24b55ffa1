"""What somebody would take instead: stock spaCy with textacy's direct quotations, on our development gold, in one run.

Both are asked for who said what. textacy knows direct quotations only, and refuses a text with an odd number of
quotation marks; such a text counts as one in which nothing was found. textacy and an English pipeline of spaCy are no
dependencies of the project: where one of them is not installed, nothing is compared, and the table says so.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from benchmarks.measuring import Goal
from pipeline.measure.gold import gold_sets
from pipeline.measure.scores import summarise
from pipeline.measure.scoring import Attribution, GoldDocument, score_claims
from pipeline.nlp.models import MODELS
from pipeline.nlp.reader import Reader
from pipeline.settings import PROJECT
from pipeline.spans import Span

_SET = "dev"


def side_by_side(pipeline: str | None, most: int) -> Iterator[Goal]:
    """Claims found, words a processor second and A of each model and of what is on the market.

    Args:
        pipeline: name or folder of a trained English pipeline of spaCy; None for none.
        most: gold documents that are read.
    """
    documents = next(gold for gold in gold_sets(PROJECT / "absent") if gold.name == _SET).documents[:most]
    theirs = _theirs(pipeline, documents) if pipeline and importlib.util.find_spec("textacy") else None
    if theirs is None:
        missing = "textacy" if pipeline else "an English pipeline of spaCy (--stock)"
        yield Goal("", f"textacy's direct quotations: not compared, {missing} is not installed", "", "", 0.0)
    for model in MODELS:
        reader = Reader(model)
        list(reader.read([documents[0].text]))  # warm
        began = time.process_time()
        found = [
            [Attribution(claim.source, claim.cue, claim.content) for claim in one.claims]
            for one in reader.read(document.text for document in documents)
        ]
        ours = _row(documents, found, time.process_time() - began)
        yield from _compared(model, ours, theirs)


Row = tuple[int, float, float]
"""Claims, words a processor second, A."""


def _compared(model: str, ours: Row, theirs: Row | None) -> Iterator[Goal]:
    names = ("claims found", "words a processor second", "F1 of claims with the right source, A")
    for number, name in enumerate(names):
        held = theirs[number] if theirs else None
        yield Goal(
            "",
            f"{name}, {model} over stock spaCy with textacy",
            f"{ours[number]:,.1f}",
            "not measured" if held is None else f"{held:,.1f}",
            ours[number] / held if held else 0.0,
        )


def _theirs(pipeline: str, documents: Sequence[GoldDocument]) -> Row:
    nlp = spacy.load(Path(pipeline) if Path(pipeline).is_dir() else pipeline)
    list(_quotations(nlp, [documents[0].text]))  # warm
    began = time.process_time()
    found = list(_quotations(nlp, [document.text for document in documents]))
    return _row(documents, found, time.process_time() - began)


def _quotations(nlp: Language, texts: Sequence[str]) -> Iterator[list[Attribution]]:
    from textacy.extract.triples import direct_quotations

    for doc in nlp.pipe(texts):
        try:
            triples = list(direct_quotations(doc))
        except ValueError:  # an odd number of quotation marks
            triples = []
        yield [Attribution(_span(doc, one.speaker), _span(doc, one.cue), _span(doc, one.content)) for one in triples]


def _span(doc: Doc, tokens: Iterable[Token]) -> tuple[Span, ...]:
    places = sorted(token.i for token in tokens)
    last = doc[places[-1]]
    return (Span(doc[places[0]].idx, last.idx + len(last)),)


def _row(documents: Sequence[GoldDocument], found: Sequence[Sequence[Attribution]], seconds: float) -> Row:
    tallies = [score_claims(one.text, one.claims or (), claims) for one, claims in zip(documents, found, strict=True)]
    score = next(score.value for score in summarise(tallies) if score.measure == "A")
    words = sum(len(document.text.split()) for document in documents)
    return sum(map(len, found)), words / seconds, score
