"""Nothing changes in silence: reruns, other models, corrections, faults and editions, on whole nights."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from conftest import FIRST_NIGHT, environment
from ledger import contents, rows
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import ConfigurationError, RetryLater
from pipeline.lake import serving
from pipeline.lake.storage import Lake
from pipeline.ledger import editions, warehouse
from pipeline.nights import runner
from pipeline.nights.night import read_request, run_night, working_on
from pipeline.settings import Settings

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
RANGE = (str(FIRST_NIGHT), str(SECOND_NIGHT))


@pytest.fixture
def command(monkeypatch):
    """Calls ``newsledger`` in a home; gives what it printed."""

    def call(settings: Settings, *arguments: str, status: int = 0) -> str:
        for name, value in environment(settings).items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == status, result.output
        return result.output

    return call


def night(settings: Settings, day: date = FIRST_NIGHT):
    return run_night(read_request({"night": str(day)}), settings)


@pytest.fixture
def two_nights(ran) -> Settings:
    """A home that has run the newsroom's first two nights."""
    return ran("a", 2)


def folder_of(settings: Settings) -> Path:
    return settings.home / "lake"


def sealed(settings: Settings) -> dict[str, str]:
    """Digest of every Parquet file that counts."""
    files = (path for path in folder_of(settings).rglob("*.parquet") if "_shelf" not in path.parts)
    return {str(p.relative_to(folder_of(settings))): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(files)}


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


def test_another_model_changes_nothing_until_it_is_promoted_and_can_be_taken_back(two_nights, command):
    bytes_before, before = sealed(two_nights), contents(two_nights.published_warehouse)
    night_page = two_nights.home / "pages" / f"{FIRST_NIGHT}.html"
    page_before = night_page.read_text(encoding="utf-8")
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


@pytest.mark.slow
def test_a_promotion_that_is_killed_half_way_is_finished_by_the_next_run(two_nights, home, command):
    other = home("killed")
    shutil.copytree(two_nights.home, other.home, dirs_exist_ok=True)
    for settings in (two_nights, other):
        command(settings, "diff", *RANGE, "--with", "encoder")
    command(two_nights, "promote", *RANGE, "--with", "encoder")
    crashing = Path(__file__).with_name("crashing.py")
    arguments = [sys.executable, crashing, "seal:extract", "promote", *RANGE, "--with", "encoder"]
    killed = subprocess.run(arguments, env=environment(other), capture_output=True, timeout=120, check=False)
    assert killed.returncode == -9, killed.stderr
    command(other, "promote", *RANGE, "--with", "encoder")
    assert contents(other.published_warehouse) == contents(two_nights.published_warehouse)


def test_a_late_article_lands_in_its_own_night(two_nights, command, tmp_path):
    before = rows(two_nights.published_warehouse, f"SELECT * FROM claims WHERE night = '{SECOND_NIGHT}' ORDER BY ALL")
    late = tmp_path / "late.txt"
    late.write_text("“The bridge will open in May,” Mayor Ines Calloway said on Monday.\n", encoding="utf-8")
    command(two_nights, "run", "--night", str(FIRST_NIGHT), "--files", str(late))
    found = "SELECT night FROM documents WHERE publisher_id = 'files'"
    assert rows(two_nights.published_warehouse, found) == [(FIRST_NIGHT,)]
    after = rows(two_nights.published_warehouse, f"SELECT * FROM claims WHERE night = '{SECOND_NIGHT}' ORDER BY ALL")
    assert after == before


def test_what_was_never_promoted_or_extracted_is_told(two_nights, command):
    assert "was never promoted" in command(two_nights, "rollback", str(FIRST_NIGHT), status=2)
    assert "not been extracted yet" in command(two_nights, "diff", "2026-01-01", "--with", "plain", status=2)
    assert "no model is called 'best'" in command(two_nights, "promote", str(FIRST_NIGHT), "--with", "best", status=2)


def test_a_night_keeps_the_claims_of_an_extractor_that_is_no_longer_installed(two_nights, command, monkeypatch):
    before = contents(two_nights.published_warehouse)["claims"]
    monkeypatch.setattr("pipeline.nlp.models._RULES", "9.9")
    command(two_nights, "backfill", *RANGE)
    assert contents(two_nights.published_warehouse)["claims"] == before


