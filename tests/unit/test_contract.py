"""Tables are held to their declarations: types, nulls, word lists, keys, order."""

from __future__ import annotations

import pyarrow as pa
import pytest
from making import NIGHT, RUN

from pipeline.contract import Column, Table, check
from pipeline.errors import ShardFailed

INT, TEXT = pa.int32(), pa.string()
PLACE = pa.list_(pa.struct([pa.field("start", INT, nullable=False), pa.field("end", INT, nullable=False)]))
BIRDS = Table(
    "birds",
    "What was seen at the feeder.",
    ("bird_id",),
    (
        Column("night", pa.date32(), "the partition"),
        Column("bird_id", TEXT, "the bird"),
        Column("kind", TEXT, "what it is", values=("tit", "wren")),
        Column("colour", TEXT, "as seen", nullable=True, values=("blue", "brown")),
        Column("count", INT, "how many", nullable=True),
        Column("places", PLACE, "where it sat"),
        Column("run_id", TEXT, "the run"),
    ),
)


def birds(*rows):
    plain = {"kind": "tit", "colour": None, "count": 1, "places": []}
    return BIRDS.stamped(BIRDS.build([plain | row for row in rows]), NIGHT, RUN)


def replaced(data, column, values):
    return data.set_column(data.column_names.index(column), column, values)


def test_rows_that_fit_pass():
    data = birds({"bird_id": "b-1", "colour": "blue"}, {"bird_id": "b-2", "places": [{"start": 0, "end": 3}]})
    check(BIRDS, data)
    assert data.num_rows == 2


def test_a_table_without_rows_passes():
    check(BIRDS, birds())
    assert birds().schema.names == BIRDS.arrow.names


def test_a_missing_column_is_named():
    with pytest.raises(ShardFailed, match="birds: column count is missing"):
        check(BIRDS, birds({"bird_id": "b-1"}).drop_columns(["count"]))


def test_a_column_of_another_type_is_named_with_both_types():
    wrong = replaced(birds({"bird_id": "b-1"}), "count", pa.array([1], pa.int64()))
    with pytest.raises(ShardFailed, match=r"birds\.count: type is int64, declared int32"):
        check(BIRDS, wrong)


def test_a_null_where_unknown_is_no_legal_value_is_refused():
    wrong = replaced(birds({"bird_id": "b-1"}), "kind", pa.array([None], TEXT))
    with pytest.raises(ShardFailed, match=r"birds\.kind: 1 of 1 values are null"):
        check(BIRDS, wrong)


def test_a_null_is_accepted_where_unknown_is_a_legal_value():
    check(BIRDS, data := birds({"bird_id": "b-1", "count": None, "colour": None}))
    assert data["count"].null_count == 1


def test_a_null_inside_a_span_is_refused():
    places = pa.array([[{"start": 1, "end": None}]], PLACE)
    with pytest.raises(ShardFailed, match="places"):
        check(BIRDS, replaced(birds({"bird_id": "b-1"}), "places", places))


def test_a_word_outside_a_closed_list_is_refused_and_the_list_is_told():
    wrong = replaced(birds({"bird_id": "b-1"}), "kind", pa.array(["gull"]))
    with pytest.raises(ShardFailed, match=r"birds\.kind: 'gull' is none of tit, wren"):
        check(BIRDS, wrong)


def test_the_first_wrong_word_is_told_though_right_ones_stand_before_it():
    wrong = replaced(birds({"bird_id": "b-1"}, {"bird_id": "b-2"}), "colour", pa.array(["blue", "Blue"]))
    with pytest.raises(ShardFailed, match="'Blue' is none of blue, brown"):
        check(BIRDS, wrong)


def test_a_row_with_two_equal_keys_is_refused():
    with pytest.raises(ShardFailed, match="key b-1 stands in more than one row"):
        check(BIRDS, birds({"bird_id": "b-1"}, {"bird_id": "b-2"}, {"bird_id": "b-1", "kind": "wren"}))


def test_build_refuses_a_column_that_is_not_declared():
    with pytest.raises(ShardFailed, match="birds: no column named wings"):
        BIRDS.build([{"bird_id": "b-1", "wings": 2}])


def test_build_fills_what_a_row_lacks_with_null():
    assert BIRDS.build([{"bird_id": "b-1"}])["count"].to_pylist() == [None]


def test_build_leaves_the_stamped_columns_out():
    assert not {"night", "run_id"} & set(BIRDS.build([]).column_names)


@pytest.mark.parametrize("value", ["three", 2**40, [1]])
def test_build_refuses_a_value_that_does_not_fit_its_column(value):
    with pytest.raises(ShardFailed, match="birds: a value does not fit its column"):
        BIRDS.build([{"bird_id": "b-1", "count": value}])


def test_build_refuses_a_fraction_in_a_column_of_whole_numbers():
    with pytest.raises(ShardFailed):
        BIRDS.build([{"bird_id": "b-1", "count": 3.5}])


@pytest.mark.parametrize("row", [{"count": 2**70}, {"kind": "\ud83d"}])
def test_build_refuses_what_arrow_cannot_hold_at_all(row):
    with pytest.raises(ShardFailed):
        BIRDS.build([{"bird_id": "b-1"} | row])


def test_stamping_puts_night_and_run_on_every_row():
    data = birds({"bird_id": "b-1"}, {"bird_id": "b-2"})
    assert data["night"].to_pylist() == [NIGHT, NIGHT]
    assert set(data["run_id"].to_pylist()) == {RUN}


def test_stamping_puts_columns_into_the_declared_order_and_rows_into_the_order_of_their_key():
    rows = [{"bird_id": "b-2", "kind": "tit", "places": []}, {"bird_id": "b-1", "kind": "wren", "places": []}]
    shuffled = BIRDS.build(rows)
    data = BIRDS.stamped(shuffled.select(sorted(shuffled.column_names)), NIGHT, RUN)
    assert data.column_names == [column.name for column in BIRDS.columns]
    assert data["bird_id"].to_pylist() == ["b-1", "b-2"]


def test_stamping_fails_when_a_column_is_missing():
    with pytest.raises(ShardFailed, match="birds"):
        BIRDS.stamped(BIRDS.build([]).drop_columns(["kind"]), NIGHT, RUN)


def test_stamping_fails_when_values_do_not_fit_their_column():
    wrong = replaced(BIRDS.build([{"bird_id": "b-1", "kind": "tit", "places": []}]), "count", pa.array(["many"]))
    with pytest.raises(ShardFailed, match="birds"):
        BIRDS.stamped(wrong, NIGHT, RUN)


def test_stamping_fails_when_a_column_cannot_become_its_type():
    wrong = replaced(BIRDS.build([{"bird_id": "b-1", "kind": "tit", "places": []}]), "count", pa.array([[1]]))
    with pytest.raises(ShardFailed, match="birds"):
        BIRDS.stamped(wrong, NIGHT, RUN)


def test_the_parts_of_a_key_are_joined_by_a_slash():
    sightings = Table("s", "Seen.", ("night", "bird_id"), BIRDS.columns)
    assert sightings.row_keys(birds({"bird_id": "b-1"})) == ["2026-03-02/b-1"]


def test_meanings_travel_with_the_arrow_schema():
    assert BIRDS.arrow.field("kind").metadata == {b"meaning": b"what it is"}
