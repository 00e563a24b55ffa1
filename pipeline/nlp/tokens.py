"""Tokens, and the plain lists of them that the other modules walk over.

spaCy's own English tokenizer strips marks one by one and copies the rest each time: 10,000 quotation marks without a
space cost it seven seconds, and the time grows with the square. One regular expression takes linear time on any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

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


_TEXT = "newsledger.text"  # spaCy puts a document's text together anew each time it is asked


class Tokenizer(DummyTokenizer):
    """Cuts a text into words, marks and white space; a single space after a token belongs to it."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a document; its tokens put together are the text."""
        found = [(match[1], match[2] is not None) for match in _TOKEN.finditer(text)]
        doc = Doc(self.vocab, words=[form for form, _ in found], spaces=[space for _, space in found])
        doc.user_data[_TEXT] = text
        return doc


@dataclass(frozen=True, slots=True)
class Words:
    """A document's tokens without its white space, as parallel lists.

    Args:
        text: the document's text.
        form: the tokens as written; ``lower``: in lower case with straight apostrophes.
        start: first code point of each; ``end``: the code point after its last.
        line: number of the paragraph each stands in.
        token: index of each in the spaCy document.
    """

    text: str
    form: list[str]
    lower: list[str]
    start: list[int]
    end: list[int]
    line: list[int]
    token: list[int]

    @classmethod
    def of(cls, doc: Doc) -> Words:
        """The words of ``doc``."""
        words = cls(doc.user_data.get(_TEXT) or doc.text, [], [], [], [], [], [])
        lengths = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64)  # no token object is made: that would take longest
        ends = (lengths.sum(axis=1).cumsum() - lengths[:, 1]).tolist()
        line, is_new_line = 0, False
        for token, (end, length) in enumerate(zip(ends, lengths[:, 0].tolist(), strict=True)):
            form = words.text[end - length : end]
            if form.isspace():
                is_new_line = is_new_line or form == "\n"
            else:
                line, is_new_line = line + is_new_line, False
                words.form.append(form)
                words.lower.append(form.lower().replace("’", "'"))
                words.start.append(end - length)
                words.end.append(end)
                words.line.append(line)
                words.token.append(token)
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
