"""News of any size by variation from the newsroom: other names, other words, other order, the same every time.

A copy keeps the sentences and quotations of its story, so that it costs what news costs. Three words in ten of its
longer ones and all of its names are exchanged for others of the newsroom, so that copies are no near copies of each
other and the number of names grows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from examples.newsroom.outlets import load_outlets
from examples.newsroom.site import render_story
from examples.newsroom.story import Story, load_stories
from pipeline.nlp.lexicon import cues, function_words, given_names, places

_SEED = 20260302
_SHARE = 0.3  # of the longer words are exchanged
_WORD = re.compile(r"\b[^\W\d_]{5,}\b")
_ENDINGS = ("ing", "ed", "ly", "s", "")
_BATCH = 500


@cache
def stories() -> list[Story]:
    """The newsroom's ordinary English articles."""
    english = {outlet.id for outlet in load_outlets().values() if outlet.language == "en"}
    return [s for s in load_stories() if s.kind == "article" and s.outlet in english and s.language in (None, "en")]


@cache
def _vocabulary() -> tuple[dict[str, list[str]], list[str]]:
    """The newsroom's words by their ending, and its names."""
    words, names = set[str](), set[str]()
    for story in stories():
        for found in _WORD.finditer(story.text):
            (names if _is_name(found[0]) else words).add(found[0])
    by_ending: dict[str, list[str]] = {ending: [] for ending in _ENDINGS}
    for word in sorted(words):
        if word.islower() and word not in cues() and word not in function_words():
            by_ending[_ending(word)].append(word)
    return by_ending, sorted(names - set(places()))


def _is_name(word: str) -> bool:
    known = given_names("female") | given_names("male")
    return word.istitle() and (word in known or word.lower() not in function_words())


def _ending(word: str) -> str:
    return next(ending for ending in _ENDINGS if word.endswith(ending))


def varied(number: int) -> Story:
    """The copy of that number; no two numbers give the same one."""
    chance = random.Random(_SEED + number)  # noqa: S311 no secret
    story = stories()[number % len(stories())]
    by_ending, names = _vocabulary()
    others: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word.islower() and word in by_ending[_ending(word)]:
            return chance.choice(by_ending[_ending(word)]) if chance.random() < _SHARE else word
        if word in names:
            return others.setdefault(word, chance.choice(names))
        return word

    blocks = tuple(replace(block, words=_WORD.sub(other, block.words)) for block in story.blocks)
    at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=number % 86_400)
    return replace(
        story,
        path=f"{story.path}-{number}",
        title=f"{_WORD.sub(other, story.title)} ({number})",
        published=at,
        updated=None,
        blocks=blocks,
        text="\n".join(block.line for block in blocks),
        claims=(),
    )


def texts(count: int, first: int = 0) -> Iterator[str]:
    """The texts of so many copies."""
    return (varied(number).text for number in range(first, first + count))


def page(story: Story) -> str:
    """The page of a story, as its outlet lays it out."""
    return render_story(load_outlets()[story.outlet], story, f"https://{load_outlets()[story.outlet].domain}")


def write_night(path: Path, night: date, count: int, first: int = 0) -> None:
    """A Parquet file of so many pages, as ``newsledger run --files`` takes it."""
    schema = pa.schema([("html", pa.string()), ("url", pa.string()), ("publisher", pa.string()),
                        ("published_at", pa.string())])  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, schema) as file:
        for start in range(first, first + count, _BATCH):
            rows = [_record(varied(number), night) for number in range(start, min(start + _BATCH, first + count))]
            file.write_table(pa.Table.from_pylist(rows, schema))


def _record(story: Story, night: date) -> dict[str, str]:
    outlet = load_outlets()[story.outlet]
    at = datetime.combine(night, story.published.time(), UTC)
    url = f"https://{outlet.domain}{story.path}-{night}"
    return {"html": page(story), "url": url, "publisher": outlet.id, "published_at": at.isoformat()}
