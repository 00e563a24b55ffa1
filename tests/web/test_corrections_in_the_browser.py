"""Corrections from the browser: kept as overrides, from those who may and from the browser's own pages only."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from small_ledger import seal

from pipeline.overrides import overrides
from pipeline.web.app import create_app

NIGHT = date(2026, 3, 2)
OWN_PAGE = {"sec-fetch-site": "same-origin"}
RIGHT = {"field": "speaker", "value": "Rafe Dunmore", "reason": "he stands beside her in the picture"}


@pytest.fixture
def lake(settings):
    """The lake that the small ledger was loaded from, as far as corrections ask for it."""
    return seal(settings)


@pytest.fixture
def desk(settings, lake):
    """The browser of somebody who may correct."""
    with TestClient(create_app(settings, lambda request: "ada"), follow_redirects=False) as client:
        yield client


def test_a_correction_of_a_claim_is_kept_with_author_and_reason_and_shown(desk, lake):
    answer = desk.post("/claims/c-2", data=RIGHT, headers=OWN_PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/claims/c-2#corrections")
    [kept] = overrides(lake)
    assert {name: kept[name] for name in ("about_night", "table_name", "row_key", "author")} == {
        "about_night": NIGHT, "table_name": "claims", "row_key": "c-2", "author": "ada",
    }  # fmt: skip
    assert (kept["field"], kept["value"], kept["reason"]) == tuple(RIGHT.values())
    shown = desk.get("/claims/c-2").text
    assert RIGHT["reason"] in shown
    assert "Rafe Dunmore" in shown


@pytest.mark.parametrize(
    ("field", "value", "row"),
    [
        ("refuse", "ignored", ("claims", "c-1", None)),
        ("speaker", "", ("claims", "c-1", None)),
        ("uttered_on", "2026-03-01", ("claims", "c-1", "2026-03-01")),
        ("split", "Ines Okafor the younger", ("entities", "e-1/d-1", "Ines Okafor the younger")),
    ],
)
def test_each_field_becomes_its_override(desk, lake, field, value, row):
    sent = {"field": field, "value": value, "reason": "read again"}
    assert desk.post("/claims/c-1", data=sent, headers=OWN_PAGE).status_code == 303
    [kept] = overrides(lake)
    assert (kept["table_name"], kept["row_key"], kept["value"]) == row


def test_two_speakers_are_merged_on_the_page_of_one(desk, lake):
    sent = {"field": "merge", "value": "e-2", "reason": "one person"}
    assert desk.post("/speakers/e-1", data=sent, headers=OWN_PAGE).status_code == 303
    [kept] = overrides(lake)
    assert (kept["row_key"], kept["field"], kept["value"], kept["about_night"]) == ("e-1", "merge", "e-2", None)


@pytest.mark.parametrize(
    ("path", "changed", "status"),
    [
        ("/claims/c-gone", {}, 404),
        ("/claims/c-1", {"field": "content"}, 404),
        ("/claims/c-1", {"field": "uttered_on", "value": "soon"}, 422),
        ("/claims/c-1", {"reason": " "}, 422),
        ("/claims/c-1", {"value": "x" * 401}, 422),
        ("/claims/c-1", {"table_name": "documents"}, 422),
        ("/claims/c-2", {"field": "split"}, 422),
        ("/speakers/e-1", {}, 404),
        ("/speakers/e-1", {"field": "merge", "value": "e-9"}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(desk, lake, path, changed, status):
    assert desk.post(path, data=RIGHT | changed, headers=OWN_PAGE).status_code == status
    assert overrides(lake) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_is_refused(desk, lake, headers):
    assert desk.post("/claims/c-1", data=RIGHT, headers=headers).status_code == 403
    assert overrides(lake) == []


def test_a_browser_that_tells_only_the_origin_is_heard(desk, lake):
    assert desk.post("/claims/c-1", data=RIGHT, headers={"origin": "http://testserver"}).status_code == 303
    assert len(overrides(lake)) == 1


def test_who_may_only_read_sees_no_form_and_is_refused(settings, lake):
    with TestClient(create_app(settings, lambda request: None)) as reader:
        assert '<form class="correct"' not in reader.get("/claims/c-1").text
        assert reader.post("/claims/c-1", data=RIGHT, headers=OWN_PAGE).status_code == 403
    assert overrides(lake) == []


def test_what_a_reason_says_is_shown_and_not_run(desk):
    sent = RIGHT | {"reason": "<script>alert(1)</script>"}
    assert desk.post("/claims/c-1", data=sent, headers=OWN_PAGE).status_code == 303
    assert "<script>alert" not in desk.get("/claims/c-1").text
    assert "&lt;script&gt;alert" in desk.get("/claims/c-1").text


def test_mounted_below_a_path_the_form_and_the_way_back_stay_below_it(settings, lake):
    outer = FastAPI()
    outer.mount("/ledger", create_app(settings, lambda request: "ada"))
    with TestClient(outer, follow_redirects=False) as client:
        assert 'action="/ledger/claims/c-1"' in client.get("/ledger/claims/c-1").text
        answer = client.post("/ledger/claims/c-1", data=RIGHT, headers=OWN_PAGE)
    assert answer.headers["location"] == "/ledger/claims/c-1#corrections"
