"""The reports in which each reference is marked, and what the networks learn from them."""

from __future__ import annotations

import pytest

from training.reports import REPORTS, reports, without_marks

FILES = sorted(REPORTS.rglob("*.txt"))


@pytest.mark.parametrize(
    ("marked", "text", "marks"),
    [
        ("No mark.", "No mark.", []),
        ("{She=Ada Quist} left.", "She left.", [("She", "Ada Quist")]),
        ("“{He=-} ran,” {the nurse=Orr} said.", "“He ran,” the nurse said.", [("He", "-"), ("the nurse", "Orr")]),
        ("{{her=Orr} son=Bo} came.", "her son came.", [("her", "Orr"), ("her son", "Bo")]),
        ("{a {his=Ek} b=Ek} {she=Orr}", "a his b she", [("a his b", "Ek"), ("his", "Ek"), ("she", "Orr")]),
        ("2 = 2 {it=-}", "2 = 2 it", [("it", "-")]),
    ],
)
def test_marks_are_taken_off_and_told_by_their_place(marked, text, marks):
    found = without_marks(marked)
    assert found[0] == text
    assert [(span.text(text), name) for span, name in found[1]] == marks


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(REPORTS).with_suffix("")))
def test_each_report_is_marked_as_the_networks_read_it(file):
    found = [without_marks(report) for report in reports(file)]
    assert len(found) >= 24
    for text, marks in found:
        assert not set("{}") & set(text)
        assert marks
        for _, name in marks:
            assert name == "-" or all(one.strip().casefold() in text.casefold() for one in name.split("&")), name
