"""The file of known entities: what is taken from it, and what is said of one that is wrong."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from making import document, mention, table_of

from pipeline.errors import ConfigurationError
from pipeline.nlp.knowledge import knowledge_version, wikidata_ids
from pipeline.schema import CLAIMS, MENTIONS, QUARANTINE
from pipeline.settings import Settings
from pipeline.stages.resolve import resolve

CSV = "name,wikidata_id,aliases\nInes Calloway,Q7,I. Calloway;Mayor Calloway\nJan Reyes,Q8,\nJan Reyes,Q9,J. Reyes\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "entities.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_names_and_aliases_lead_to_their_id_whatever_their_case_and_accents(file):
    known = wikidata_ids(file)
    assert known["ines calloway"] == known["i. calloway"] == known["mayor calloway"] == "Q7"


def test_a_name_of_two_ids_is_nobodys_and_its_aliases_are_somebodys(file):
    assert "jan reyes" not in wikidata_ids(file)
    assert wikidata_ids(file)["j. reyes"] == "Q9"


def test_a_parquet_file_is_read_as_well(tmp_path):
    pq.write_table(pa.table({"name": ["Zoë Lindqvist"], "wikidata_id": ["Q5"]}), path := tmp_path / "entities.parquet")
    assert wikidata_ids(path) == {"zoe lindqvist": "Q5"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name,id\nInes,Q7\n", "column 'wikidata_id' is missing; it has name, id"),
        ("name,wikidata_id\nInes,7\n", "row 1: 7 is no Wikidata id such as Q42"),
        ("name,wikidata_id\nInes,Q7,more\n", "is no csv file"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_what_is_wrong(tmp_path, content, told):
    (path := tmp_path / "entities.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        wikidata_ids(path)


def test_a_file_that_is_not_there_is_named_with_its_setting(tmp_path):
    with pytest.raises(ConfigurationError, match=r"nowhere.csv: cannot be read .* NEWSLEDGER_ENTITIES_FILE"):
        knowledge_version(tmp_path / "nowhere.csv")


def test_a_sighting_carries_the_id_of_its_name(file):
    doc = document("one", "Ines Calloway met Ana Ash.")
    tables = {
        "mentions": table_of(MENTIONS, mention(doc, "Ines Calloway", "a"), mention(doc, "Ana Ash", "b")),
        "claims": table_of(CLAIMS),
        "quarantine": table_of(QUARANTINE),
    }
    rows = resolve(tables, Settings(entities_file=file)).tables["sightings"].to_pylist()
    assert {row["name"]: row["wikidata_id"] for row in rows} == {"Ines Calloway": "Q7", "Ana Ash": None}
