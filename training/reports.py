"""The reports of ``training/people``, in which each reference is marked with the name of whom it means."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.spans import Span

REPORTS = Path(__file__).parent / "people"
_MARK = re.compile(r"\{([^{}=]*)=([^{}=]*)\}")


def reports(file: Path) -> list[str]:
    """The reports of a file, which lines with three stars part, with their marks."""
    return [report.strip() + "\n" for report in file.read_text(encoding="utf-8").split("\n* * *\n")]


def without_marks(marked: str) -> tuple[str, list[tuple[Span, str]]]:
    """A text without its marks ``{words=Name}``, and the marks, whose spans are of that text."""
    marks: list[tuple[Span, str]] = []
    while mark := _MARK.search(marked):
        words, start = mark[1], mark.start()
        cut = (start, mark.end(1), mark.end())  # what goes is one brace before the words, and all from "=" on

        def moved(place: int, cut: tuple[int, int, int] = cut) -> int:
            return place - (place > cut[0]) - max(0, min(place, cut[2]) - cut[1])

        marks = [(Span(moved(span.start), moved(span.end)), name) for span, name in marks]
        marks.append((Span(start, start + len(words)), mark[2].strip()))
        marked = marked[:start] + words + marked[mark.end() :]
    return marked, sorted(marks)
