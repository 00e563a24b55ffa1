"""Whole nights from the served newsroom to the published warehouse."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from ledger import FIRST_NIGHT, contents, night, rows
from processes import Running, newsledger

from pipeline.errors import ConfigurationError, PartitionStopped
from pipeline.flow import FETCH, STAGES
from pipeline.lake.storage import Lake
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


def test_a_night_names_its_speakers_and_proves_every_claim(home):
    settings = home("a", model="encoder", expectations=Settings().expectations)
    outcome = night(settings)
    assert outcome.published == settings.published_warehouse
    said = rows(outcome.published, "SELECT speaker, content FROM who_said_what WHERE speaker = 'Étienne Marchand'")
    assert said
    assert rows(outcome.published, "SELECT count(*) FROM proof_of_claim WHERE holds IS NOT TRUE") == [(0,)]
    assert rows(outcome.published, "SELECT count(*) FROM validations WHERE severity = 'critical' AND NOT held") == [
        (0,)
    ]


def test_counts_balance_in_every_run(home):
    published = home("a", nights=1).published_warehouse
    unbalanced = "SELECT * FROM runs WHERE rows_in <> rows_kept + rows_quarantined"
    assert rows(published, unbalanced) == []
    coverage = "SELECT * FROM coverage WHERE expected <> fetched + not_modified + failed + over_limit"
    assert rows(published, coverage) == []
    assert rows(published, "SELECT sum(failed) FROM coverage") == [(1,)], "the newsroom lists one page that answers 404"


def test_running_a_finished_night_again_asks_nobody_and_changes_nothing(home, press):
    settings = home("a", nights=1)
    first = night(settings)
    before, inode = contents(first.published), first.published.stat().st_ino
    press.requests.clear()
    again = night(settings)
    assert press.requests == []
    assert contents(again.published) == before
    assert again.published.stat().st_ino == inode


def test_the_second_night_takes_the_news_and_is_told_what_has_not_changed(home, press):
    settings = home("a", nights=1)
    press.night = date(2026, 3, 3)
    press.requests.clear()
    published = night(settings, press.night).published
    pages = [request for request in press.requests if "/2026/03/02/" in request.path and "missing" not in request.path]
    assert pages
    assert {request.status for request in pages} == {304}
    nights = rows(published, "SELECT night, count(*) FROM documents GROUP BY ALL ORDER BY ALL")
    assert [day for day, _ in nights] == [FIRST_NIGHT, press.night]


def test_an_updated_story_is_a_new_document_on_the_night_of_the_update(home, press):
    settings = home("a", nights=2)
    press.night = date(2026, 3, 4)
    published = night(settings, press.night).published
    versions = rows(published, "SELECT night, title FROM documents WHERE url LIKE '%flood-aid' ORDER BY night")
    assert [day for day, _ in versions] == [date(2026, 3, 3), date(2026, 3, 4)]
    assert versions[0][1] != versions[1][1]


def test_a_publisher_that_answers_500_is_named_and_fetched_when_the_night_is_run_again(home, press):
    settings = home("a")
    press.faults["/atom.xml"] = 500
    outcome = night(settings)
    [told] = outcome.unsettled
    assert "sentinel" in told
    assert "/atom.xml" in told
    assert "500" in told
    coverage = dict(rows(outcome.published, "SELECT publisher_id, documents FROM coverage"))
    assert coverage["sentinel"] == 0
    assert coverage["meridian"] > 0
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


def test_single_addresses_join_the_night_under_their_outlet(home, press, command):
    settings = home("a")
    listed = "SELECT url FROM articles WHERE publisher_id = 'meridian' ORDER BY url LIMIT 2"
    [(first,), (second,)] = rows(home("ready", nights=1).published_warehouse, listed)
    command(settings, "run", "--night", str(FIRST_NIGHT), "--url", first)
    assert rows(settings.published_warehouse, "SELECT publisher_id, url FROM articles") == [("meridian", first)]
    command(settings, "run", "--night", str(FIRST_NIGHT), "--url", second)
    assert rows(settings.published_warehouse, "SELECT count(*) FROM documents") == [(2,)]
    assert "/feed.xml" not in {request.path for request in press.requests}
    refused = command(settings, "run", "--url", "meridian/1", status=2)
    assert "no web address" in refused


def test_a_dry_run_leaves_no_warehouse(home):
    settings = home("a")
    assert night(settings, dry_run=True).published is None
    assert not settings.published_warehouse.exists()


def test_an_open_session_neither_stops_the_next_night_nor_changes_under_the_reader(home, press):
    settings = home("a", nights=1)
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


@pytest.mark.parametrize(("each", "workers"), [(5, 1), (1, 2)])
def test_the_number_of_shards_and_workers_changes_no_row(home, each, workers):
    one = contents(home("one", nights=1).published_warehouse)
    cut = home("many", documents_per_shard=each, workers=workers)
    many = contents(night(cut).published)
    [(shards,)] = rows(cut.published_warehouse, "SELECT count(*) FROM runs WHERE stage = 'extract'")
    assert shards == -(-len(one["documents"]) // each)
    strip = {name: _without_run(table) for name, table in one.items() if name != "runs"}
    assert strip == {name: _without_run(table) for name, table in many.items() if name != "runs"}


def test_a_shard_that_fails_in_a_worker_fails_the_night_by_name(home):
    with pytest.raises(ConfigurationError, match="no model is called 'best'"):
        night(home("a", documents_per_shard=8, workers=2, model="best"))


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


def test_a_critical_expectation_stops_the_night_before_the_warehouse_until_its_suites_change(home, tmp_path):
    settings = home("a", expectations=suites(tmp_path / "suites", documents=IMPOSSIBLE))
    with pytest.raises(PartitionStopped, match=r"documents\.impossible failed .*Planted to fail.*run the night again"):
        night(settings)
    assert not settings.published_warehouse.exists()
    suites(tmp_path / "suites")
    assert night(settings).published
    suites(tmp_path / "suites", claims=IMPOSSIBLE)
    with pytest.raises(PartitionStopped, match=r"claims\.impossible"):
        night(settings)


def test_a_shard_that_the_night_does_not_have_is_refused_by_name(home):
    settings = home("a", nights=1)
    for stage, shard in (("dedupe", "0-of-1"), ("extract", "5-of-2"), ("extract", "foo")):
        command = ("stage", stage, "--night", str(FIRST_NIGHT), "--shard", shard)
        told = newsledger(settings, *command)
        assert told.status == 2
        assert f"has no shard '{shard}'" in told.stderr


def test_a_verbose_run_tells_of_its_own_stages_only(home):
    settings = home("a", nights=1)
    told = newsledger(settings, "-v", "run", "--night", str(FIRST_NIGHT))
    assert "sealed before, not run again" in " ".join(told.stderr.split())
    assert "expectation" not in told.stderr


def ready_for(point: str, home) -> Settings:
    """A home that lacks of the first night what comes from that point on."""
    kind, _, name = point.partition(":")
    order = [FETCH, *(step.name for step in STAGES)]
    first = order.index(name) if kind in ("seal", "sealed") else len(order)
    if name.startswith("quality"):
        first = order.index("validate")
    settings = home("killed", nights=1 if first else 0)
    lake = Lake(settings.lake_uri)
    for manifest in lake.manifests(FIRST_NIGHT):
        if order.index(manifest.stage) >= first:
            lake.unseal(FIRST_NIGHT, manifest.stage, manifest.shard)
    for path in settings.home.iterdir():
        if path.name in ("editions", "pages", "reports"):
            shutil.rmtree(path)
        elif ".duckdb" in path.name:
            path.unlink()
    return settings


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_night_killed_anywhere_and_started_again_equals_an_undisturbed_one(home, undisturbed, point):
    settings = ready_for(point, home)
    command = ["run", "--night", str(FIRST_NIGHT)]
    killed = newsledger(settings, *command, point=point)
    assert killed.status == -9, killed.stderr
    assert contents(night(settings).published) == undisturbed


@pytest.mark.slow
def test_two_runs_of_one_night_at_once_leave_the_tables_of_one(home, undisturbed):
    settings = home("twice")
    both = [Running(settings, "run", "--night", str(FIRST_NIGHT)) for _ in range(2)]
    assert sorted(one.told().status for one in both) in ([0, 0], [0, 1])
    assert contents(night(settings).published) == undisturbed


@pytest.mark.parametrize("damage", [lambda b: b[:-10], lambda b: b[:200] + bytes(20) + b[220:]], ids=["cut", "zeroed"])
def test_a_damaged_file_of_the_lake_is_named_and_nothing_is_made_of_it(home, damage):
    settings = home("a", nights=1)
    lake = Lake(settings.lake_uri)
    part = Path(settings.lake_uri.removeprefix("file://")) / lake.parts("claims", FIRST_NIGHT)[0].path
    part.write_bytes(damage(part.read_bytes()))
    lake.unseal(FIRST_NIGHT, "resolve", "all")
    told = newsledger(settings, "run", "--night", str(FIRST_NIGHT))
    assert told.status == 1
    assert f"claims/night={FIRST_NIGHT}/extract.0-of-1.parquet in the lake is damaged" in told.stderr


def test_a_working_file_that_somebody_changed_is_named_with_what_to_do(home):
    settings = home("a", nights=1)
    with duckdb.connect(str(settings.working_warehouse)) as con:
        con.execute("ALTER TABLE duplicates ADD COLUMN opinion VARCHAR")
    told = newsledger(settings, "run", "--night", str(FIRST_NIGHT))
    assert told.status == 2
    assert "duplicates of the working warehouse has other columns than its version 1 has" in told.stderr
    settings.working_warehouse.unlink()
    assert night(settings).published


def test_a_held_working_file_is_named_with_what_holds_it(home):
    settings = home("a")
    night(settings, dry_run=True)
    with duckdb.connect(str(settings.working_warehouse)):
        told = newsledger(settings, "run", "--night", str(FIRST_NIGHT))
    assert told.status == 1
    assert "working.duckdb is in use" in told.stderr


def _without_run(table: list[tuple]) -> list[str]:
    return sorted(str(row[:-1]) for row in table)
