from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from examples.newsroom.golden import GOLD, gold_files, quote_type, write_gold
from examples.newsroom.story import Story
from pipeline.measure import markup


def test_gold_files_are_what_the_stories_give(stories: list[Story]) -> None:
    remedy = "run python -m examples.newsroom gold"
    files = gold_files(stories)
    assert {path.name for path in GOLD.glob("*.json")} == set(files), remedy
    for name, contents in files.items():
        assert (GOLD / name).read_text(encoding="utf-8") == contents, f"{name}: {remedy}"


def test_gold_offsets_give_the_words_beside_them(stories: list[Story]) -> None:
    texts = {story.file: story.text for story in stories}
    for path in GOLD.glob("*.json"):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = texts[gold["article"]]
        assert gold["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
        ids = {row["id"] for row in gold["attributions"]}
        for row in gold["attributions"]:
            assert row["parent"] is None or row["parent"] in ids
            for role in ("source", "cue", "content"):
                assert [text[start:end] for start, end in row[role]] == row[f"{role}_text"]


def test_stale_gold_files_are_removed(tmp_path: Path, stories: list[Story]) -> None:
    (tmp_path / "2026-03-02-meridian-gone.json").touch()
    assert write_gold(stories, tmp_path) == len(list(tmp_path.iterdir())) == len(gold_files(stories))
    assert not (tmp_path / "2026-03-02-meridian-gone.json").exists()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{t1:“We are full,”} he {c1:said}. {t1:“Go home.”}", "direct"),
        ("He {c1:said} {t1:that they were full}.", "indirect"),
        ("He {c1:called} {t1:the hall “full to the rafters”}.", "mixed"),
        ("“We are {t1:full},” he {c1:said}, “and that is {t1:that}.", "direct"),  # the second mark is never closed
        ("He {c1:said}: {t1:‘The town’s hall is full.’}", "direct"),
        ("He {c1:denied} {t1:the ministers’ story that ’twas full}.", "indirect"),
        ("“She {c1:told} us {t1:to go},” he said.", "indirect"),
        ("“She {c1:told} us {t1:‘by noon’},” he said.", "direct"),
        ("He {c1:declined to comment}.", "indirect"),
    ],
)
def test_quote_type(marked: str, expected: str) -> None:
    text, found, _ = markup.parse(marked, "a.txt")
    assert quote_type(text, found[1].cue, found[1].content) == expected
