"""Tokens, and the plain lists of them that the other modules walk over.

One regular expression cuts a text, which takes linear time on any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.nlp.lexicon import names
from pipeline.spans import Span

_TOKEN = re.compile(
    rf"""(
      \n | [^\S\n]+                                  # a line break ends a paragraph; other white space keeps together
    | \b(?:{"|".join(sorted(names("abbreviations")))})\. | \bNo\.(?=\s\d)
    | \b(?:[^\W\d_]\.){{2,}} | \b[A-Z]\.             # U.S., and J. as in J. Doe
    | ['’]s\b
    | \d+(?:[.,:]\d+)+
    | \w+(?:[-/&]\w+ | \.(?=[a-z\d])\w+ | ['’](?!s\b)\w+)*
    | ''|``|.
    )(\x20(?!\x20))?""",
    re.VERBOSE | re.DOTALL,
)


Token = tuple[str, str]
"""A word, mark or white space, and the single space behind it or nothing."""


def split(text: str) -> list[Token]:
    """The tokens of a text; put together they are the text."""
    found: list[Token] = _TOKEN.findall(text)
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """A text's tokens without its white space, as parallel lists.

    Args:
        form: the tokens as written; ``lower``: in lower case with straight apostrophes.
        start: first code point of each; ``end``: the code point after its last.
        line: number of the paragraph each stands in.
        token: index of each among the tokens.
    """

    text: str
    form: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]
    line: list[int]
    token: list[int]

    @classmethod
    def of(cls, text: str, tokens: Iterable[Token]) -> Words:
        """The words among the tokens of a text."""
        words = cls(text, [], [], [], [], [], [])
        start = line = 0
        is_new_line = False
        for number, (form, space) in enumerate(tokens):
            end = start + len(form)
            if form.isspace():
                is_new_line |= form == "\n"
            else:
                line += is_new_line  # empty lines do not count
                is_new_line = False
                words.form.append(form)
                words.start.append(start)
                words.end.append(end)
                words.line.append(line)
                words.token.append(number)
            start = end + len(space)
        words.lower.extend([form.lower().replace("’", "'") for form in words.form])
        return words

    def __len__(self) -> int:
        return len(self.form)

    def is_word(self, i: int) -> bool:
        """Whether ``i`` is a word or a number, not a mark."""
        return self.form[i][0].isalnum()

    def is_capitalised(self, i: int) -> bool:
        """Whether ``i`` starts with a capital and is not "I", "I'm" or the like."""
        return self.form[i][0].isupper() and self.lower[i] != "i" and not self.lower[i].startswith("i'")

    def span(self, start: int, end: int) -> Span:
        """Code points of the words ``start`` up to, not including, ``end``."""
        return Span(self.start[start], self.end[end - 1])
