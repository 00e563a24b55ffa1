"""Upkeep removes what nobody needs, and nothing else."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.forms import Request
from pipeline.lake.storage import Lake
from pipeline.ledger import editions, publishing, tidying
from pipeline.nights.night import run_night
from pipeline.nights.upkeep import upkeep
from pipeline.nights.versions import diff
from pipeline.settings import Settings

NIGHTS = [date(2026, 3, 2) + timedelta(days=days) for days in range(3)]
LATER = datetime(2030, 1, 1, tzinfo=UTC)
STORY = "Flood warning\n\nMaria Keller, the mayor, said the bridge would stay closed. “We need time,” she said.\n"


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    for night in NIGHTS:
        (folder / f"{night}.txt").write_text(STORY + f"It happened on {night}.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def three_nights(stories: Path, few_rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of three nights with one story each, published after each."""
    home = tmp_path_factory.mktemp("nights")
    for night in NIGHTS:
        made = Settings(home=home, model="plain", expectations=few_rules)
        run_night(Request(night=str(night)), made, files=[stories / f"{night}.txt"])
    return home


@pytest.fixture
def settings(three_nights: Path, tmp_path: Path) -> Settings:
    """The settings of a copy of it that a test may change."""
    return Settings(home=shutil.copytree(three_nights, tmp_path / "home"), model="plain")


def nights_published(settings: Settings) -> list[date]:
    with duckdb.connect(str(settings.published_warehouse), read_only=True) as ledger:
        return [night for (night,) in ledger.sql("SELECT DISTINCT night FROM claims ORDER BY ALL").fetchall()]


def test_where_all_is_needed_nothing_is_removed(settings):
    before = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*.parquet")}
    done = upkeep(settings, LATER).told
    assert done | {"bytes_empty": 0} == dict.fromkeys(done, 0)
    assert {path: path.stat().st_mtime_ns for path in settings.home.rglob("*.parquet")} == before


def test_nights_beyond_the_newest_ones_leave_lake_ledger_and_pages(settings):
    few = settings.model_copy(update={"nights_kept": 2})
    assert upkeep(few, LATER, dry_run=True).nights_forgotten == 1
    assert Lake(few.lake_uri).nights() == NIGHTS, "a dry run removes nothing"
    assert upkeep(few, LATER).nights_forgotten == 1
    assert Lake(few.lake_uri).nights() == tidying.loaded_nights(few) == NIGHTS[1:]
    assert sorted(path.name for path in (few.home / "pages").iterdir()) == [f"{night}.html" for night in NIGHTS[1:]]
    publishing.publish(few)
    assert nights_published(few) == NIGHTS[1:]


def test_a_forgetting_that_was_interrupted_is_finished_the_next_time(settings):
    lake = Lake(settings.lake_uri)
    for manifest in lake.manifests(NIGHTS[0]):
        lake.unseal(manifest.night, manifest.stage, manifest.shard)
    assert tidying.loaded_nights(settings) == NIGHTS
    upkeep(settings.model_copy(update={"nights_kept": 2}), LATER)
    assert tidying.loaded_nights(settings) == NIGHTS[1:]


def test_a_file_without_manifest_goes_once_no_run_can_be_writing_it(settings):
    [sealed] = (settings.home / "lake" / "claims" / f"night={NIGHTS[0]}").iterdir()
    stray = sealed.with_name("extract.7-of-9.parquet")
    stray.write_bytes(sealed.read_bytes())
    assert upkeep(settings, datetime.now(UTC)).strays == 0
    os.utime(stray, (0, 0))
    assert upkeep(settings, datetime.now(UTC)).strays == 1
    assert not stray.exists()
    assert sealed.exists()


def test_a_night_with_a_manifest_that_cannot_be_read_keeps_all_its_files(settings):
    folder = settings.home / "lake" / "_manifests" / f"night={NIGHTS[0]}"
    next(folder.glob("extract.*.json")).write_text('{"of": "a newer version"}', encoding="utf-8")
    assert upkeep(settings, LATER).strays == 0


def test_what_was_read_only_to_compare_goes_after_a_month(settings):
    diff(NIGHTS[:1], "fast", settings)
    assert upkeep(settings, datetime.now(UTC)).shelved == 0
    assert upkeep(settings, datetime.now(UTC) + timedelta(days=31)).shelved == 1
    assert not list((settings.home / "lake" / "_shelf").rglob("*.parquet"))


def test_the_working_file_is_written_anew_where_much_of_it_is_empty(settings):
    with duckdb.connect(str(settings.working_warehouse)) as con:
        con.sql("CREATE TABLE filler AS SELECT hash(i) AS a, hash(i + 1) AS b FROM range(2000000) AS numbers (i)")
        con.execute("CHECKPOINT")
        # DuckDB itself gives back room at the end of a file, but none before what stands behind it
        con.sql("CREATE TABLE behind_it AS FROM filler LIMIT 200000")
        con.execute("CHECKPOINT")
        con.execute("DROP TABLE filler")
    before = settings.working_warehouse.stat().st_size
    shortened = upkeep(settings, LATER).bytes_empty
    assert shortened == before - settings.working_warehouse.stat().st_size
    assert shortened > before / 2
    assert tidying.slack(settings) < before / 4
    settings.published_warehouse.with_name("newsledger.duckdb.json").unlink()
    shutil.rmtree(settings.home / "editions")
    publishing.publish(settings)
    assert nights_published(settings) == NIGHTS, "the file is as good as before"


def test_half_made_and_surplus_editions_go_and_the_served_one_stays(settings):
    (settings.home / "editions" / "2026-03-02-dead.new").mkdir()
    one = settings.model_copy(update={"editions_kept": 1})
    oldest = editions.editions(one)[-1].edition
    editions.serve(oldest, one)
    assert upkeep(one, LATER).editions == 2
    assert {edition.edition for edition in editions.editions(one)} == {editions.editions(one)[0].edition, oldest}
