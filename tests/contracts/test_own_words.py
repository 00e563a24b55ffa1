"""The seed report is somebody's text: it is read where it lies, and none of its sentences stands in the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.settings import PROJECT

FOLDERS = ("benchmarks", "dags", "docs", "examples", "expectations", "ops", "pipeline", "sql", "tests", "training")
KINDS = {".html", ".ipynb", ".json", ".md", ".py", ".sql", ".toml", ".txt", ".tsv", ".yml"}
LARGEST = 2_000_000  # bytes; larger files hold no prose
RUN = 7  # words in a row


def runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def files() -> Iterator[Path]:
    yield from PROJECT.glob("*.md")
    for folder in FOLDERS:
        found = (path for path in (PROJECT / folder).rglob("*") if path.suffix in KINDS and path.is_file())
        yield from (path for path in found if path.stat().st_size < LARGEST)


def test_no_sentence_of_the_seed_report_stands_in_the_project(seed_article):
    theirs = runs(seed_article.read_text(encoding="utf-8"))
    shared = {str(path.relative_to(PROJECT)): runs(path.read_text(encoding="utf-8")) & theirs for path in files()}
    assert {path: found for path, found in shared.items() if found} == {}
