"""Which names are firms': short ones, those that a network took for people, and those it found in two."""

from __future__ import annotations

from dataclasses import replace

from pipeline.nlp.chains import Name, parts_of
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.people import is_title
from pipeline.nlp.shapes import APPOSITION, compiled
from pipeline.nlp.tokens import Words

_APPOSITION = compiled(APPOSITION)


def with_firms(words: Words, found: list[Name], shape: str) -> list[Name]:
    """The names; a bare surname that is also a firm's is the firm's, in a text that calls the person "Mr. Vos".

    It is a firm's where an apposition says so ("Vos, the chocolate maker") or a firm's longer name begins with it.
    """
    titled = {n.surface for n in found if n.label == "PERSON" and is_titled(words, n)}
    firms = {parts_of(n)[0] for n in found if n.label == "ORG" and " " in n.surface}
    firms |= {n.surface for n in found if " " not in n.surface and _is_described_as_body(words, n, shape)}
    firms &= titled
    return [
        replace(n, label="ORG") if n.label == "PERSON" and n.surface in firms and not is_titled(words, n) else n
        for n in found
    ]


def is_before_title(words: Words, name: Name, behind: Name) -> bool:
    """Whether a name stands before a person's title, as an employer's does: "Kontio" of "Kontio CEO Ada Quist"."""
    between = range(name.end, behind.start)
    are_titles = between and all(words.is_capitalised(i) for i in between) and is_title(words.form[between[-1]])
    return bool(are_titles) and name.label == behind.label == "PERSON" and " " not in name.surface


def is_titled(words: Words, name: Name) -> bool:
    """Whether a title or a form of address stands before a name."""
    return name.start > 0 and is_title(words.form[name.start - 1])


def _is_described_as_body(words: Words, name: Name, shape: str) -> bool:
    apposition = _APPOSITION.match(shape, name.end)
    return apposition is not None and words.lower[apposition.end() - 1] in listed("bodies") | listed("makers")
