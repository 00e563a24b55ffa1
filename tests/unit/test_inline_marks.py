from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.measure.markup import MarkError, Marks, parse
from pipeline.spans import Span, are_sorted_and_disjoint

WORDS = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), min_size=1, max_size=8)
ROLES = {"s": "source", "c": "cue", "t": "content"}


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, str, dict[tuple[int, str], list[Span]]]:
    """Marked text, the same without marks, and the spans of each (claim, role)."""
    marked, plain, spans = [], [], {}
    length = 0

    def grow(depth: int, taken: frozenset[tuple[int, str]]) -> None:
        nonlocal length
        words = draw(WORDS)
        marked.append(words)
        plain.append(words)
        length += len(words)
        for _ in range(draw(st.integers(0, 3 - depth)) if depth < 3 else 0):
            role = draw(st.sampled_from("sct"))
            claims = draw(st.lists(st.integers(1, 12), min_size=1, max_size=2, unique=True))
            own = {(claim, role) for claim in claims}
            if own & taken:
                continue
            start = length
            marked.append(f"{{{role}{','.join(map(str, claims))}:")
            grow(depth + 1, taken | own)
            marked.append("}")
            for key in own:
                spans.setdefault(key, []).append(Span(start, length))

    grow(0, frozenset())
    return "".join(marked), "".join(plain), spans


@given(st.text(st.characters(exclude_characters="{}")))
def test_text_without_marks_is_unchanged(text: str) -> None:
    assert parse(text, "a.txt") == (text, {}, ())


@given(marked_texts())
def test_offsets_are_those_of_the_words_that_were_marked(
    case: tuple[str, str, dict[tuple[int, str], list[Span]]],
) -> None:
    marked, plain, spans = case
    text, found, _ = parse(marked, "a.txt")
    assert text == plain
    assert list(found) == sorted({claim for claim, _ in spans})
    for claim, marks in found.items():
        for letter, role in ROLES.items():
            pieces = getattr(marks, role)
            assert list(pieces) == sorted(spans.get((claim, letter), []))
            assert are_sorted_and_disjoint(pieces)


def test_a_claim_in_pieces() -> None:
    text, found, _ = parse("{t1:“Go,”} {s1:she} {c1:said}. {t1:“Now.”}", "a.txt")
    assert text == "“Go,” she said. “Now.”"
    assert found == {1: Marks(source=(Span(6, 9),), cue=(Span(10, 14),), content=(Span(0, 5), Span(16, 22)))}


def test_marks_nest_and_are_shared() -> None:
    text, found, _ = parse(
        "{s1,2:He} {c1:said} {t1:{s3:they} {c3:fear} {t3:rain}} and {c2:left}{c2::} {t2:it}", "a.txt"
    )
    assert text == "He said they fear rain and left: it"
    assert found[1].source == found[2].source == (Span(0, 2),)
    assert found[1].content[0].text(text) == "they fear rain"
    assert found[3].content[0].text(text) == "rain"
    assert found[2].cue == (Span(27, 31), Span(31, 32))


def test_names_stand_inside_the_marks_of_claims_and_tell_their_type() -> None:
    text, found, names = parse("{s1:Mr. {PERSON:Orr} of {GPE:Lund}} {c1:left} on {DATE:Monday}", "a.txt")
    assert text == "Mr. Orr of Lund left on Monday"
    assert [(span.text(text), kind) for span, kind in names] == [("Orr", "PERSON"), ("Lund", "GPE"), ("Monday", "DATE")]
    assert found[1].source[0].text(text) == "Mr. Orr of Lund"


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("He {s1:said", r"a\.txt of claim 1: mark is never closed.*He {s1:said"),
        ("He} said", r"a\.txt: closing brace without a mark.*He} said"),
        ("{q1:He} said", r"a\.txt: unknown mark"),
        ("{s:He} said", r"a\.txt: unknown mark"),
        ("{s1,:He} said", r"a\.txt: unknown mark"),
        ("{FERRY:He} said", r"a\.txt: unknown mark"),
        ("{ORG:Port of {GPE:Lund}}", r"a\.txt: name inside a name.*{GPE:Lund"),
        ("{ORG:} said", r"a\.txt: empty mark"),
        ("{s4:} said", r"a\.txt of claim 4: empty mark"),
        ("{t1:He {t1,2:said}}", r"a\.txt of claim 1, 2: mark repeats"),
        ("{t1,1:He}", r"a\.txt of claim 1, 1: mark repeats"),
    ],
)
def test_broken_marks_are_named(marked: str, message: str) -> None:
    with pytest.raises(MarkError, match=message):
        parse(marked, "a.txt")
