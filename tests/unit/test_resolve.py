"""Sightings: what one night's documents say of each entity."""

from __future__ import annotations

from making import NIGHT, RUN, claim, document, mention, table_of

from pipeline.contract import check
from pipeline.lake.quarantine import refused
from pipeline.schema import CLAIMS, MENTIONS, QUARANTINE, SIGHTINGS
from pipeline.settings import Settings
from pipeline.stages.extract import entity_id
from pipeline.stages.resolve import resolve

DOC = document("one", "Ines Calloway said yes. Mayor Calloway smiled. Calloway left. “It will open in May.”")
OTHER = document("two", "Calloway said no. “It will open in May.”")
INES = entity_id("PERSON", "Ines Calloway")


def run(mentions=(), claims=(), refusals=()):
    tables = {
        "mentions": table_of(MENTIONS, *mentions),
        "claims": table_of(CLAIMS, *claims),
        "quarantine": table_of(QUARANTINE, *refusals),
    }
    return resolve(tables, Settings())


def sightings(mentions=(), claims=()) -> dict:
    return {row["entity_id"]: row for row in run(mentions, claims).tables["sightings"].to_pylist()}


def named(surface, name, of=DOC, **more):
    return mention(of, surface, name, entity_id=INES, **more)


def test_the_longest_surface_that_names_an_entity_is_its_name():
    found = sightings([named("Calloway", "a"), named("Ines Calloway", "b"), named("Calloway", "c", OTHER)])
    assert found[INES]["name"] == "Ines Calloway"
    assert found[INES]["aliases"] == ["Calloway", "Ines Calloway"]


def test_mentions_and_documents_are_counted():
    found = sightings([named("Ines Calloway", "a"), named("Mayor", "b", kind="nominal"), named("Calloway", "c", OTHER)])
    assert (found[INES]["mention_count"], found[INES]["document_count"]) == (3, 2)


def test_only_names_are_aliases():
    found = sightings([named("Ines Calloway", "a"), named("Mayor", "b", kind="nominal")])
    assert found[INES]["aliases"] == ["Ines Calloway"]


def test_a_mention_that_refers_to_nothing_known_makes_no_entity():
    assert sightings([mention(DOC, "Mayor", "a", entity_id=None, chain_id=None)]) == {}


def test_the_role_worded_most_often_is_the_role():
    roles = ["the mayor", "the mayor", "a candidate", None]
    claims = [
        claim(DOC, "“It will open in May.”", f"c{number}", speaker_entity_id=INES, role=role)
        for number, role in enumerate(roles)
    ]
    assert sightings([named("Ines Calloway", "a")], claims)[INES]["role"] == "the mayor"


def test_an_entity_without_a_worded_role_has_none():
    assert sightings([named("Ines Calloway", "a")])[INES]["role"] is None


def test_a_speaker_who_is_nowhere_mentioned_is_sighted_all_the_same():
    found = sightings(claims=[claim(DOC, "“It will open in May.”", speaker_entity_id=INES, speaker="Ines Calloway")])
    assert (found[INES]["name"], found[INES]["mention_count"]) == ("Ines Calloway", 0)


def test_the_order_of_mentions_does_not_matter():
    rows = [named("Ines Calloway", "a"), named("Calloway", "b"), mention(OTHER, "Calloway", "c")]
    assert sightings(rows) == sightings(rows[::-1])


def test_every_mention_is_accounted_for_and_sightings_fit_their_table():
    result = run([named("Ines Calloway", "a"), mention(DOC, "Mayor", "b", entity_id=None)])
    check(SIGHTINGS, data := SIGHTINGS.stamped(result.tables["sightings"], NIGHT, RUN))
    assert (result.kept, data.num_rows) == (2, 1)


def test_an_entity_that_only_refused_rows_name_is_not_sighted():
    one = named("Ines Calloway", "a")
    refusal = refused(MENTIONS, one, rule="refers_to_refused_row", reason="its document was refused", stage="validate")
    assert run([one], refusals=[refusal]).tables["sightings"].num_rows == 0


def test_an_acronym_in_brackets_is_introduced_by_the_name_whose_initials_it_is():
    doc = document("one", "The World Food Programme (W.F.P.) asked the Red Cross (UN) for help, and Ana Ash, MP.")
    rows = [
        mention(doc, surface, surface, label=label, entity_id=entity_id(label, surface))
        for surface, label in [
            ("World Food Programme", "OTHER"), ("W.F.P.", "ORG"), ("Red Cross", "ORG"), ("UN", "ORG"),
            ("Ana Ash", "PERSON"),
        ]
    ]  # fmt: skip
    assert {row["name"]: row["introduces"] for row in sightings(rows).values()} == {
        "World Food Programme": ["wfp"], "W.F.P.": [], "Red Cross": [], "UN": [], "Ana Ash": [],
    }  # fmt: skip


def test_a_sighting_gathers_affiliations_and_the_states_in_them():
    worded = ["French", "Ministry of the Sea", None]
    claims = [
        claim(DOC, "“It will open in May.”", f"c{number}", speaker_entity_id=INES, affiliation=affiliation)
        for number, affiliation in enumerate(worded)
    ]
    found = sightings([named("Ines Calloway", "a")], claims)[INES]
    assert (found["affiliations"], found["states"]) == (["French", "Ministry of the Sea"], ["FR"])
    assert (found["family"], found["variant"]) == ("PERSON:ines calloway", "")
