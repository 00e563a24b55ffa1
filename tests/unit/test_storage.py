"""The lake: a shard counts when its manifest is written, and not a moment earlier."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from making import NIGHT, RUN, document, table_of

from pipeline.errors import RetryLater
from pipeline.lake.quarantine import quarantine
from pipeline.lake.storage import Lake, Manifest
from pipeline.schema import DOCUMENTS, QUARANTINE

REFUSAL = {
    "table_name": "documents",
    "row_key": "d-one",
    "rule": "has_words",
    "stage": "validate",
    "severity": "warning",
    "reason": "too few words",
    "row_json": "{}",
}


@pytest.fixture
def lake(tmp_path) -> Lake:
    return Lake((tmp_path / "lake").as_uri())


@pytest.fixture
def root(tmp_path) -> Path:
    return tmp_path / "lake"


def manifest(stage="parse", shard="0-of-1", **more) -> Manifest:
    facts = {
        "night": NIGHT,
        "stage": stage,
        "shard": shard,
        "run_id": RUN,
        "inputs": {},
        "code_version": "1",
        "extractor": "1",
        "tables": {},
        "rows_in": 1,
        "rows_kept": 1,
        "rows_quarantined": 0,
        "seconds": 0.5,
        "sealed_at": datetime(2026, 3, 2, 5, tzinfo=UTC),
    }
    return Manifest(**facts | more)


def seal(lake, *names, **more) -> Manifest:
    data = table_of(DOCUMENTS, *(document(name) for name in names))
    return lake.seal(manifest(**more), {"documents": (DOCUMENTS, data)})


def ids(lake, night=NIGHT, **how) -> list[str]:
    return lake.read(DOCUMENTS, night, **how)["document_id"].to_pylist()


def manifest_file(root, name="parse.0-of-1.json") -> Path:
    return root / "_manifests" / f"night={NIGHT}" / name


def data_file(root, name="parse.0-of-1.parquet") -> Path:
    return root / "documents" / f"night={NIGHT}" / name


def fail(*args) -> None:
    raise OSError("the disk is full")


def test_what_is_sealed_is_read_back_equal(lake):
    data = table_of(DOCUMENTS, document("one"), document("two", title=None, authors=["Zoë"]))
    lake.seal(manifest(), {"documents": (DOCUMENTS, data)})
    assert lake.read(DOCUMENTS, NIGHT).equals(data)


def test_the_manifest_tells_rows_size_and_version_of_each_file(lake, root):
    [part] = seal(lake, "one", "two").tables.values()
    assert (part.rows, part.size, part.schema_version) == (2, data_file(root).stat().st_size, DOCUMENTS.version)
    assert lake.manifest(NIGHT, "parse", "0-of-1").tables == {"documents": part}


def test_the_same_rows_give_the_same_bytes(lake, root):
    seal(lake, "one", "two")
    first = data_file(root).read_bytes()
    seal(lake, "one", "two")
    assert data_file(root).read_bytes() == first


def test_a_night_that_was_never_sealed_is_empty_and_has_every_column(lake):
    data = lake.read(DOCUMENTS, NIGHT)
    assert data.num_rows == 0
    assert data.schema.equals(DOCUMENTS.arrow)
    assert lake.manifest(NIGHT, "parse", "0-of-1") is None
    assert lake.nights() == []


def test_columns_can_be_chosen_even_of_an_empty_night(lake):
    assert lake.read(DOCUMENTS, NIGHT, columns=["text"]).column_names == ["text"]
    seal(lake, "one")
    assert lake.read(DOCUMENTS, NIGHT, columns=["title", "text"]).column_names == ["title", "text"]


def test_nights_are_listed_oldest_first(lake):
    seal(lake, "one", night=date(2026, 3, 4))
    seal(lake, "one", night=date(2026, 2, 28))
    assert lake.nights() == [date(2026, 2, 28), date(2026, 3, 4)]


def test_one_night_does_not_show_the_rows_of_another(lake):
    seal(lake, "one", night=date(2026, 3, 1))
    seal(lake, "two", night=date(2026, 3, 2))
    assert ids(lake, date(2026, 3, 1)) == ["d-one"]


def test_a_taken_back_shard_leaves_neither_rows_nor_files(lake, root):
    seal(lake, "one")
    lake.unseal(NIGHT, "parse", "0-of-1")
    assert ids(lake) == []
    assert not manifest_file(root).exists()
    assert not data_file(root).exists()


def test_taking_back_what_was_never_sealed_does_nothing(lake):
    seal(lake, "one")
    lake.unseal(NIGHT, "parse", "1-of-2")
    assert ids(lake) == ["d-one"]


def test_a_night_whose_only_shard_is_taken_back_is_no_longer_listed(lake):
    seal(lake, "one")
    lake.unseal(NIGHT, "parse", "0-of-1")
    assert lake.nights() == []


def test_sealing_a_shard_again_replaces_its_rows(lake):
    seal(lake, "one", "two")
    seal(lake, "three")
    assert ids(lake) == ["d-three"]


def test_taking_one_shard_back_leaves_the_others(lake):
    seal(lake, "one", shard="0-of-2")
    seal(lake, "two", shard="1-of-2")
    lake.unseal(NIGHT, "parse", "0-of-2")
    assert ids(lake) == ["d-two"]


def test_a_crash_before_the_manifest_leaves_nothing_visible(lake, root, monkeypatch):
    monkeypatch.setattr(Lake, "_write_atomically", fail)
    with pytest.raises(OSError, match="the disk is full"):
        seal(lake, "one")
    assert data_file(root).exists()
    assert ids(lake) == []
    assert lake.manifests(NIGHT) == []
    assert lake.nights() == []


def test_a_crash_while_replacing_leaves_no_mixture_of_old_and_new(lake, monkeypatch):
    seal(lake, "old")
    monkeypatch.setattr(Lake, "_write_atomically", fail)
    with pytest.raises(OSError, match="the disk is full"):
        seal(lake, "new")
    assert ids(lake) == []
    assert lake.manifest(NIGHT, "parse", "0-of-1") is None


def test_a_crash_between_two_tables_leaves_neither_visible(lake, monkeypatch):
    write = Lake._write

    def write_one(self, path, content):
        (fail if path.startswith("quarantine/") else write)(self, path, content)

    monkeypatch.setattr(Lake, "_write", write_one)
    tables = {
        "documents": (DOCUMENTS, table_of(DOCUMENTS, document("one"))),
        "quarantine": (QUARANTINE, QUARANTINE.stamped(quarantine([REFUSAL]), NIGHT, RUN)),
    }
    with pytest.raises(OSError, match="the disk is full"):
        lake.seal(manifest(), tables)
    assert ids(lake) == []
    assert lake.read(QUARANTINE, NIGHT).num_rows == 0


def test_a_run_after_a_crash_succeeds(lake, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Lake, "_write_atomically", fail)
        with pytest.raises(OSError, match="the disk is full"):
            seal(lake, "one")
    seal(lake, "one")
    assert ids(lake) == ["d-one"]


def test_a_manifest_is_renamed_into_place_and_leaves_no_other_file(lake, root):
    seal(lake, "one")
    assert [file.name for file in manifest_file(root).parent.iterdir()] == ["parse.0-of-1.json"]


def test_a_record_is_replaced_by_a_rename_and_never_written_into(lake, root):
    lake.note("_models/one.json", {"served_by": ["old"]})
    with (root / "_models" / "one.json").open(encoding="utf-8") as reader:
        lake.note("_models/one.json", {"served_by": ["new"]})
        assert json.load(reader) == {"served_by": ["old"]}
    assert lake.notes("_models/one.json") == {"_models/one.json": {"served_by": ["new"]}}


def test_a_manifest_that_was_not_renamed_yet_does_not_count(lake, root):
    seal(lake, "one")
    manifest_file(root).rename(manifest_file(root, "parse.0-of-1.json.new"))
    assert ids(lake) == []


def test_a_torn_manifest_is_not_sealed(lake, root):
    seal(lake, "one")
    text = manifest_file(root).read_bytes()
    manifest_file(root).write_bytes(text[: len(text) // 2])
    assert lake.manifest(NIGHT, "parse", "0-of-1") is None
    assert ids(lake) == []


def test_a_torn_manifest_is_replaced_by_the_next_seal(lake, root):
    seal(lake, "one")
    manifest_file(root).write_bytes(b"")
    seal(lake, "two")
    assert ids(lake) == ["d-two"]


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(file.read_bytes()[:-7]), Path.unlink])
def test_a_truncated_or_missing_file_is_told_with_its_name_and_the_remedy(lake, root, damage):
    seal(lake, "one")
    damage(data_file(root))
    with pytest.raises(RetryLater, match="_manifests/ and run the night again") as told:
        lake.read(DOCUMENTS, NIGHT)
    assert "parse.0-of-1.parquet in the lake is damaged" in str(told.value)


def test_a_file_no_manifest_names_is_not_read(lake, root):
    seal(lake, "one")
    data_file(root, "parse.9-of-9.parquet").write_bytes(data_file(root).read_bytes())
    assert ids(lake) == ["d-one"]


def test_bounds_keep_the_rows_from_the_first_key_up_to_the_second(lake):
    seal(lake, "a", "b", "c", "d")
    assert ids(lake, bounds=("d-b", "d-d")) == ["d-b", "d-c"]


def test_bounds_hold_where_the_key_is_not_among_the_columns(lake):
    seal(lake, "a", "b", "c")
    data = lake.read(DOCUMENTS, NIGHT, ("d-b", "d-c"), columns=["title"])
    assert data.to_pydict() == {"title": ["Title of b"]}


def test_shards_of_a_stage_combine_into_one_table(lake):
    seal(lake, "b", shard="1-of-2")
    seal(lake, "a", shard="0-of-2")
    assert ids(lake) == ["d-a", "d-b"]


def test_the_rows_that_two_stages_wrote_into_one_table_combine(lake):
    for stage, rule in [("parse", "no_text"), ("validate", "has_words")]:
        refusals = QUARANTINE.stamped(quarantine([REFUSAL | {"rule": rule, "stage": stage}]), NIGHT, RUN)
        lake.seal(manifest(stage, "all"), {"quarantine": (QUARANTINE, refusals)})
    assert sorted(lake.read(QUARANTINE, NIGHT)["rule"].to_pylist()) == ["has_words", "no_text"]


def test_the_manifests_of_one_stage_are_told_from_those_of_another(lake):
    seal(lake, "one", stage="parse")
    seal(lake, "two", stage="parse-again")
    assert [found.stage for found in lake.manifests(NIGHT, "parse")] == ["parse"]
    assert len(lake.manifests(NIGHT)) == 2


def test_one_sealed_file_can_be_read_alone(lake):
    seal(lake, "a", shard="0-of-2")
    part = seal(lake, "b", shard="1-of-2").tables["documents"]
    assert lake.read_part(DOCUMENTS, part)["document_id"].to_pylist() == ["d-b"]


def test_equal_rows_have_equal_input_digests_and_other_rows_another(lake):
    seal(lake, "one")
    first = lake.input_digest("documents", NIGHT)
    seal(lake, "one")
    assert lake.input_digest("documents", NIGHT) == first
    seal(lake, "two")
    assert lake.input_digest("documents", NIGHT) != first
