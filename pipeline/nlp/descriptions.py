"""Bodies that a text describes at more length elsewhere: "the union" of "the Porto dockers’ union"."""

from __future__ import annotations

from collections import defaultdict

from pipeline.nlp.marking import Marks
from pipeline.nlp.shapes import compiled

_NAMED = compiled(r"(?P<told>[NSwO]{1,6})S(?![NSwO])")
_PLAIN = compiled(r"Dw{1,3}S(?![NSO])")  # "the interior ministry"


class Descriptions:
    """What one text describes: by noun the longest description with a name in it, and all without."""

    def __init__(self, marks: Marks) -> None:
        words, shape = marks.words, marks.shape
        self._named: dict[str, str] = {}
        self._plain: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for found in _NAMED.finditer(shape):
            start, end = found.span()
            noun, told = words.lower[end - 1], _told(marks, start, end)
            is_one_line = words.line[start] == words.line[end - 1]
            if is_one_line and found["told"].strip("w") and len(told) > len(self._named.get(noun, "")):
                self._named[noun] = told
        for found in _PLAIN.finditer(shape):
            start, end = found.span()
            if words.lower[start] == "the":
                self._plain[words.lower[end - 1]].append((end, _told(marks, start, end)))

    def body(self, noun: str, at: int) -> str | None:
        """The longer description that "the ``noun``" at word ``at`` is short for; None where the text has none."""
        before = [told for end, told in self._plain.get(noun, ()) if end <= at]
        return self._named.get(noun) or (before[-1] if before else None)


def _told(marks: Marks, start: int, end: int) -> str:
    return " ".join(marks.words.span(start, end).text(marks.words.text).split())
