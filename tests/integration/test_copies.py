"""Copies cost the extractor nothing, and their claims count for every outlet that carries them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.forms import Request
from pipeline.lake.storage import Lake
from pipeline.nights.night import run_night
from pipeline.nlp.reader import Reader
from pipeline.schema import CLAIMS, DOCUMENTS, DUPLICATES
from pipeline.settings import Settings

NIGHT = date(2026, 3, 2)
STORY = "“The bridge will open in May,” Mayor Ines Calloway said on Monday.\nThe council met for an hour.\n" * 8


@pytest.fixture
def settings(tmp_path: Path, few_rules: Path) -> Settings:
    return Settings(home=tmp_path / "home", model="plain", documents_per_shard=1, expectations=few_rules)


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The texts that the extractor was given, in order."""
    given: list[str] = []
    whole = Reader.read

    def noting(self, texts):
        texts = list(texts)
        given.extend(texts)
        return whole(self, texts)

    monkeypatch.setattr(Reader, "read", noting)
    return given


def run(settings: Settings, folder: Path, records: list[dict], night=NIGHT) -> Lake:
    source = folder / f"{night}.jsonl"
    source.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    run_night(Request(night=str(night), dry_run=True), settings, files=[source])
    return Lake(settings.lake_uri)


def test_a_text_that_many_outlets_carry_is_read_once_and_claimed_for_each(settings, tmp_path, read):
    records = [{"text": STORY, "publisher": f"outlet{n}", "title": f"Title {n}"} for n in range(6)]
    lake = run(settings, tmp_path, [*records, {"text": f"{STORY}More was said.", "publisher": "other"}])
    assert len(read) == len(set(read)) == 2
    claimed = {row["document_id"] for row in lake.read(CLAIMS, NIGHT).to_pylist()}
    assert claimed == set(lake.read(DOCUMENTS, NIGHT)["document_id"].to_pylist())


def test_the_night_after_knows_the_copies_of_the_night_before(settings, tmp_path):
    lake = run(settings, tmp_path, [{"text": STORY, "publisher": "one"}])
    [first] = lake.read(DOCUMENTS, NIGHT)["document_id"].to_pylist()
    after = date(2026, 3, 3)
    [row] = run(settings, tmp_path, [{"text": STORY, "publisher": "two"}], after).read(DUPLICATES, after).to_pylist()
    assert (row["duplicate_of"], row["version_of"], row["method"]) == (first, None, "exact")


def test_nights_that_lie_too_far_back_are_forgotten(settings, tmp_path):
    settings = settings.model_copy(update={"memory_nights": 1})
    run(settings, tmp_path, [{"text": STORY, "publisher": "one"}])
    run(settings, tmp_path, [{"text": "Nothing happened.", "publisher": "one"}], date(2026, 3, 3))
    after = date(2026, 3, 4)
    [row] = run(settings, tmp_path, [{"text": STORY, "publisher": "two"}], after).read(DUPLICATES, after).to_pylist()
    assert row["duplicate_of"] is None