def speakerless(settings: Settings) -> str:
    return rows(settings.published_warehouse, "SELECT min(claim_id) FROM claims WHERE speaker IS NULL")[0][0]


def test_a_correction_is_in_every_run_after_it_until_it_is_taken_back(two_nights, command):
    before = contents(two_nights.published_warehouse)
    claim = speakerless(two_nights)
    arguments = ("claims", claim, "speaker", "Merryn Tregenza", "--reason", "named in the caption", "--author", "Ada")
    told = command(two_nights, "override", "add", *arguments)
    command(two_nights, "backfill", *RANGE)
    who = f"SELECT speaker FROM who_said_what WHERE claim_id = '{claim}'"
    assert rows(two_nights.published_warehouse, who) == [("Merryn Tregenza",)]
    assert rows(two_nights.published_warehouse, "SELECT author, reason FROM overrides") == [
        ("Ada", "named in the caption")
    ]
    assert "named in the caption" in command(two_nights, "override", "list", "--json")
    out = two_nights.home / "fixes.jsonl"
    command(two_nights, "override", "export", "--out", str(out))
    [line] = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (line["speaker"], line["is_claim"]) == ("Merryn Tregenza", True)
    [piece, *_] = line["content"]
    assert line["text"][piece["start"] : piece["end"]]
    command(two_nights, "override", "remove", told.split(":")[0])
    command(two_nights, "backfill", *RANGE)
    assert _facts(contents(two_nights.published_warehouse)) == _facts(before)


def test_words_that_are_no_claim_are_refused_in_the_name_of_whoever_said_so(two_nights, command):
    claim = speakerless(two_nights)
    command(two_nights, "override", "add", "claims", claim, "refuse", "--reason", "a headline", "--author", "Ada")
    command(two_nights, "backfill", *RANGE)
    assert rows(two_nights.published_warehouse, f"SELECT * FROM claims WHERE claim_id = '{claim}'") == []
    refused = rows(two_nights.published_warehouse, f"SELECT rule, reason FROM quarantine WHERE row_key = '{claim}'")
    assert refused == [("override", "Ada: a headline")]
    told = command(two_nights, "quarantine", "release", claim, "--reason", "no", status=2)
    assert "override remove" in told


def test_merged_entities_are_one_on_every_night(two_nights, command):
    query = "SELECT entity_id FROM entities ORDER BY mention_count DESC, entity_id LIMIT 2"
    [(one,), (other,)] = rows(two_nights.published_warehouse, query)
    command(two_nights, "override", "add", "entities", one, "merge", other, "--reason", "the same", "--author", "Ada")
    command(two_nights, "backfill", *RANGE)
    gone = f"SELECT * FROM mentions WHERE entity_id = '{one}'"
    assert rows(two_nights.published_warehouse, gone) == []
    assert rows(two_nights.published_warehouse, f"SELECT * FROM entities WHERE entity_id = '{one}'") == []


STRICT = """expectations:
- {name: long_enough, reason: Too short., type: expect_column_values_to_be_between, severity: warning, quarantine: true,
   kwargs: {column: word_count, min_value: 400}}
"""


@pytest.fixture
def strict(home, tmp_path):
    """A night on which a rule refuses every short document."""
    folder = shutil.copytree(Settings().expectations, tmp_path / "suites")
    (folder / "documents.yml").write_text(STRICT, encoding="utf-8")
    settings = home("a", expectations=folder)
    night(settings)
    return settings


def test_a_released_row_comes_in_with_its_claims_and_nothing_is_read_again(strict, command):
    [key, *others] = [row["row_key"] for row in refusals(strict, command) if row["rule"] == "long_enough"]
    [shown, *_] = json.loads(command(strict, "quarantine", "show", key))
    assert shown["row_json"]["document_id"] == key
    before = sealed(strict)
    command(strict, "quarantine", "release", key, "--reason", "a good story", "--author", "Ada")
    changed = {name.split("/")[0] for name, digest in sealed(strict).items() if before.get(name) != digest}
    assert changed <= {"validations", "quarantine", "sightings", "claim_prints", "coverage", "measures"}
    documents = {row[0] for row in rows(strict.published_warehouse, "SELECT document_id FROM documents")}
    assert key in documents
    assert documents.isdisjoint(others)
    assert rows(strict.published_warehouse, f"SELECT count(*) > 0 FROM claims WHERE document_id = '{key}'") == [(True,)]
    assert rows(strict.published_warehouse, "SELECT * FROM runs WHERE rows_in <> rows_kept + rows_quarantined") == []


