"""Another model beside the one that serves: diff, promote and rollback on whole nights."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from ledger import FIRST_NIGHT, contents, rows, sealed
from processes import newsledger

from pipeline.lake import serving
from pipeline.lake.storage import Lake
from pipeline.ledger.published import Ledger
from pipeline.nights.versions import diff
from pipeline.pages.night_page import page as page_of

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
RANGE = (str(FIRST_NIGHT), str(SECOND_NIGHT))


def test_another_model_changes_nothing_until_it_is_promoted_and_can_be_taken_back(two_nights, command):
    bytes_before, before = sealed(two_nights), contents(two_nights.published_warehouse)
    night_page = two_nights.home / "pages" / f"{FIRST_NIGHT}.html"
    page_before = page_of(FIRST_NIGHT, Ledger(two_nights))  # which knows people's roles of the second night too
    other = two_nights.model_copy(update={"model": "encoder"})
    command(other, "backfill", *RANGE)
    assert sealed(two_nights) == bytes_before
    told = command(two_nights, "diff", str(FIRST_NIGHT), "--with", "encoder")
    assert " added, " in told
    assert sealed(two_nights) == bytes_before
    lines = next((two_nights.home / "reports").glob("diff-encoder-*.jsonl")).read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["change"] for line in lines} == {"added", "lost", "changed"}
    page = next((two_nights.home / "reports").glob("diff-encoder-*.html")).read_text(encoding="utf-8")
    assert f"{len(lines)} are shown" in page or page.count("<tr>") == min(len(lines), 500) + 1
    assert contents(two_nights.published_warehouse) == before

    command(two_nights, "promote", str(FIRST_NIGHT), "--with", "encoder")
    extractors = dict(rows(two_nights.published_warehouse, "SELECT DISTINCT night, extractor FROM claims"))
    assert extractors[FIRST_NIGHT].startswith("encoder ")
    assert night_page.read_text(encoding="utf-8") != page_before
    assert extractors[SECOND_NIGHT].startswith("plain ")
    command(two_nights, "backfill", *RANGE)
    assert serving.chosen(Lake(two_nights.lake_uri), FIRST_NIGHT).startswith("encoder "), "the promotion stays"

    command(two_nights, "rollback", str(FIRST_NIGHT))
    command(two_nights, "backfill", *RANGE)
    assert sealed(two_nights) == bytes_before
    assert contents(two_nights.published_warehouse) == before
    assert night_page.read_text(encoding="utf-8") == page_before


def test_two_workers_find_the_differences_that_one_finds(home):
    one, two = (home(name, nights=1, documents_per_shard=8, workers=count) for name, count in (("one", 1), ("two", 2)))
    found = [diff([FIRST_NIGHT], "fast", settings) for settings in (one, two)]
    assert found[0]
    assert found[0] == found[1]


@pytest.mark.slow
def test_a_promotion_that_is_killed_half_way_is_finished_by_the_next_run(two_nights, home, command):
    other = home("killed")
    shutil.copytree(two_nights.home, other.home, dirs_exist_ok=True)
    for settings in (two_nights, other):
        command(settings, "diff", *RANGE, "--with", "fast")
    command(two_nights, "promote", *RANGE, "--with", "fast")
    killed = newsledger(other, "promote", *RANGE, "--with", "fast", point="seal:extract")
    assert killed.status == -9, killed.stderr
    command(other, "promote", *RANGE, "--with", "fast")
    assert contents(other.published_warehouse) == contents(two_nights.published_warehouse)


def test_what_was_never_promoted_or_extracted_is_told(two_nights, command):
    assert "was never promoted" in command(two_nights, "rollback", str(FIRST_NIGHT), status=2)
    assert "not been extracted yet" in command(two_nights, "diff", "2026-01-01", "--with", "plain", status=2)
    assert "no model is called 'best'" in command(two_nights, "promote", str(FIRST_NIGHT), "--with", "best", status=2)


def test_a_night_keeps_the_claims_of_an_extractor_that_is_no_longer_installed(two_nights, command, monkeypatch):
    before = contents(two_nights.published_warehouse)["claims"]
    monkeypatch.setattr("pipeline.nlp.models._RULES", "9.9")
    command(two_nights, "backfill", *RANGE)
    assert contents(two_nights.published_warehouse)["claims"] == before
