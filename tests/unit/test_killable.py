"""Whatever hostile bytes do to the process that reads them, the caller gets an answer or a refusal, and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RowRefused
from pipeline.killable import Killable


@pytest.fixture
def read(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    reader = Killable("unruly:read")
    yield lambda body, seconds=30: reader(body, "page", seconds)
    reader.stop()


@pytest.mark.parametrize(
    ("body", "seconds", "rule"),
    [
        (b"sleep", 0.2, "too_slow"),
        (b"spin", 0.2, "too_slow"),
        (b"die", 30, "too_heavy"),
        (b"eat", 30, "unreadable"),
        (b"raise", 30, "unreadable"),
    ],
)
def test_a_page_that_hangs_or_breaks_its_reader_is_refused_and_the_next_is_read(read, body, seconds, rule):
    with pytest.raises(RowRefused, match="page") as told:
        read(body, seconds)
    assert told.value.rule == rule
    assert read(b"next")["length"] == 4


def test_one_process_reads_many_pages_of_any_length(read):
    answers = [read(b"x" * length) for length in (0, 1, 3_000_000)]
    assert [answer["length"] for answer in answers] == [0, 1, 3_000_000]
    assert len({answer["process"] for answer in answers}) == 1


def test_what_a_library_prints_does_not_stand_among_the_answers(read):
    assert read(b"print")["length"] == 5