def refusals(settings, command, *more) -> list[dict]:
    return json.loads(command(settings, "quarantine", "list", "--json", *more))


def test_a_dropped_row_stays_refused_and_is_listed_no_more(strict, command):
    [key, *_] = [row["row_key"] for row in refusals(strict, command) if row["rule"] == "long_enough"]
    command(strict, "quarantine", "drop", key, "--reason", "a caption", "--author", "Ada")
    assert key not in {row["row_key"] for row in refusals(strict, command)}
    assert key in {row["row_key"] for row in refusals(strict, command, "--all")}
    assert rows(strict.published_warehouse, f"SELECT * FROM documents WHERE document_id = '{key}'") == []


def test_what_was_never_had_or_follows_from_another_row_cannot_be_released(strict, command):
    missing = next(row["row_key"] for row in refusals(strict, command) if row["stage"] == "fetch")
    assert "--again" in command(strict, "quarantine", "release", missing, "--reason", "x", status=2)
    orphan = next(row["row_key"] for row in refusals(strict, command) if row["rule"] == "refers_to_refused_row")
    assert "release that one" in command(strict, "quarantine", "release", orphan, "--reason", "x", status=2)
    assert "no row d-0 is refused" in command(strict, "quarantine", "show", "d-0", status=2)


def _facts(found: dict[str, list[tuple]]) -> dict[str, list[str]]:
    """Rows without the run that wrote them."""
    return {name: sorted(str(row[:-1]) for row in table) for name, table in found.items() if name != "runs"}


def test_a_clock_that_is_set_back_changes_no_row(home, ran, monkeypatch):
    undisturbed = contents(ran("calm").published_warehouse)
    settings = home("back")
    monkeypatch.setattr(runner, "now", lambda: datetime(2026, 3, 3, 4, tzinfo=UTC))
    night(settings)
    monkeypatch.setattr(runner, "now", lambda: datetime(1999, 1, 1, tzinfo=UTC))
    for manifest in Lake(settings.lake_uri).manifests(FIRST_NIGHT):
        if manifest.stage != "fetch":
            Lake(settings.lake_uri).unseal(FIRST_NIGHT, manifest.stage, manifest.shard)
    assert contents(night(settings).published) == undisturbed


LIMITED = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)\n\
from pipeline.cli import app; app(sys.argv[1:])"


