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
        found = _TOKEN.findall(text)
        doc = Doc(self.vocab, words=[form for form, _ in found], spaces=[bool(space) for _, space in found])
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
        text = doc.user_data.get(_TEXT) or doc.text
        lengths = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64)  # no token object is made: that would take longest
        all_ends = lengths.sum(axis=1).cumsum() - lengths[:, 1]
        ends, starts = all_ends.tolist(), (all_ends - lengths[:, 0]).tolist()
        forms = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        token = [number for number, form in enumerate(forms) if not form.isspace()]
        form = [forms[number] for number in token]
        lower = [word.lower() for word in form]
        if "’" in text:
            lower = [word.replace("’", "'") for word in lower]
        breaks = np.cumsum([word == "\n" for word in forms], dtype=np.int64)[token]
        line = np.cumsum(np.diff(breaks, prepend=0) > 0).tolist()  # empty lines do not count
        return cls(text, form, lower, [starts[n] for n in token], [ends[n] for n in token], line, token)

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
