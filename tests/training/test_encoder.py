"""The encoder as shipped: it finds the obvious, keeps offsets, and is steady and robust."""

import random
from typing import Any

import pytest

from pipeline.nlp.encoder import Encoder, Markup, split_label
from pipeline.nlp.encoder_pieces import QUOTES, Pieces, quote_state
from pipeline.spans import Span, are_sorted_and_disjoint

TEXT = (
    "President Luc Morin of France promised on Tuesday that the ferries would go on serving Norway.\n"
    "“Nobody has given up the harbor,” Mr. Morin said. “The boats leave when the ice does.”\n"
    "According to the World Fishery Organization, 12 percent of crews in Iceland paid more than $30."
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def words(text: str, markup: Markup) -> list[tuple[list[str], list[str], list[str]]]:
    return [
        ([s.text(text) for s in a.source], [s.text(text) for s in a.cue], [s.text(text) for s in a.content])
        for a in markup.attributions
    ]


def test_it_finds_who_said_what(encoder: Encoder) -> None:
    found = words(TEXT, encoder.read(TEXT))

    assert [source for source, _, _ in found[:2]] == [["President Luc Morin of France"], ["Mr. Morin"]]
    assert [cue for _, cue, _ in found[:2]] == [["promised"], ["said"]]
    assert len(found[1][2]) == 2


def test_it_finds_names_and_amounts(encoder: Encoder) -> None:
    found = {(e.span.text(TEXT), e.label) for e in encoder.read(TEXT).entities}

    assert found >= {("Luc Morin", "PERSON"), ("Norway", "GPE"), ("World Fishery Organization", "ORG")}
    assert found >= {("Tuesday", "DATE"), ("12 percent", "PERCENT"), ("Iceland", "GPE")}


def test_a_text_reads_the_same_among_others(encoder: Encoder) -> None:
    others = ["Short.", TEXT * 5, "", "Prices rose, he said."]

    alone = encoder.read(TEXT)
    assert [encoder.read(text) for text in (*others, TEXT, *others)][4] == alone
    assert Encoder().read(TEXT) == alone


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00\x01\u200b\ufeff",
        "他说，今天下雨。",
        "قال الرئيس إن المطر سيستمر",
        "\ud800 he said",
        "a" * 5000,
        "“" * 300,
        "e\u0301" * 50 + " said it was ’s",
        "\r\n\r\n“Yes,”\u2028 she said.\x0b",
    ],
)
def test_odd_texts_are_read(encoder: Encoder, text: str) -> None:
    check(text, encoder.read(text))


def test_random_characters_are_read(encoder: Encoder) -> None:
    rng = random.Random(1)
    alphabet = "ab Z.,\n\t“”‘’'\"‐\u0301\u00a0\x00é你🙂said "
    for _ in range(20):
        text = "".join(rng.choices(alphabet, k=rng.randint(1, 400)))
        check(text, encoder.read(text))


def check(text: str, markup: Markup) -> None:
    for attribution in markup.attributions:
        assert attribution.content
        for spans in (attribution.source, attribution.cue, attribution.content):
            assert are_sorted_and_disjoint(spans)
            assert all(span.end <= len(text) and span.text(text).strip() for span in spans)
        assert 0 <= attribution.score <= 1
    assert are_sorted_and_disjoint([entity.span for entity in markup.entities])


@pytest.mark.slow
def test_very_long_texts_are_read(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two million characters; of all windows with the same pieces the network, which has no memory, reads one."""
    run, known = encoder._run, {}

    def once(pieces: Pieces, start: int, end: int) -> list[Any]:
        key = b"".join(getattr(pieces, name)[start:end].tobytes() for name in ("ids", "case", "gap", "quote"))
        if key not in known:
            known[key] = run(pieces, start, end)
        return known[key]

    monkeypatch.setattr(encoder, "_run", once)
    text = (TEXT + " ") * (2_000_000 // len(TEXT))
    check(text, encoder.read(text))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((0, 21), ("Mayor Ek", ":", "It rained.")),
        ((10, 21), ("Mayor Ek", ":", "It rained.")),
        ((13, 19), None),
        ((0, 8), None),
    ],
)
def test_a_transcript_label_is_the_source(content: tuple[int, int], expected: tuple[str, str, str] | None) -> None:
    line = "Mayor Ek: It rained. "
    text = "Before.\n" + line
    shifted = Span(content[0] + 8, content[1] + 8)

    found = split_label(text, (shifted,))

    assert found is None if expected is None else found is not None
    if found and expected:
        assert tuple(part[0].text(text).strip() for part in found) == expected


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “it rained” twice.", "“it rained”"),
        ('He said "it rained" twice.', '"it rained"'),
        ("He said ''it rained'' twice.", "''it rained''"),
        ("He said ``it rained'' twice.", "``it rained''"),
        ("Today “it rained all day.\nThen sun.", "“it rained all day."),
        ("He’s said ‘it’s raining’ in John’s town.", "‘it’s raining’"),
        ("He's said 'it's raining' in John's town.", "'it's raining'"),
        ("The boys’ toys and the dogs’ food.", ""),
    ],
)
def test_quotation_marks(text: str, inside: str) -> None:
    state = quote_state(text)
    assert "".join(c for c, s in zip(text, state, strict=False) if s != QUOTES.index("outside")) == inside