@pytest.mark.slow
@pytest.mark.parametrize("room", [2_000, 60_000, 1_000_000], ids=["articles", "claims", "warehouse"])
def test_a_night_on_a_full_disk_and_run_again_equals_an_undisturbed_one(home, ran, room):
    undisturbed = contents(ran("calm").published_warehouse)
    settings = home("full")
    command = [sys.executable, "-c", LIMITED, str(room), "run", "--night", str(FIRST_NIGHT)]
    told = subprocess.run(command, env=environment(settings), capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode != 0, "there was room after all"
    assert not settings.published_warehouse.exists()
    assert contents(night(settings).published) == undisturbed


def test_without_room_for_an_edition_nothing_is_written_and_the_last_one_stays(two_nights, monkeypatch):
    inode = two_nights.published_warehouse.stat().st_ino
    with duckdb.connect(str(two_nights.working_warehouse)) as con:
        con.execute("DELETE FROM runs WHERE night = ?", [FIRST_NIGHT])
    monkeypatch.setattr(editions.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    kept = {edition.edition for edition in editions.editions(two_nights)}
    with pytest.raises(RetryLater, match="no room for the edition"):
        warehouse.publish(two_nights)
    assert two_nights.published_warehouse.stat().st_ino == inode
    assert {edition.edition for edition in editions.editions(two_nights)} == kept


def test_a_truncated_file_that_is_taken_back_as_the_runbook_says_gives_the_same_tables(home, ran):
    undisturbed = contents(ran("calm").published_warehouse)
    settings = home("cut")
    night(settings)
    for stage, table in (("parse", "documents"), ("extract", "claims"), ("validate", "quarantine")):
        [part] = [p for p in Lake(settings.lake_uri).parts(table, FIRST_NIGHT) if f"/{stage}." in p.path]
        file = folder_of(settings) / part.path
        file.write_bytes(file.read_bytes()[:-7])
        manifest = folder_of(settings) / "_manifests" / f"night={FIRST_NIGHT}" / file.with_suffix(".json").name
        manifest.unlink()
        assert contents(night(settings).published) == undisturbed


def test_a_reader_that_holds_the_working_file_is_told_and_changes_nothing(home, ran):
    undisturbed = contents(ran("calm").published_warehouse)
    settings = home("held")
    run_night(read_request({"night": str(FIRST_NIGHT), "dry_run": True}), settings)
    warehouse.load(FIRST_NIGHT, settings)
    hold = f"import duckdb, sys; c = duckdb.connect({str(settings.working_warehouse)!r}, read_only=True); \
print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as p:
        assert p.stdout.readline() == "open\n"
        with pytest.raises(RetryLater, match=r"working\.duckdb is in use"):
            night(settings)
        p.communicate("", timeout=60)
    assert contents(night(settings).published) == undisturbed


def test_a_working_file_of_the_version_before_is_brought_forward(two_nights):
    before = contents(two_nights.published_warehouse)
    with duckdb.connect(str(two_nights.working_warehouse)) as con:
        con.execute("ALTER TABLE runs DROP COLUMN libraries")
        con.execute("ALTER TABLE runs DROP COLUMN rules_version")
        con.execute("COMMENT ON TABLE runs IS 'Which run wrote what. Key: night, stage, shard.'")
        con.execute("DELETE FROM runs WHERE night = ?", [SECOND_NIGHT])
    night(two_nights, SECOND_NIGHT)
    found = contents(two_nights.working_warehouse)
    assert {name: found[name] for name in found if name != "runs"} == {n: before[n] for n in before if n != "runs"}
    versions = "SELECT DISTINCT night, libraries IS NULL FROM runs ORDER BY ALL"
    assert rows(two_nights.working_warehouse, versions) == [(FIRST_NIGHT, True), (SECOND_NIGHT, False)]


def test_a_working_file_of_a_newer_version_is_refused_with_what_to_do(two_nights):
    with duckdb.connect(str(two_nights.working_warehouse)) as con:
        con.execute("COMMENT ON TABLE claims IS 'Claims of tomorrow. Version 99.'")
    with pytest.raises(ConfigurationError, match="claims: rows of schema version 99 were found"):
        warehouse.publish(two_nights)


def test_the_editions_of_the_last_nights_are_kept_with_checksum_and_any_can_be_served(home, press, command):
    settings = home("a", editions_kept=2)
    for number in range(3):
        press.night = FIRST_NIGHT + timedelta(days=number)
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


def test_a_night_has_a_quality_report_that_needs_nothing_from_elsewhere(two_nights, command):
    path = Path(command(two_nights, "report", "--night", str(SECOND_NIGHT)).strip())
    page = path.read_text(encoding="utf-8")
    assert "expectations were checked" in page
    assert "Against the 1 nights before" in page
    assert page.count("<svg") >= 3 * 6
    assert "answered 404 Not Found" in page
    assert not any(word in page for word in ("<script", "src=", "href=", "@import", "url("))


def test_a_stopped_night_has_its_report_too(strict):
    from pipeline.errors import PartitionStopped

    suite = strict.expectations / "documents.yml"
    suite.write_text(STRICT.replace("severity: warning", "severity: critical"), encoding="utf-8")
    with pytest.raises(PartitionStopped):
        night(strict)
    page = (strict.home / "reports" / f"quality-{FIRST_NIGHT}.html").read_text(encoding="utf-8")
    assert "The night does not reach the warehouse" in page


def test_a_law_that_a_row_breaks_keeps_the_night_out(two_nights, monkeypatch):
    from pipeline.errors import ShardFailed

    before = contents(two_nights.published_warehouse)
    Lake(two_nights.lake_uri).unseal(SECOND_NIGHT, "resolve", "all")  # no sightings: speakers without an entity
    with pytest.raises(ShardFailed, match="law speakers_are_entities"):
        warehouse.load(SECOND_NIGHT, two_nights)
    assert contents(night(two_nights, SECOND_NIGHT).published) == before
