"""What people decide about single rows is in every run after it."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from ledger import FIRST_NIGHT, contents, night, rows, sealed

from pipeline.errors import PartitionStopped
from pipeline.settings import Settings

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
RANGE = (str(FIRST_NIGHT), str(SECOND_NIGHT))


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
    settings = home(expectations=folder)
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


def test_a_stopped_night_has_its_report_too(strict):

    suite = strict.expectations / "documents.yml"
    suite.write_text(STRICT.replace("severity: warning", "severity: critical"), encoding="utf-8")
    with pytest.raises(PartitionStopped):
        night(strict)
    page = (strict.home / "reports" / f"quality-{FIRST_NIGHT}.html").read_text(encoding="utf-8")
    assert "The night does not reach the warehouse" in page
