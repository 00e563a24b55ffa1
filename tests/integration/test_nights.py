"""Whole nights from the served newsroom to the published warehouse."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import FIRST_NIGHT, environment
from ledger import contents, rows

from pipeline.errors import ConfigurationError, PartitionStopped
from pipeline.lake.storage import Lake
from pipeline.nights.night import Outcome, read_request, run_night
from pipeline.settings import Settings
from pipeline.stages.frames import FRAMES

POINTS = [
    *(
        f"seal:{stage}"
        for stage in ("fetch", "parse", "dedupe", "extract", "resolve", "fingerprint", "validate", "account")
    ),
    "sealed:account",
    "load:claims",
    "copy",
    "replace:quality-2026-03-02.html",
    "replace:newsledger.duckdb",
    "replace:newsledger.duckdb.json",
]


def night(settings: Settings, day: date = FIRST_NIGHT, **asked: object) -> Outcome:
    return run_night(read_request({"night": str(day), **asked}), settings)


def test_nights_name_their_speakers_and_prove_every_claim(newsroom_ledger):
    said = rows(newsroom_ledger, "SELECT speaker, content FROM who_said_what WHERE speaker = 'Étienne Marchand'")
    assert said
    assert rows(newsroom_ledger, "SELECT count(*) FROM proof_of_claim WHERE holds IS NOT TRUE") == [(0,)]
    assert rows(newsroom_ledger, "SELECT count(*) FROM validations WHERE severity = 'critical' AND NOT held") == [(0,)]


def test_counts_balance_in_every_run(ran):
    published = ran().published_warehouse
    unbalanced = "SELECT * FROM runs WHERE rows_in <> rows_kept + rows_quarantined"
    assert rows(published, unbalanced) == []
    coverage = "SELECT * FROM coverage WHERE expected <> fetched + not_modified + failed + over_limit"
    assert rows(published, coverage) == []
    assert rows(published, "SELECT sum(failed) FROM coverage") == [(1,)], "the newsroom lists one page that answers 404"


def test_running_a_finished_night_again_asks_nobody_and_changes_nothing(ran, press):
    settings = ran()
    before, inode = contents(settings.published_warehouse), settings.published_warehouse.stat().st_ino
    again = night(settings)
    assert press.requests == []
    assert contents(again.published) == before
    assert again.published.stat().st_ino == inode


def test_the_second_night_takes_the_news_and_is_told_what_has_not_changed(ran, press):
    settings = ran()
    press.night = date(2026, 3, 3)
    published = night(settings, press.night).published
    pages = [request for request in press.requests if "/2026/03/02/" in request.path and "missing" not in request.path]
    assert pages
    assert {request.status for request in pages} == {304}
    nights = rows(published, "SELECT night, count(*) FROM documents GROUP BY ALL ORDER BY ALL")
    assert [day for day, _ in nights] == [FIRST_NIGHT, press.night]


def test_an_updated_story_is_a_new_document_on_the_night_of_the_update(home, press):
    settings = home("a")
    for day in (3, 4):
        press.night = date(2026, 3, day)
        published = night(settings, press.night).published
    versions = rows(published, "SELECT night, title FROM documents WHERE url LIKE '%flood-aid' ORDER BY night")
    assert [day for day, _ in versions] == [date(2026, 3, 3), date(2026, 3, 4)]
    assert versions[0][1] != versions[1][1]


def test_a_publisher_that_answers_500_is_named_and_the_others_go_on(home, press):
    press.faults["/atom.xml"] = 500
    outcome = night(home("a"))
    [told] = outcome.unsettled
    assert "sentinel" in told
    assert "/atom.xml" in told
    assert "500" in told
    coverage = dict(rows(outcome.published, "SELECT publisher_id, documents FROM coverage"))
    assert coverage["sentinel"] == 0
    assert coverage["meridian"] > 0


def test_a_publisher_that_was_down_is_fetched_when_the_night_is_run_again(home, press):
    settings = home("a")
    press.faults["/atom.xml"] = 500
    night(settings)
    press.faults.clear()
    outcome = night(settings)
    assert outcome.unsettled == []
    assert dict(rows(outcome.published, "SELECT publisher_id, documents FROM coverage"))["sentinel"] > 0


def test_an_empty_feed_is_told_and_gives_an_empty_publisher(home, press, tmp_path):
    settings = home("a")
    text = settings.publishers.read_text(encoding="utf-8").replace("/atom.xml", "/robots.txt")
    settings.publishers.write_text(text, encoding="utf-8")
    outcome = night(settings)
    assert any(
        "robots.txt: this is not an RSS, Atom or JSON feed" in message
        for message in outcome.messages + outcome.unsettled
    )


def test_a_limit_takes_so_many_articles_and_accounts_for_the_rest(home):
    published = night(home("a"), limit=1).published
    assert rows(published, "SELECT DISTINCT fetched FROM coverage") == [(1,)]
    assert rows(published, "SELECT sum(over_limit) FROM coverage")[0][0] > 0


def test_a_dry_run_leaves_no_warehouse(home):
    settings = home("a")
    assert night(settings, dry_run=True).published is None
    assert not settings.published_warehouse.exists()


def test_an_open_session_neither_stops_the_next_night_nor_changes_under_the_reader(ran, press):
    settings = ran()
    published = settings.published_warehouse
    reader = (
        "import duckdb, sys\n"
        f"con = duckdb.connect({str(published)!r}, read_only=True)\n"
        "ask = lambda: print(con.sql('SELECT count(DISTINCT night) FROM documents').fetchall()[0][0], flush=True)\n"
        "ask(); sys.stdin.readline(); ask()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", reader], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as session:
        assert session.stdout.readline() == "1\n"
        press.night = date(2026, 3, 3)
        night(settings, press.night)
        told, _ = session.communicate("go on\n", timeout=60)
    assert told == "1\n", "an open session keeps the edition it opened"
    assert rows(published, "SELECT count(DISTINCT night) FROM documents") == [(2,)], "a new session sees the new one"


def test_the_number_of_shards_changes_no_row(home, ran):
    one = contents(ran("one").published_warehouse)
    many = contents(night(home("many", documents_per_shard=3)).published)
    strip = {name: _without_run(table) for name, table in one.items() if name != "runs"}
    assert strip == {name: _without_run(table) for name, table in many.items() if name != "runs"}


def test_the_number_of_workers_changes_no_row(home, ran):
    one = contents(ran("one").published_warehouse)
    many = contents(night(home("many", documents_per_shard=8, workers=2)).published)
    strip = {name: _without_run(table) for name, table in one.items() if name != "runs"}
    assert strip == {name: _without_run(table) for name, table in many.items() if name != "runs"}


def test_a_shard_that_fails_in_a_worker_fails_the_night_by_name(home):
    with pytest.raises(ConfigurationError, match="no model is called 'best'"):
        night(home("a", documents_per_shard=8, workers=2, model="best"))


def test_the_order_of_nights_does_not_matter(home, press):
    published = {}
    for order in ((2, 3), (3, 2)):
        settings = home(f"order{order[0]}")
        for day in order:
            press.night = date(2026, 3, day)
            published[order] = night(settings, press.night).published
    entities = "SELECT entity_id, name, label, aliases FROM entities ORDER BY ALL"
    early, late = (set(map(str, rows(path, entities))) for path in published.values())
    assert early <= late or late <= early or early == late


IMPOSSIBLE = """expectations:
- name: impossible
  reason: Planted to fail.
  severity: critical
  type: expect_table_row_count_to_equal
  kwargs: {value: -1}
