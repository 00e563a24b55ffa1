"""Identifiers and the slices they are sharded by."""

from __future__ import annotations

import pytest

from pipeline.ids import digest, make_id, rekey, shard_bounds


def test_the_same_parts_give_the_same_identifier():
    assert make_id("a", "2026-03-02", "paper", None) == make_id("a", "2026-03-02", "paper", None)


def test_an_identifier_is_its_kind_and_sixteen_hexadecimal_digits():
    kind, _, rest = make_id("a", "paper").partition("-")
    assert kind == "a"
    assert len(rest) == 16
    assert int(rest, 16) >= 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", "b"), ("b", "a")),
        (("a", ""), ("a",)),
        (("a", None), ("a", "None")),
        (("a\x1f'b",), ("a", "b")),
        ((1,), ("1",)),
    ],
)
def test_identifiers_differ_when_parts_move_or_change_their_type(one, other):
    assert make_id("a", *one) != make_id("a", *other)


def test_rekey_changes_the_letter_and_keeps_the_digest():
    assert rekey("d", "a-6b1f00ff") == "d-6b1f00ff"


def test_the_digest_is_sha256_in_hexadecimal():
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_one_shard_holds_the_first_and_the_last_identifier_there_can_be():
    low, high = shard_bounds("a", 0, 1)
    assert low <= "a-0000000000000000"
    assert high > "a-ffffffffffffffff"


@pytest.mark.parametrize(("shard", "shards"), [(-1, 3), (3, 3), (0, 0)])
def test_a_shard_that_does_not_exist_is_refused(shard, shards):
    with pytest.raises(ValueError, match=f"shard {shard} "):
        shard_bounds("a", shard, shards)
