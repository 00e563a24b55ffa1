"""Entities, links and clusters over nights: the same tables whatever the order of nights and the number of shards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ledger import contents, rows

from pipeline.flow import STAGES
from pipeline.forms import read_request
from pipeline.nights.night import run_night
from pipeline.schema import TABLES
from pipeline.settings import Settings

FLEET = "“The fleet will be pursued for as many winters as it takes,”"
STORIES = {
    "2026-03-02": [
        f"{FLEET} President Étienne Marchand of France said on Monday. The Kremlin denied that the ships were Russian.",
        f"{FLEET} Étienne Marchand, the French president, told us. Russia sent two frigates to the strait in 2025.",
        "Maria V. Sandberg, a Swedish Foreign Ministry spokeswoman, said that Sweden would close its ports to tankers.",
        "The World Food Programme (WFP) said that two million people had fled. Grain prices rose by a third last year.",
    ],
    "2026-03-03": [
        "Ships would be hunted “for as many winters as it takes,” Étienne Marchand said. The United States abstained.",
        "Maria Sandberg said that Sweden would close its ports to tankers. The U.S. said that it had not been asked.",
        "The WFP said that the roads were open again. The Russian Federation closed the strait to ships on Tuesday.",
        f"{FLEET} Ilse Brandauer said. The Kremlin said that the Russian Federation would answer in kind.",
    ],
}
FILLER = "“It rained on {number} roofs of the town at night,” Rafe Dunmore said. The gauge stood at {number} inches."


def ledger_of(folder: Path, order: tuple[str, ...], rules: Path, per_shard: int = 1000) -> Path:
    """The published warehouse of the nights, run in that order and cut into shards of so many documents."""
    settings = Settings(home=folder / "home", model="plain", documents_per_shard=per_shard, expectations=rules)
    for night in order:
        stories = [*STORIES[night], *(FILLER.format(number=number) for number in range(2, 14))]
        file = folder.parent / f"{night}.jsonl"
        file.write_text("".join(json.dumps(_record(night, text)) + "\n" for text in stories), encoding="utf-8")
        published = run_night(read_request({"night": night}), settings, files=[file]).published
    return published


def _record(night: str, text: str) -> dict[str, str]:
    paragraphs = f"{text}\nThe council of the town met for an hour and went home, as it does on every day of the week."
    return {"text": paragraphs, "title": text[:40], "published_at": f"{night}T08:00:00Z"}


@pytest.fixture(scope="module")
def in_order(tmp_path_factory, few_rules):
    return ledger_of(tmp_path_factory.mktemp("nights") / "in_order", tuple(STORIES), few_rules)


def test_the_order_of_nights_changes_no_row_but_those_of_stages_that_look_back(in_order, few_rules):
    forwards = contents(in_order)
    backwards = contents(ledger_of(in_order.parents[2] / "back", (*reversed(STORIES),), few_rules))
    looking_back = {name for step in STAGES if step.looks_back for name in step.writes}
    for table in (table for name, table in TABLES.items() if name not in {"runs", *looking_back}):
        assert _without_runs(table, backwards) == _without_runs(table, forwards), table.name


def test_a_night_run_again_after_the_one_before_it_is_as_if_they_had_come_in_order(in_order, few_rules):
    first, second = STORIES
    forwards = contents(in_order)
    mended = contents(ledger_of(in_order.parents[2] / "mended", (second, first, second), few_rules))
    for table in (table for name, table in TABLES.items() if name not in ("runs", "validations")):
        assert _without_runs(table, mended) == _without_runs(table, forwards), table.name


def test_the_number_of_shards_changes_no_row_but_the_run_it_names(in_order, few_rules):
    one = contents(in_order)
    many = contents(ledger_of(in_order.parents[2] / "many", tuple(STORIES), few_rules, per_shard=1))
    for table in (table for name, table in TABLES.items() if name != "runs"):
        assert _without_runs(table, many) == _without_runs(table, one), table.name


def _without_runs(table, found):
    kept = [c.name != "run_id" for c in table.columns if not (c.clock or c.lake_only)]
    return sorted(str([value for value, keep in zip(row, kept, strict=True) if keep]) for row in found[table.name])


def test_entities_are_linked_and_statements_gathered_over_nights(in_order):
    links = """
        SELECT entities.name, relation, target.name FROM entity_links
        JOIN entities USING (entity_id) JOIN entities AS target ON target.entity_id = target_id
    """
    assert {
        ("Maria V. Sandberg", "alias_of", "Maria Sandberg"),
        ("WFP", "alias_of", "World Food Programme"),
        ("U.S.", "alias_of", "United States"),
        ("Russian Federation", "alias_of", "Russia"),
        ("Russian", "demonym_of", "Russia"),
        ("Kremlin", "metonym_of", "Russia"),
    } <= set(rows(in_order, links))
    fleet = "SELECT DISTINCT cluster_id, known_as FROM who_said_what WHERE content ILIKE '%many winters%'"
    assert sorted(speaker for _, speaker in rows(in_order, fleet)) == ["Ilse Brandauer", "Étienne Marchand"]


def test_assertions_never_overlap_a_claim_and_rank_by_what_can_be_checked(in_order):
    overlapping = """
        SELECT assertion_id FROM assertions
        JOIN (SELECT document_id, unnest(content) AS piece FROM claims) USING (document_id)
        WHERE assertions."start" < piece."end" AND piece."start" < assertions."end"
    """
    assert rows(in_order, overlapping) == []
    ranked = """
        SELECT text["start" + 1 : "end"] FROM assertions JOIN documents USING (document_id)
        ORDER BY check_worthiness DESC, text LIMIT 1
    """
    assert rows(in_order, ranked) == [("Grain prices rose by a third last year.",)]
    assert rows(in_order, "SELECT count(*) FROM claims WHERE check_worthiness IS NULL") == [(0,)]