"""


def suites(folder: Path, **more: str) -> Path:
    """A folder of suites that judge nothing, but for those given."""
    folder.mkdir(exist_ok=True)
    for name in FRAMES:
        (folder / f"{name}.yml").write_text(more.get(name, "expectations: []\n"), encoding="utf-8")
    return folder


def test_a_critical_expectation_stops_the_night_before_the_warehouse_and_says_what_to_do(home, tmp_path):
    settings = home("a", expectations=suites(tmp_path / "suites", documents=IMPOSSIBLE))
    with pytest.raises(PartitionStopped, match=r"documents\.impossible failed .*Planted to fail.*run the night again"):
        night(settings)
    assert not settings.published_warehouse.exists()


def test_a_night_is_judged_again_when_its_suites_change(home, tmp_path):
    settings = home("a", expectations=suites(tmp_path / "suites", documents=IMPOSSIBLE))
    with pytest.raises(PartitionStopped):
        night(settings)
    suites(tmp_path / "suites")
    assert night(settings).published
    suites(tmp_path / "suites", claims=IMPOSSIBLE)
    with pytest.raises(PartitionStopped, match=r"claims\.impossible"):
        night(settings)


def test_a_shard_that_the_night_does_not_have_is_refused_by_name(ran):
    settings = ran()
    for stage, shard in (("dedupe", "0-of-1"), ("extract", "5-of-2"), ("extract", "foo")):
        command = ("stage", stage, "--night", str(FIRST_NIGHT), "--shard", shard)
        told = _newsledger(settings, "-m", "pipeline", *command)
        assert told.returncode == 2
        assert f"has no shard '{shard}'" in told.stderr


def test_a_verbose_run_tells_of_its_own_stages_only(ran):
    settings = ran()
    told = _newsledger(settings, "-m", "pipeline", "-v", "run", "--night", str(FIRST_NIGHT))
    assert "sealed before, not run again" in " ".join(told.stderr.split())
    assert "expectation" not in told.stderr


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_night_killed_anywhere_and_started_again_equals_an_undisturbed_one(home, ran, point):
    undisturbed = contents(ran("calm").published_warehouse)
    settings = home("killed")
    command = ["run", "--night", str(FIRST_NIGHT)]
    killed = _newsledger(settings, Path(__file__).with_name("crashing.py"), point, *command)
    assert killed.returncode == -9, killed.stderr
    restarted = night(settings)
    assert contents(restarted.published) == undisturbed


@pytest.mark.slow
def test_two_runs_of_one_night_at_once_leave_the_tables_of_one(home, ran):
    undisturbed = contents(ran("calm").published_warehouse)
    settings = home("twice")
    command = [sys.executable, "-m", "pipeline", "run", "--night", str(FIRST_NIGHT)]
    both = [subprocess.Popen(command, env=environment(settings), stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        process.communicate(timeout=120)
    restarted = night(settings)
    assert contents(restarted.published) == undisturbed


@pytest.mark.parametrize("damage", [lambda b: b[:-10], lambda b: b[:200] + bytes(20) + b[220:]], ids=["cut", "zeroed"])
def test_a_damaged_file_of_the_lake_is_named_and_nothing_is_made_of_it(ran, damage):
    settings = ran()
    lake = Lake(settings.lake_uri)
    part = Path(settings.lake_uri.removeprefix("file://")) / lake.parts("claims", FIRST_NIGHT)[0].path
    part.write_bytes(damage(part.read_bytes()))
    lake.unseal(FIRST_NIGHT, "resolve", "all")
    told = _newsledger(settings, "-m", "pipeline", "run", "--night", str(FIRST_NIGHT))
    assert told.returncode == 1
    assert f"claims/night={FIRST_NIGHT}/extract.0-of-1.parquet in the lake is damaged" in told.stderr


def test_a_working_file_that_somebody_changed_is_named_with_what_to_do(ran):
    settings = ran()
    with duckdb.connect(str(settings.working_warehouse)) as con:
        con.execute("ALTER TABLE duplicates ADD COLUMN opinion VARCHAR")
    told = _newsledger(settings, "-m", "pipeline", "run", "--night", str(FIRST_NIGHT))
    assert told.returncode == 2
    assert "duplicates of the working warehouse has other columns than its version 1 has" in told.stderr
    settings.working_warehouse.unlink()
    assert night(settings).published


def test_a_held_working_file_is_named_with_what_holds_it(home):
    settings = home("a")
    night(settings, dry_run=True)
    with duckdb.connect(str(settings.working_warehouse)):
        told = _newsledger(settings, "-m", "pipeline", "run", "--night", str(FIRST_NIGHT))
    assert told.returncode == 1
    assert "working.duckdb is in use" in told.stderr


def _newsledger(settings: Settings, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=environment(settings), capture_output=True, text=True, timeout=120, check=False)


def _without_run(table: list[tuple]) -> list[str]:
    return sorted(str(row[:-1]) for row in table)
