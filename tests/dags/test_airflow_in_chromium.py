"""Airflow as a person uses it, in a headless Chromium: from the login to a claim marked in its article."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import NIGHTLY, PATIENCE, until

playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SLOW = 60_000  # milliseconds that a page of a busy Airflow may take
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install the package chromium, or set CHROMIUM"),
]


@pytest.fixture(scope="module")
def tab(airflow) -> Iterator[object]:
    """A tab in which somebody has logged in."""
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(base_url=airflow.address, viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(SLOW)
        page.goto("/")
        page.locator("input[name=username]").fill("admin")
        page.locator("input[name=password]").fill(airflow.password)
        page.locator("button[type=submit]").click()
        page.get_by_test_id("nav-sidebar").wait_for()
        yield page
        chromium.close()


@pytest.fixture
def shot(tab, tmp_path: Path):
    """Keeps a picture of the tab in the folder that pytest keeps for the test."""
    return lambda name: tab.screenshot(path=tmp_path / f"{name}.png")


def dialog_of(tab):
    """The dialog that starts runs of the nightly DAG, opened."""
    tab.goto(f"/dags/{NIGHTLY}")
    tab.get_by_test_id("trigger-dag-button").first.click()
    dialog = tab.locator("[role=dialog][data-scope=dialog][data-state=open]")
    dialog.locator("[name=element_limit]").wait_for(state="attached")
    return dialog


def test_from_the_login_over_a_night_to_a_claim_marked_in_its_article(airflow, tab, shot):
    dialog = dialog_of(tab)
    assert "most articles from each publisher" in dialog.inner_text()
    dialog.locator("[name=element_night]").fill("2026-03-05")
    dialog.locator("[name=element_publishers]").fill("sentinel")
    dialog.locator("[name=element_limit]").fill("3")
    shot("form")
    known = {run["dag_run_id"] for run in airflow.runs()}
    dialog.get_by_role("button", name="Trigger", exact=True).click()
    [run] = until(lambda: [run for run in airflow.runs() if run["dag_run_id"] not in known])
    assert {"night": "2026-03-05", "publishers": ["sentinel"], "limit": 3}.items() <= run["conf"].items()
    run_id = run["dag_run_id"]
    assert airflow.finished(run_id) == "success", airflow.states(run_id)

    tab.goto(f"/dags/{NIGHTLY}/runs/{run_id}")
    tab.get_by_label("Show Graph (Press g)").click()
    for stage in ("fetch", "parse", "dedupe", "extract", "validate", "resolve", "fingerprint", "account", "load"):
        tab.get_by_test_id(f"rf__node-{stage}").wait_for(state="attached")
    shot("graph")
    noted = until(lambda: airflow.ask("GET", f"/dags/{NIGHTLY}/dagRuns/{run_id}").json()["note"])
    assert noted.startswith("3 articles, 3 documents, "), noted
    assert airflow.tasks(run_id)["parse 0-of-1"]["note"].startswith("3 in, 3 kept, 0 quarantined; wrote 3 documents")
    until(lambda: [one for one in airflow.runs("newsledger_publish") if one["state"] == "success"])

    tab.get_by_test_id("nav-sidebar").get_by_role("link", name="Claims").click()
    desk = tab.frame_locator("iframe[title=Claims]")
    speaker = until(lambda: _speaker(airflow))
    desk.get_by_label("Speaker", exact=True).fill(speaker)
    desk.get_by_role("button", name="Search").click()
    tab.locator("iframe[title=Claims]").element_handle().content_frame().wait_for_url(re.compile("speaker=[^&]"))
    desk.get_by_role("heading", level=1).wait_for()
    desk.locator("article.claim .words a").first.click()
    desk.get_by_role("link", name="Read it in the article").click()
    desk.locator("mark.content.lit").first.wait_for()
    shot("claim")

    claim_id = airflow.http.get("/newsledger/claims.json").json()[0]["claim_id"]
    tab.goto(f"/newsledger/claims/{claim_id}")
    tab.get_by_label("Value").fill("Rafe Dunmore")
    tab.get_by_label("Why").fill("named in the caption")
    tab.get_by_role("button", name="Correct").click()
    playwright.expect(tab.locator("#corrections li")).to_contain_text("Rafe Dunmore admin", timeout=SLOW)

    tab.goto("/plugin/nights")
    nights = tab.frame_locator("iframe[title=Nights]")
    nights.get_by_role("link", name="Page of 5 March 2026").click()
    nights.get_by_role("heading", name="Who said what, 5 March 2026").wait_for()
    shot("night")


def test_three_nights_are_backfilled_by_the_dialog_also_where_nothing_is_new(airflow, tab, shot):
    dialog = dialog_of(tab)
    dialog.get_by_text("Backfill", exact=True).click()
    for number, (day, hour) in enumerate((("2026/03/21", "00:00"), ("2026/03/23", "12:00"))):
        dialog.get_by_test_id("datetime-input").nth(number).click()
        calendar = tab.locator("[data-scope=popover][data-state=open]").last
        calendar.get_by_placeholder("YYYY/MM/DD").fill(day)
        calendar.get_by_placeholder("HH:mm").fill(hour)
        calendar.get_by_placeholder("HH:mm").press("Enter")
        tab.keyboard.press("Escape")
    dialog.get_by_text("3 runs will be triggered").wait_for()
    shot("backfill")
    dialog.get_by_role("button", name="Run Backfill").click()

    def backfilled() -> list[dict]:
        return [run for run in airflow.runs() if (run["logical_date"] or "").startswith("2026-03-2")]

    until(lambda: [run["state"] for run in backfilled()] == ["success"] * 3, 3 * PATIENCE)  # one after another
    states = airflow.states(backfilled()[0]["dag_run_id"])
    assert (states["fetch gone"], states["fetch silent"], states["load"]) == ("failed", "success", "success")


def _speaker(airflow) -> str:
    """A name that the published ledger has a claim of."""
    found = airflow.http.get("/newsledger/claims.json").json()
    return next((claim["speaker"] for claim in found if claim["speaker"]), "")
