"""The browser lists what nights left behind, and shows it as the file that it is."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi.testclient import TestClient

from pipeline.pages.night_page import write
from pipeline.pages.report import report_path
from pipeline.settings import Settings
from pipeline.web.app import create_app

NIGHT = date(2026, 3, 2)


@pytest.fixture
def desk(settings: Settings) -> TestClient:
    """A browser over a published night with its page, and a night that was stopped."""
    write(NIGHT, settings)
    stopped = report_path(date(2026, 3, 3), settings)
    stopped.parent.mkdir()
    stopped.write_text("<h1>Quality of 3 March 2026</h1>", encoding="utf-8")
    (stopped.parent / "quality-of-life.html").write_text("somebody else's", encoding="utf-8")
    return TestClient(create_app(settings))


def test_nights_are_listed_newest_first_with_what_they_left(desk):
    page = desk.get("/nights").text
    assert page.index("Quality of 3 March 2026") < page.index("Page of 2 March 2026")
    assert page.count("not published") == 1
    assert "life" not in page


def test_a_page_is_the_file_with_a_policy_that_lets_it_load_and_run_nothing(desk, settings):
    shown = desk.get("/nights/2026-03-02")
    assert shown.content == (settings.home / "pages" / "2026-03-02.html").read_bytes()
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert desk.get("/nights/2026-03-03/quality").text == "<h1>Quality of 3 March 2026</h1>"


@pytest.mark.parametrize("path", ["/nights/2026-03-03", "/nights/2026-03-04/quality"])
def test_a_page_that_a_night_did_not_leave_is_not_found(desk, path):
    assert desk.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/nights/march", "/nights/2026-03-02/source", "/nights/..%2f..%2fworking.duckdb"])
def test_nothing_but_nights_and_kinds_of_pages_leads_anywhere(desk, path):
    assert desk.get(path).status_code in (404, 422)


def test_before_the_first_edition_the_list_is_shown_all_the_same(tmp_path):
    page = TestClient(create_app(Settings(home=tmp_path))).get("/nights")
    assert page.status_code == 200
    assert "No night has left a page yet." in page.text
