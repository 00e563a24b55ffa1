"""Airflow used over REST as its own UI does: forms, gates, backfills, alerts, notes and the pages behind its login."""

from __future__ import annotations

import os
import re

import duckdb
import httpx
import pytest
from running import NIGHTLY, make, until

from pipeline.settings import Settings
from pipeline.web.app import create_app

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def loaded(airflow, query: str) -> list[tuple]:
    """Rows of the published ledger, once no edition is being made any more."""
    until(lambda: all(run["state"] == "success" for run in airflow.runs("newsledger_publish")))
    with duckdb.connect(str(airflow.home / "newsledger.duckdb"), read_only=True) as ledger:
        return ledger.sql(query).fetchall()


def test_a_stranger_gets_nothing_from_any_page_by_any_method(airflow):
    pages = [route.path for route in create_app(Settings(), lambda request: "anybody").routes]
    assert {"/static", "/claims/{claim_id}", "/nights/{night}/{kind}"} <= set(pages)
    with httpx.Client(base_url=airflow.address, timeout=60) as stranger:
        assert stranger.get("/api/v2/dags").status_code == 401
        for path in (*(re.sub(r"\{\w+\}", "x", page) for page in pages), "/static/style.css", "/claims.csv", "/none"):
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
                assert stranger.request(method, f"/newsledger{path}").status_code == 401, (method, path)
        forged = {"Authorization": "Bearer e30.e30.e30"}
        assert stranger.get("/newsledger/", headers=forged).status_code in (401, 403)
        assert stranger.get("/newsledger/", headers={"Cookie": "_token=e30.e30.e30"}).status_code in (401, 403)


def test_who_is_logged_in_gets_the_claims_browser_below_airflows_own_address(airflow):
    page = airflow.http.get("/newsledger/nights")
    assert page.status_code == 200
    assert 'href="/newsledger/static/style.css"' in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_starting_it_again_says_that_it_is_up_and_tells_the_login(airflow):
    told = make(os.environ | {"NEWSLEDGER_HOME": str(airflow.home)}, "up")
    assert told.startswith(f"already up: {airflow.address}\nlogin: admin / {airflow.password}")
    assert "MB" in told


def test_a_value_that_the_form_forbids_is_refused_at_once(airflow):
    answer = airflow.trigger(limit=0)
    assert answer.status_code == 400
    assert "limit" in answer.text


def test_three_nights_are_backfilled_over_rest_while_one_publisher_is_down(airflow):
    asked = {
        "dag_id": NIGHTLY,
        "from_date": "2026-03-03T00:00:00Z",
        "to_date": "2026-03-05T23:00:00Z",
        "max_active_runs": 3,
        "reprocess_behavior": "none",
        "dag_run_conf": {"publishers": ["ledgertimes", "gone"], "limit": 1},
    }
    answers = []

    def accepted() -> bool:
        answers.append(airflow.ask("POST", "/backfills", json=asked))
        return answers[-1].status_code != 409  # while another backfill of the DAG is not closed

    until(accepted)
    answer = answers[-1]
    assert answer.status_code == 200, answer.text
    path = f"/backfills/{answer.json()['id']}"
    until(lambda: airflow.ask("GET", path).json()["completed_at"])
    runs = [run for run in airflow.runs() if (run["logical_date"] or "").startswith("2026-03-0")]
    assert [run["state"] for run in runs] == ["success"] * 3
    states = airflow.states(runs[0]["dag_run_id"])
    assert states["fetch gone"] == "failed"
    assert states["fetch ledgertimes"] == states["load"] == "success"
    nights = loaded(airflow, "SELECT DISTINCT night::TEXT FROM runs")
    assert {("2026-03-02",), ("2026-03-03",), ("2026-03-04",)} <= set(nights)
    told = {alert["subject"]: alert["text"] for alert in airflow.alerts}
    assert "is sealed is not made again" in told[f"{NIGHTLY}: task fetch [gone] failed"]
    assert "is not done after 0.05 minutes" in until(
        lambda: {alert["subject"]: alert["text"] for alert in airflow.alerts}.get(f"{NIGHTLY} is late")
    )


def test_a_failing_critical_expectation_turns_the_run_red_and_says_what_to_do(airflow):
    suite = airflow.suites / "measures.yml"  # of every night, also where no article is new
    sound = suite.read_text(encoding="utf-8")
    planted = (
        "  - name: planted\n    reason: Planted to fail.\n    severity: critical\n"
        "    type: expect_table_row_count_to_equal\n    kwargs: {value: -1}\n"
    )
    suite.write_text(sound + planted, encoding="utf-8")
    try:
        run_id = airflow.trigger(night="2026-03-05", publishers=["ledgertimes"], limit=1).json()["dag_run_id"]
        assert airflow.finished(run_id) == "failed"
    finally:
        suite.write_text(sound, encoding="utf-8")
    states = airflow.states(run_id)
    assert states["validate"] == "failed"
    assert states["load"] == "upstream_failed"
    assert "critical expectation measures.planted failed" in airflow.log(run_id, "validate")
    [told] = [alert["text"] for alert in airflow.alerts if "task validate failed" in alert["subject"]]
    assert "run the night again" in told
    assert "See the night's quality report" in told
    assert "Planted to fail." in airflow.http.get("/newsledger/nights/2026-03-05/quality").text


def test_a_misspelt_key_of_the_form_is_refused_by_name(airflow):
    run_id = airflow.trigger(nigth="2026-03-05").json()["dag_run_id"]
    assert airflow.finished(run_id) == "failed"
    assert "nigth: there is no such key; known keys: night, publishers" in airflow.log(run_id, "open_night")
