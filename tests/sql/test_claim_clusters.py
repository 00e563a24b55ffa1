"""Claims that make the same statement stand in one cluster, whatever the order in which nights are loaded."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import count

import duckdb
import pytest
from ledger_rows import insert, seen

from pipeline.ledger.clusters import derive, pairs_within
from pipeline.ledger.warehouse import touch
from pipeline.schema import CLAIM_PRINTS, CLAIMS, DOCUMENTS, TABLES
from pipeline.settings import Settings
from pipeline.stages.fingerprint import fingerprint

DAY = date(2026, 3, 1)
NUMBERS = count()
MARCHAND = "Étienne Marchand"
SAID = "the fleet will be pursued for as many winters as it takes"


def told(content=SAID, speaker=MARCHAND, night=0, outlet="meridian", source=None, hour=8):
    """A claim whose words in “ ” are verbatim, in an article of its own."""
    number = next(NUMBERS)
    start, end = content.find("“") + 1, content.find("”")
    published = datetime.combine(DAY + timedelta(night), datetime.min.time(), UTC) + timedelta(hours=hour)
    return {
        "night": DAY + timedelta(night),
        "claim_id": f"c-{number:016x}",
        "document_id": f"d-{number:016x}",
        "content": [{"start": 10, "end": 10 + len(content)}],
        "content_text": content,
        "fragments": [{"start": 10 + start, "end": 10 + end}] if start else [],
        "speaker": speaker,
        "speaker_entity_id": speaker and seen(speaker)["entity_id"],
        "source_text": source,
        "outlet": outlet,
        "published_at": published,
    }


def load(ledger, night, claims):
    """Replace a night as the warehouse does."""
    day = DAY + timedelta(night)
    ledger.execute("CREATE OR REPLACE TEMP TABLE touched (entity_id VARCHAR)")
    ledger.execute("CREATE OR REPLACE TEMP TABLE touched_claims (claim_id VARCHAR)")
    touch(ledger, day)
    for table in (CLAIMS, DOCUMENTS, CLAIM_PRINTS):
        ledger.execute(f"DELETE FROM {table.name} WHERE night = $night", {"night": day})
    rows = [{key: claim[key] for key in claim if key not in ("outlet", "published_at")} for claim in claims]
    documents = [claim | {"publisher_id": claim["outlet"]} for claim in claims]
    tables = {
        "claims": _as_read(CLAIMS, rows),
        "sightings": _as_read(TABLES["sightings"], [seen(claim["speaker"]) for claim in claims if claim["speaker"]]),
        "quarantine": _as_read(TABLES["quarantine"], []),
    }
    prints = fingerprint(tables, Settings()).tables["claim_prints"].to_pylist()
    insert(ledger, CLAIMS, rows)
    insert(ledger, DOCUMENTS, [{key: row[key] for key in row if key in DOCUMENTS.arrow.names} for row in documents])
    insert(ledger, CLAIM_PRINTS, [row | {"night": day} for row in prints])
    touch(ledger, day)
    rows_of_night = CLAIM_PRINTS.build(prints).append_column("night", [[day] * len(prints)])
    with duckdb.connect() as apart:
        pairs = pairs_within(apart, rows_of_night, Settings())
    derive(ledger, day, pairs, Settings())


def _as_read(table, rows):
    return table.build([{key: row[key] for key in row if key != "night"} for row in rows])


def clustered(ledger):
    """Every row of claim_clusters, in order."""
    return ledger.sql("FROM claim_clusters ORDER BY ALL").fetchall()


def groups(ledger, *claims):
    """The claims' clusters, as sets of their places in ``claims``."""
    nights = defaultdict(list)
    for claim in claims:
        nights[(claim["night"] - DAY).days].append(claim)
    for night, rows in sorted(nights.items()):
        load(ledger, night, rows)
    places = {claim["claim_id"]: place for place, claim in enumerate(claims)}
    found = defaultdict(set)
    for claim_id, cluster_id, *_ in clustered(ledger):
        found[cluster_id].add(places[claim_id])
    return sorted(map(sorted, found.values()))


