"""What every table of the schema promises, whatever it is about."""

from __future__ import annotations

import pytest

from pipeline.contract import STAMPED
from pipeline.schema import TABLES

ALL = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def columns_of(table) -> dict:
    return {column.name: column for column in table.columns}


@ALL
def test_column_names_are_unique(table):
    assert len(columns_of(table)) == len(table.columns)


@ALL
def test_key_columns_exist_and_are_never_null(table):
    assert table.key
    assert [columns_of(table)[name].nullable for name in table.key] == [False] * len(table.key)


@ALL
def test_references_point_from_real_columns_to_tables_with_a_key_of_the_same_type(table):
    wrong = {
        column: target
        for column, target in table.references.items()
        if columns_of(table)[column].type != columns_of(TABLES[target])[TABLES[target].key[0]].type
    }
    assert wrong == {}


@ALL
def test_the_table_and_each_of_its_columns_say_what_they_mean(table):
    assert table.meaning.endswith(".")
    assert [column.name for column in table.columns if not column.meaning.strip()] == []


@ALL
def test_a_column_named_as_a_moment_a_day_or_a_digest_is_one(table):
    endings = {"_at": "timestamp[us, tz=UTC]", "_on": "date32[day]", "_sha256": "string", "_id": "string"}
    wrong = {
        column.name: str(column.type)
        for column in table.columns
        for ending, kind in endings.items()
        if column.name.endswith(ending) and str(column.type) != kind
    }
    assert wrong == {}


@ALL
def test_closed_word_lists_hold_words_only_and_each_once(table):
    for column in table.columns:
        assert len(set(column.values)) == len(column.values), column.name
        assert not column.values or str(column.type) == "string", column.name


@ALL
def test_a_table_of_a_night_is_stamped_with_night_and_run(table):
    stamps = set(STAMPED) & set(columns_of(table))
    assert stamps == (set(STAMPED) if table.is_partitioned else set())


def test_each_table_is_found_under_its_own_name():
    assert {name: table.name for name, table in TABLES.items()} == {name: name for name in TABLES}
