"""A person sees in one line how the night was, and which publishers need a look."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from origin import Answer
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands.overview import overview
from pipeline.schema import COVERAGE

NIGHT = date(2026, 3, 20)
COUNTS = [c.name for c in COVERAGE.columns if str(c.type) == "int32"]


def row(publisher="paper", nights_ago=0, **counts):
    usual = dict.fromkeys(COUNTS, 0) | {"expected": 20, "fetched": 20, "documents": 20, "claims": 90}
    return {"night": NIGHT - timedelta(nights_ago), "publisher_id": publisher} | usual | counts


def look_at(*rows) -> str:
    return overview(rows)[1][0]["look at"]


def test_the_night_is_told_in_one_line():
    told, _ = overview([row(), row("courier", failed=10, fetched=10), row("gazette", 1)])
    assert told == (
        "2026-03-20, 2 publishers: 40 listed, 30 new, 0 unchanged, 10 failed, 40 texts, 180 claims; 1 to look at; "
        "not fetched: gazette"
    )


def test_publishers_that_need_a_look_come_first():
    _, rows = overview([row("a"), row("b", feeds_failed=1), row("c")])
    assert [one["publisher_id"] for one in rows] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({}, ""),
        ({"failed": 5}, "5 of 20 failed"),
        ({"failed": 1}, ""),
        ({"feeds_failed": 2}, "2 feeds not read"),
        ({"expected": 0, "documents": 0}, "lists nothing"),
        ({"over_limit": 3}, "3 over the limit"),
        ({"truncated": 9}, "9 of 20 texts not whole"),
        ({"quarantined": 9}, "9 quarantined"),
        ({"zero_claim": 20}, "texts without a claim"),
    ],
)
def test_what_is_not_as_it_should_be_is_told_in_words(counts, told):
    assert look_at(row(**counts)) == told


def test_a_publisher_that_lists_far_less_than_it_used_to_is_told_of():
    assert look_at(row(expected=4), *(row(nights_ago=n) for n in range(1, 9))) == "lists 4, usually 20"


@pytest.fixture
def check(tmp_path, monkeypatch, origin):
    """Calls ``newsledger publishers check`` for a publisher with these feeds."""

    def call(*paths):
        feeds = ", ".join(f'"{origin.url(path)}"' for path in paths)
        entry = 'id = "paper"\nname = "P"\ndomain = "p.example"\npace_seconds = 0\nprivate_network = true'
        (tmp_path / "publishers.toml").write_text(f"[[publishers]]\n{entry}\nfeeds = [{feeds}]\n")
        monkeypatch.setenv("NEWSLEDGER_PUBLISHERS", str(tmp_path / "publishers.toml"))
        monkeypatch.setenv("NEWSLEDGER_ATTEMPTS", "1")
        return CliRunner().invoke(app, ["publishers", "check", "--json"])

    return call


def test_a_feed_that_answers_is_told_with_its_articles_and_its_newest(check, origin):
    item = "<item><link>https://p.example/1</link><pubDate>Mon, 02 Mar 2026 06:30:00 GMT</pubDate></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
    origin.routes["/feed.xml"] = Answer(body, headers={"ETag": '"1"'})
    result = check("/feed.xml")
    assert result.exit_code == 0
    assert '"articles": 1' in result.stdout
    assert '"newest": "2026-03-02 06:30:00+00:00"' in result.stdout
    assert '"validators": true' in result.stdout


def test_a_feed_that_does_not_answer_is_told_with_the_reason(check, origin):
    result = check("/gone.xml")
    assert result.exit_code == 1
    assert "404" in result.stdout