SAME = {
    "a wire copy": [told(), told(outlet="sentinel", night=1)],
    "marks, case and that": [told(), told(f"That “{SAID},”", outlet="sentinel")],
    "a re-quoted part": [
        told("“The fleet will be pursued for as many winters as it takes, and then some.”"),
        told("that the grey ships would be hunted “for as many winters as it takes”", night=3),
    ],
    "near-equal wording": [
        told("that the European fleet of grey tankers would be stopped in Danish waters before winter"),
        told("the European fleet of grey tankers will be stopped in Danish waters before the winter"),
    ],
    "a speaker with a middle initial": [told(speaker="Maria Zakharova"), told(speaker="Maria V. Zakharova")],
    "unnamed officials": [
        told(speaker=None, source="officials"), told(speaker=None, source="Officials", outlet="sentinel"),
    ],
    "a chain over the window's edge": [told(), told(night=10), told(night=20)],
}  # fmt: skip

APART = {
    "different speakers": [told(), told(speaker="Ilse Brandauer")],
    "different figures": [
        told("that 60,000 police officers would be on duty in the capital over the weekend"),
        told("that 50,000 police officers would be on duty in the capital over the weekend"),
    ],
    "a denial": [told(), told(f"{SAID.replace('will be', 'will not be')}")],
    "few words": [told("“Yes”"), told("“Yes”", outlet="sentinel")],
    "one stock phrase in long quotations": [
        told("“At the end of the day we built this harbor with our own hands and nobody can take it from us.”"),
        told("“At the end of the day the numbers in the budget are what they are, and I stand by them.”"),
    ],
    "the window": [told(), told(night=14)],
    "a speaker and nobody": [told(), told(speaker=None, source="officials")],
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_one_statement_is_one_cluster_in_spite_of(ledger, case):
    assert groups(ledger, *SAME[case]) == [list(range(len(SAME[case])))]


@pytest.mark.parametrize("case", APART)
def test_two_statements_are_two_clusters_because_of(ledger, case):
    assert groups(ledger, *APART[case]) == [[place] for place in range(len(APART[case]))]


def test_a_cluster_names_the_outlet_that_was_first_and_counts_all(ledger):
    claims = [told(outlet="sentinel", hour=9), told(hour=7), told(f"that {SAID}, “mark my words”", "Ana Ash", hour=1)]
    groups(ledger, *claims)
    rows = {claim_id: rest for claim_id, *rest in clustered(ledger)}
    cluster = claims[1]["claim_id"].replace("c-", "s-")
    assert rows[claims[0]["claim_id"]] == rows[claims[1]["claim_id"]] == [cluster, "meridian", 2, 0.0]
    assert rows[claims[2]["claim_id"]][1:] == ["meridian", 1, 0.0]


def test_drift_is_the_share_of_words_not_in_common_with_the_first_wording(ledger):
    first, later = SAME["a re-quoted part"]
    groups(ledger, first, later)
    drift = {claim_id: drift for claim_id, *_, drift in clustered(ledger)}
    assert drift[first["claim_id"]] == 0
    assert 0 < drift[later["claim_id"]] < 1


@pytest.mark.parametrize("seed", range(4))
def test_neither_the_order_of_nights_nor_loading_one_again_matters(ledger, seed):
    nights = defaultdict(list)
    for claim in (claim for case in {**SAME, **APART}.values() for claim in case):
        nights[(claim["night"] - DAY).days].append(claim)
    for night in sorted(nights):
        load(ledger, night, nights[night])
    in_order = clustered(ledger)
    for table in (CLAIMS, DOCUMENTS, CLAIM_PRINTS, TABLES["claim_clusters"]):
        ledger.execute(f"DELETE FROM {table.name}")
    chance = random.Random(seed)
    for night in [*chance.sample(sorted(nights), len(nights)), *chance.sample(sorted(nights), 3)]:
        load(ledger, night, nights[night])
    assert clustered(ledger) == in_order


def test_a_claim_that_is_gone_leaves_its_cluster_and_may_part_it(ledger):
    first, bridge, last = SAME["a chain over the window's edge"]
    groups(ledger, first, bridge, last)
    load(ledger, 10, [])
    rows = clustered(ledger)
    assert [row[0] for row in rows] == [first["claim_id"], last["claim_id"]]
    assert len({row[1] for row in rows}) == 2
