"""``newsledger publishers add`` leaves a file that can be read, or the file as it was."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.publishers import load_publishers

ENTRY = ["--domain", "harbour.example", "--feed", "https://harbour.example/feed.xml"]


@pytest.fixture
def publishers(tmp_path, monkeypatch):
    path = tmp_path / "publishers.toml"
    monkeypatch.setenv("NEWSLEDGER_PUBLISHERS", str(path))
    return path


def add(*arguments):
    return CliRunner().invoke(app, ["publishers", "add", *arguments])


def test_a_first_and_a_second_outlet_are_added_and_what_stood_there_stays(publishers):
    assert add("harbour", *ENTRY).exit_code == 0
    publishers.write_text(publishers.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    odd = 'The “Fjord” \\ "Post"\n'
    assert add("fjord", *ENTRY, "--name", odd, "--private-network", "--pace", "0.5").exit_code == 0
    found = load_publishers(publishers)
    assert list(found) == ["harbour", "fjord"]
    assert (found["fjord"].name, found["fjord"].pace_seconds, found["fjord"].private_network) == (odd, 0.5, True)
    assert found["harbour"].feeds == ("https://harbour.example/feed.xml",)
    assert "# a remark" in publishers.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["harbour", *ENTRY], "is taken"),
        (["Harbour Daily", *ENTRY], "field 'id'"),
        (["fjord", *ENTRY, "--pace", "-1"], "field 'pace_seconds'"),
        (["fjord", "--domain", "fjord.example"], "--feed or --sitemap"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_by_name_and_the_file_stays(publishers, arguments, told):
    add("harbour", *ENTRY)
    before = publishers.read_bytes()
    refused = add(*arguments)
    assert refused.exit_code == 2
    assert told in refused.output.replace("\n", " ")
    assert publishers.read_bytes() == before
