"""The gold documents keep the guide, and what breaks it is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from examples.gold.__main__ import GOLD, app, complaints_about

HEAD = """\
---
title: Mayor Talks
published: 2026-03-05T18:30:00+00:00
claims:
  1: {speaker: Ann Orr, role: Mayor, act: state, addressee: reporters, venue: in Lund, uttered_on: 2026-03-05}
  2: {speaker: Ann Orr’s office, for: Ann Orr, kind: organisation, act: deny}
entities:
  Ann Orr: [Ms. Orr]
---
"""
BODY = """\
{s1:Mayor {PERSON:Ann Orr}} {c1:told} reporters in {GPE:Lund} on {DATE:Thursday} {t1:that “it would rain”}.

{s2:Ms. {PERSON:Orr}’s office} {c2:denied} {t2:the rumor}.
"""


def written(folder: Path, head: str = HEAD, body: str = BODY) -> Path:
    path = folder / "01-mayor.txt"
    path.write_text(head + body, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(GOLD.glob("*/*.txt")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_gold_document_keeps_the_guide(path: Path) -> None:
    assert complaints_about(path) == []


def test_a_document_that_keeps_the_guide_is_let_pass(tmp_path: Path) -> None:
    assert complaints_about(written(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("act: state", "act: sing", r"head key claims\.1\.act"),
        ("act: state", "act: state, act: warn", r"key act stands twice"),
        ("uttered_on: 2026-03-05", "uttered_on: 2026-03-06", r"claim 1: uttered_on 2026-03-06 is after"),
        ("uttered_on: 2026-03-05", "parent: 1", r"claim 1 has parent 1"),
        ("uttered_on: 2026-03-05", "parent: 3", r"claim 1 has parent 3"),
        ("uttered_on: 2026-03-05", "parent: 2", r"claim 1: lies outside the content of its parent 2"),
        ("act: deny}", "act: deny}\n  2: {speaker: Ann Orr, act: state}", r"key 2 stands twice"),
        ("{speaker: Ann Orr,", "{speaker: Anna Orr,", r"claim 1: speaker “Anna Orr” is in no entity"),
        ("for: Ann Orr", "for: the council", r"claim 2: for “the council” is in no entity"),
        ("role: Mayor", "role: the Mayor", r"claim 1: role “the Mayor” begins with an article"),
        ("role: Mayor", "role: Governor", r"claim 1: role “Governor” is not as worded"),
        ("venue: in Lund", "venue: in Malmö", r"claim 1: venue “in Malmö” is not as worded"),
        ("[Ms. Orr]", "[Mrs. Orr]", r"entity Ann Orr: “Mrs. Orr” is not as worded: “mrs” is not in the text"),
        ("{t2:the rumor}", "the rumor", r"claim 2: has no content"),
        ("{s1:Mayor {PERSON:Ann Orr}}", "Mayor {PERSON:Ann Orr}", r"claim 1: has a speaker but no source"),
        ("{PERSON:Orr}’s office", "{PERSON:Orr’s} office", r"PERSON “Orr’s” ends in a possessive"),
        ("Mayor {PERSON:Ann Orr}", "{PERSON:Mayor Ann Orr}", r"PERSON “Mayor Ann Orr” begins with a title"),
        ("{GPE:Lund}", "{GPE:{GPE:Lund}}", r"name inside a name"),
        ("{GPE:Lund}", "{GPE:Lund", r"name inside a name"),
        ("the rumor", "the rumor in Lund", r"“Lund” is a marked name elsewhere"),
        ("{DATE:Thursday}", "{DATE:Thurs}day", r"DATE “Thurs” cuts a word"),
        (" {t1:that", "{t1: that", r"claim 1: mark “ that “it would rain”” begins or ends in a space"),
        ("it would rain”", 'it would "rain”', r"straight and curly"),
        ("title: Mayor Talks\n", "", r"head key title"),
    ],
)
def test_what_breaks_the_guide_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in HEAD + BODY
    (complaint, *_) = complaints_about(written(tmp_path, HEAD.replace(old, new), BODY.replace(old, new)))
    assert complaint.startswith(f"{tmp_path.name}/01-mayor.txt")
    assert re.search(message, complaint), complaint


def test_parents_may_not_go_round_in_a_circle(tmp_path: Path) -> None:
    head = HEAD.replace("act: deny", "act: deny, parent: 1").replace("act: state", "act: state, parent: 2")
    (complaint,) = complaints_about(written(tmp_path, head))
    assert "claim 1 is within itself by its parents" in complaint


def test_the_command_counts_what_is_wrong_and_fails(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD.replace("role: Mayor", "role: Governor"))
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 1
    assert result.output.endswith("1 documents, 1 problems\n")
    assert CliRunner().invoke(app, ["check", str(written(tmp_path))]).exit_code == 0
