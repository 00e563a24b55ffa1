"""Which entities are one over all nights, and which must stay two."""

from __future__ import annotations

import random
from datetime import date

import pytest
from ledger_rows import insert, seen

from pipeline.ledger.marts import SQL
from pipeline.schema import TABLES


def links(ledger, *sightings):
    """(name, relation, name, rule) of every link."""
    insert(ledger, TABLES["sightings"], sightings)
    ledger.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT entity_id FROM sightings")
    for name in ("entities", "entity_links"):
        ledger.execute((SQL / "load" / f"{name}.sql").read_text(encoding="utf-8"))
    query = """
        SELECT entities.name, relation, target.name, rule
        FROM entity_links JOIN entities USING (entity_id) JOIN entities AS target ON target.entity_id = target_id
    """
    return set(ledger.sql(query).fetchall())


ONE = {
    "a middle initial": ["Maria V. Zakharova", "Maria Zakharova", "initials"],
    "an honorific": ["Dr. Maria Zakharova", "Maria Zakharova", "initials"],
    "initials apart": ["J. D. Vance", "JD Vance", "initials"],
}


@pytest.mark.parametrize("case", ONE)
def test_a_person_with_and_without(ledger, case):
    alias, plain, rule = ONE[case]
    assert links(ledger, seen(alias), seen(plain)) == {(alias, "alias_of", plain, rule)}


STATES = [
    ("GPE", "Russian Federation", "Russia"), ("GPE", "U.S.", "United States"), ("ORG", "Britain", "United Kingdom"),
    ("LOC", "the Czech Republic", "Czechia"), ("GPE", "Ivory Coast", "Côte d’Ivoire"), ("GPE", "Turkey", "Türkiye"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "alias", "short"), STATES)
def test_the_names_of_a_state_are_one_under_whatever_label(ledger, label, alias, short):
    found = links(ledger, seen(alias, label), seen(short, "GPE"))
    assert found == {(alias, "alias_of", short, "state_name")}


def test_a_people_points_to_its_state_and_stays_a_people(ledger):
    assert links(ledger, seen("Russians", "NORP"), seen("Russian", "NORP"), seen("Russia", "GPE")) == {
        ("Russian", "demonym_of", "Russia", "gazetteer"),
        ("Russians", "demonym_of", "Russia", "gazetteer"),
        ("Russians", "alias_of", "Russian", "people_name"),
    }


@pytest.mark.parametrize("label", ["ORG", "FAC", "GPE"])
def test_the_kremlin_stays_itself_and_points_to_russia(ledger, label):
    found = links(ledger, seen("Kremlin", label), seen("Russian Federation", "GPE"), seen("Russia", "GPE"))
    assert ("Kremlin", "metonym_of", "Russia", "gazetteer") in found
    assert not [link for link in found if link[0] == "Kremlin" and link[1] == "alias_of"]


def test_a_seat_whose_state_was_never_named_points_nowhere(ledger):
    assert links(ledger, seen("Kremlin", "ORG")) == set()


def test_an_acronym_belongs_to_the_name_that_introduces_it(ledger):
    found = links(ledger, seen("World Food Programme", "ORG", introduces=["wfp"]), seen("W.F.P.", "ORG"))
    assert found == {("W.F.P.", "alias_of", "World Food Programme", "acronym")}


def test_a_legal_form_does_not_part_a_company(ledger):
    found = links(ledger, seen("Kestrel Maritime Ltd.", "ORG"), seen("Kestrel Maritime", "ORG"))
    assert found == {("Kestrel Maritime Ltd.", "alias_of", "Kestrel Maritime", "spelling")}


def test_the_knowledge_base_joins_names_that_no_rule_joins(ledger):
    found = links(ledger, seen("Bill Harrow", wikidata_id="Q7"), seen("William Harrow", wikidata_id="Q7"))
    assert found == {("William Harrow", "alias_of", "Bill Harrow", "knowledge_base")}


TWO = {
    "two middle initials": [seen("John A. Reyes"), seen("John B. Reyes"), seen("John Reyes")],
    "one surname": [seen("Bill Clinton"), seen("Hillary Clinton"), seen("Clinton")],
    "father and son": [seen("Dale Whitcomb"), seen("Dale Whitcomb Jr.")],
    "two middle names": [seen("John Paul Reyes"), seen("John Reyes")],
    "a given name and an initial": [seen("Jane Reyes"), seen("J. Reyes")],
    "roles in two states": [
        seen("Maria V. Sandu", states=["MD"]), seen("Maria Sandu", states=["RO"]),
    ],
    "two Wikidata ids": [seen("Ana M. Reyes", wikidata_id="Q1"), seen("Ana Reyes", wikidata_id="Q2")],
    "a company named after a person": [seen("Ford Whitcomb"), seen("Ford Whitcomb", "ORG")],
    "a city and a person": [seen("Paris", "GPE"), seen("Paris")],
    "an acronym that two introduce": [
        seen("World Food Programme", "ORG", introduces=["wfp"]),
        seen("Wessex Farmers Party", "ORG", introduces=["wfp"]), seen("WFP", "ORG"),
    ],
    "the American state and the republic": [seen("Georgia", "GPE"), seen("Republic of Georgia", "GPE")],
    "two Koreas": [seen("North Korea", "GPE"), seen("South Korea", "GPE")],
    "Niger and Nigeria": [seen("Niger", "GPE"), seen("Nigeria", "GPE"), seen("Nigerian", "GPE")],
}  # fmt: skip


@pytest.mark.parametrize("case", TWO)
def test_names_that_contradict_each_other_stay_apart(ledger, case):
    assert {link for link in links(ledger, *TWO[case]) if link[1] == "alias_of"} == set()


def test_neither_the_order_of_rows_nor_that_of_nights_matters(ledger):
    nights = [date(2026, 3, day) for day in range(1, 8)]
    rows = [row | {"night": night} for rows in TWO.values() for night, row in zip(nights, rows, strict=False)]
    rows += [row | {"night": nights[3]} for row in (seen("U.S.", "GPE"), seen("United States", "GPE"))]
    first = links(ledger, *rows)
    for seed in range(3):
        ledger.execute("DELETE FROM sightings")
        assert links(ledger, *random.Random(seed).sample(rows, len(rows))) == first
    assert ("U.S.", "alias_of", "United States", "state_name") in first


def test_every_link_leads_to_an_entity_that_is_no_alias(ledger):
    found = links(ledger, *(seen(name) for pair in ONE.values() for name in pair[:2]), seen("Russians", "NORP"))
    assert found
    assert {link[0] for link in found if link[1] == "alias_of"}.isdisjoint(link[2] for link in found)
