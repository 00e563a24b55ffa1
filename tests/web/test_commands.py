"""newsledger search, ask and serve, as a person calls them."""

from __future__ import annotations

import json
import socket

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.web import serve


@pytest.fixture
def call(settings, monkeypatch):
    monkeypatch.setenv("NEWSLEDGER_HOME", str(settings.home))
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_search_finds_words_in_any_form(call):
    found = json.loads(call("search", "raining", "--json").stdout)
    assert [row["claim_id"] for row in found] == ["c-3"]


def test_ask_tells_what_a_speaker_said_about_something_since_a_day(call):
    found = json.loads(call("ask", "Ash", "--about", "rained", "--since", "2026-03-03", "--json").stdout)
    assert [(row["claim_id"], row["content"]) for row in found] == [("c-3", "It rained")]
    assert call("ask", "Ash", "--since", "2026-03-04").stdout == "no claim fits\n"


def test_a_name_that_nobody_bears_is_answered_with_likely_ones(call):
    result = call("ask", "Okafr")
    assert result.exit_code == 0
    assert "close to it: Ines <i>Okafor</i>" in result.stderr
    assert "close to it" not in call("ask", "Okafor", "--outlet", "sentinel").stderr


def test_serve_on_a_port_that_is_taken_says_so(call):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = call("serve", "--port", taken.getsockname()[1])
    assert result.exit_code == 2
    assert "is taken; choose another with --port" in result.stderr


@pytest.mark.parametrize("day", ["yesterday", "02.03.2026", "2026", "1772409600"])
def test_a_day_is_written_in_one_way_only(call, day):
    result = call("ask", "Ash", "--since", day)
    assert result.exit_code == 2
    assert f"since: a day is written like 2026-03-02, not '{day}'" in result.stderr


def test_more_claims_than_are_shown_are_counted(call, republish):
    republish("UPDATE claims SET speaker_entity_id = 'e-2'")
    assert "1 of 3 claims" in call("ask", "Ash", "--limit", "1").stderr


def test_a_day_that_is_none_is_a_wrong_call(call):
    result = call("ask", "Ash", "--since", "yesterday")
    assert result.exit_code == 2
    assert "since" in result.stderr
    assert "'yesterday'" in result.stderr


def test_without_an_edition_it_says_what_to_do(call, settings):
    settings.published_warehouse.unlink()
    result = call("search", "rain")
    assert result.exit_code == 2
    assert "run a night first" in result.stderr


def test_serve_listens_on_loopback_and_under_no_other_name(settings, monkeypatch):
    started = {}
    monkeypatch.setattr(serve.uvicorn, "run", lambda app, **how: started.update(how, app=app))
    serve.serve(settings, 8600)
    assert (started["host"], started["port"]) == ("127.0.0.1", 8600)
    from starlette.testclient import TestClient

    assert TestClient(started["app"], base_url="http://localhost").get("/").status_code == 200
    assert TestClient(started["app"], base_url="http://elsewhere.example").get("/").status_code == 400
