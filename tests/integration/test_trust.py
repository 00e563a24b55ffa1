"""Reruns, backfills and editions: nothing changes in silence."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from ledger import FIRST_NIGHT, contents, night, rows, sealed

from pipeline.lake.storage import Lake
from pipeline.ledger import editions
from pipeline.nights.night import working_on

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
RANGE = (str(FIRST_NIGHT), str(SECOND_NIGHT))


def test_a_range_run_again_gives_the_same_bytes_and_no_stage_runs(two_nights, command, monkeypatch):
    bytes_before, before = sealed(two_nights), contents(two_nights.published_warehouse)
    monkeypatch.setattr(Lake, "seal", lambda *given: pytest.fail("a finished night was made again"))
    assert "2 nights run" in command(two_nights, "backfill", *RANGE)
    assert sealed(two_nights) == bytes_before
    assert contents(two_nights.published_warehouse) == before


def test_nights_run_in_another_order_and_backfilled_have_the_tables_of_nights_run_in_order(
    two_nights, home, press, command
):
    other = home("b")
    for day in (SECOND_NIGHT, FIRST_NIGHT):
        folder = Lake(two_nights.lake_uri)
        for manifest in folder.manifests(day, "fetch"):  # the second night's bytes first
            Lake(other.lake_uri).copy(manifest, folder)
        command(other, "backfill", str(day), str(day))
    command(other, "backfill", *RANGE)
    assert contents(other.published_warehouse) == contents(two_nights.published_warehouse)


def test_a_night_that_another_run_works_on_is_left_to_it_and_the_others_are_run(two_nights, command):
    with working_on(SECOND_NIGHT, two_nights):
        told = command(two_nights, "backfill", *RANGE, status=1)
    assert f"night {SECOND_NIGHT} is in use by process" in told
    assert "1 nights run" in told


def test_a_range_without_a_night_is_told_with_what_the_lake_has(two_nights, command):
    told = command(two_nights, "backfill", "2025-01-01", "2025-01-31", status=2)
    assert f"no night from 2025-01-01 to 2025-01-31; it has {FIRST_NIGHT} to {SECOND_NIGHT}" in " ".join(told.split())


def test_nights_are_fetched_anew_where_asked_and_bytes_once_had_are_kept(two_nights, command, press):
    before = contents(two_nights.published_warehouse)["documents"]
    press.requests.clear()
    command(two_nights, "backfill", *RANGE, "--again")
    assert press.requests
    after = {row[1] for row in contents(two_nights.published_warehouse)["documents"]}
    assert {row[1] for row in before} <= after


def test_a_late_article_lands_in_its_own_night(two_nights, command, tmp_path):
    before = rows(two_nights.published_warehouse, f"SELECT * FROM claims WHERE night = '{SECOND_NIGHT}' ORDER BY ALL")
    late = tmp_path / "late.txt"
    late.write_text("“The bridge will open in May,” Mayor Ines Calloway said on Monday.\n", encoding="utf-8")
    command(two_nights, "run", "--night", str(FIRST_NIGHT), "--files", str(late))
    found = "SELECT night FROM documents WHERE publisher_id = 'files'"
    assert rows(two_nights.published_warehouse, found) == [(FIRST_NIGHT,)]
    after = rows(two_nights.published_warehouse, f"SELECT * FROM claims WHERE night = '{SECOND_NIGHT}' ORDER BY ALL")
    assert after == before


def test_the_editions_of_the_last_nights_are_kept_with_checksum_and_any_can_be_served(home, press, command):
    settings = home(nights=2, editions_kept=2)
    press.night = SECOND_NIGHT + timedelta(days=1)
    night(settings, press.night)
    newest, older = editions.editions(settings)
    assert (newest.last_night, older.last_night) == (press.night, SECOND_NIGHT)
    beside = json.loads(settings.published_warehouse.with_name("newsledger.duckdb.json").read_text(encoding="utf-8"))
    assert beside["sha256"] == hashlib.sha256(settings.published_warehouse.read_bytes()).hexdigest()
    assert beside["tables"]["claims"] == rows(settings.published_warehouse, "SELECT count(*) FROM claims")[0][0]
    with duckdb.connect(str(settings.published_warehouse), read_only=True) as reader:
        command(settings, "publish", "--edition", older.edition)
        assert reader.sql("SELECT max(night) FROM runs").fetchall() == [(press.night,)], "a reader is never disturbed"
    assert rows(settings.published_warehouse, "SELECT max(night) FROM runs") == [(SECOND_NIGHT,)]
    assert newest.edition in command(settings, "publish", "--list", "--json")
    command(settings, "publish")
    assert rows(settings.published_warehouse, "SELECT max(night) FROM runs") == [(press.night,)]
    assert "there is no edition 'x'" in command(settings, "publish", "--edition", "x", status=2)
    file = settings.home / "editions" / older.edition / "newsledger.duckdb"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert "is damaged" in command(settings, "publish", "--edition", older.edition, status=2)


def test_a_published_file_is_replaced_and_never_written_into(two_nights):
    now = editions.served(two_nights)
    [before] = [kept.edition for kept in editions.editions(two_nights) if kept.edition != now.edition]
    with two_nights.published_warehouse.open("rb") as reader:
        editions.serve(before, two_nights)
        assert hashlib.sha256(reader.read()).hexdigest() == now.sha256


def test_a_night_has_a_quality_report_that_needs_nothing_from_elsewhere(two_nights, command):
    path = Path(command(two_nights, "report", "--night", str(SECOND_NIGHT)).strip())
    page = path.read_text(encoding="utf-8")
    assert "expectations were checked" in page
    assert "Against the 1 nights before" in page
    assert page.count("<svg") >= 3 * 6
    assert "answered 404 Not Found" in page
    assert not any(word in page for word in ("<script", "src=", "href=", "@import", "url("))
