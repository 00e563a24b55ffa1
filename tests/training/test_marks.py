"""Our own training text: every file reads, and the marks fall where they are put."""

import pytest

pytest.importorskip("tokenizers")

from training.examples import Claim, Name
from training.marks import parse
from training.recipe import OWN_TEXT


def test_marks_become_spans_of_the_bare_text() -> None:
    example = parse("{s1:{PERSON:Ines Okafor} of {GPE:Lagos}} {c1:said} {t1:it {c2:was feared} {t2:lost}}.", "x")

    assert example.text == "Ines Okafor of Lagos said it was feared lost."
    assert example.claims is not None
    assert sorted(example.claims, key=lambda claim: claim.cue) == [
        Claim([(0, 20)], [(21, 25)], [(26, 44)]),
        Claim([], [(29, 39)], [(40, 44)]),
    ]
    assert example.names == [Name(0, 11, "PERSON"), Name(15, 20, "GPE")]
    assert example.are_all_types


def test_pieces_of_a_role_come_in_the_order_of_the_text() -> None:
    example = parse("{t1:“No,”} {s1,2:she} {c1:said}, {c2:adding} {t2:nothing}. {t1:“Never.”}", "x")

    claim = example.claims[0] if example.claims else None
    assert claim is not None
    assert [example.text[a:b] for a, b in claim.content] == ["“No,”", "“Never.”"]


@pytest.mark.parametrize("marked", ["{s1:a", "a}", "{x1:a}"])
def test_unpaired_marks_are_refused(marked: str) -> None:
    with pytest.raises(ValueError, match=r"brace|closed"):
        parse(marked, "x")


def test_every_file_reads() -> None:
    for path in sorted(OWN_TEXT.glob("*.txt")):
        example = parse(path.read_text(encoding="utf-8"), path.stem)
        assert example.claims, path
        assert example.names, path
