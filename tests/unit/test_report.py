"""The quality report shows what was found as text, and draws a night among those before it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from making import NIGHT

from pipeline.pages.rendering import sheet
from pipeline.pages.report import plot

HOSTILE = '<script>alert("1")</script>'


def page(**more) -> str:
    facts = {"night": NIGHT, "validations": [], "broken": Counter(), "publishers": [], "past": 0, "refused": []}
    return sheet("quality.html", **facts | {"overrides": []} | more)


def test_what_pages_and_people_wrote_is_escaped_wherever_it_is_shown():
    row = {"row_key": HOSTILE, "severity": "warning", "reason": HOSTILE}
    made = {"table_name": "claims", "row_key": HOSTILE, "field": "speaker", "value": HOSTILE, "author": HOSTILE}
    shown = page(
        publishers=[(HOSTILE, [plot(HOSTILE, {NIGHT: 1.0}, NIGHT)])],
        refused=[("articles", HOSTILE, 1, [row])],
        overrides=[made | {"reason": HOSTILE}],
    )
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 10


def test_a_line_runs_from_the_first_night_to_the_last_and_a_gap_is_seen():
    values = {NIGHT - timedelta(days=10): 10.0, NIGHT - timedelta(days=5): 20.0, NIGHT: 5.0}
    drawn = plot("documents", values, NIGHT)
    assert drawn.points == "0.0,16.0 75.0,0.0 150.0,24.0"
    assert (drawn.x, drawn.y, drawn.median_y) == (150.0, 24.0, 8.0)
    assert drawn.told == "5, usual 15"


def test_a_publisher_that_is_missing_tonight_is_drawn_at_nothing():
    drawn = plot("documents", {NIGHT - timedelta(days=1): 4.0}, NIGHT)
    assert (drawn.y, drawn.told) == (32.0, "none, usual 4")


def test_the_first_night_is_drawn_alone():
    assert plot("documents", {NIGHT: 4.0}, NIGHT).told == "4"


def test_figures_of_nothing_are_drawn():
    assert plot("copies", {NIGHT: 0.0}, NIGHT).points == "0.0,32.0"
