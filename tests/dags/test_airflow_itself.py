"""Airflow started as ``make up`` does, used over REST as its own UI does, and stopped as ``make down`` does."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from pipeline.settings import PROJECT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PATIENCE = 400.0  # seconds for one run of the DAG on a busy machine
DAG = "newsledger_nightly"
# switching the DAG on also runs the last night by schedule, so the ledger may hold that one too
COVERAGE = "SELECT publisher_id, fetched FROM coverage WHERE night = '2026-03-05'"


class Airflow:
    """A running Airflow and the home it writes to."""

    def __init__(self, home: Path, address: str) -> None:
        self.home = home
        self.suites = home / "expectations"
        password = json.loads((home / "airflow" / "passwords.json").read_text(encoding="utf-8"))["admin"]
        self._http = httpx.Client(base_url=address, timeout=60)
        token = self._http.post("/auth/token", json={"username": "admin", "password": password}).json()
        self._http.headers["Authorization"] = f"Bearer {token['access_token']}"

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        return self._http.request(method, f"/api/v2{path}", **given)

    def trigger(self, **form: Any) -> httpx.Response:
        return self.ask("POST", f"/dags/{DAG}/dagRuns", json={"logical_date": None, "conf": form})

    def finished(self, run_id: str) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            state = self.ask("GET", f"/dags/{DAG}/dagRuns/{run_id}").json()["state"]
            if state in ("success", "failed"):
                return state
            time.sleep(0.5)
        raise AssertionError(f"{run_id} did not finish in {PATIENCE} seconds")

    def states(self, run_id: str) -> dict[str, str]:
        instances = self.ask("GET", f"/dags/{DAG}/dagRuns/{run_id}/taskInstances").json()["task_instances"]
        return {f"{i['task_id']} {i['rendered_map_index'] or ''}".strip(): i["state"] for i in instances}

    def log(self, run_id: str, task: str) -> str:
        return self.ask("GET", f"/dags/{DAG}/dagRuns/{run_id}/taskInstances/{task}/logs/1").text


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    home = tmp_path_factory.mktemp("airflow")
    shutil.copytree(PROJECT / "expectations", home / "expectations")
    environment = os.environ | {
        "NEWSLEDGER_HOME": str(home),
        "NEWSLEDGER_EXPECTATIONS": str(home / "expectations"),
        "NEWSLEDGER_PUBLISHERS": str(home / "newsroom-publishers.toml"),
    }
    port = _free_port()
    arguments = ["up", "--port", str(port), "--newsroom-port", str(_three_free_ports())]
    try:
        _make(environment, *arguments)
        running = Airflow(home, f"http://127.0.0.1:{port}")
        _until(lambda: running.ask("PATCH", f"/dags/{DAG}", json={"is_paused": False}).status_code == 200)
        yield running
    finally:
        _make(environment, "down")
    assert _left_over(home) == [], "down leaves no process"


def test_a_run_triggered_with_form_values_publishes_just_what_was_asked_for(airflow):
    answer = airflow.trigger(night="2026-03-05", publishers=["sentinel"], limit=2)
    assert answer.status_code == 200, answer.text
    run_id = answer.json()["dag_run_id"]
    assert airflow.finished(run_id) == "success", airflow.states(run_id)
    states = airflow.states(run_id)
    assert states["fetch sentinel"] == "success"
    assert not any(name.startswith("fetch meridian") for name in states)
    with duckdb.connect(str(airflow.home / "newsledger.duckdb"), read_only=True) as ledger:
        coverage = ledger.sql(COVERAGE).fetchall()
        [(speakers,)] = ledger.sql("SELECT count(speaker) FROM claims").fetchall()
    assert coverage == [("sentinel", 2)]
    assert speakers > 0


def test_a_failing_critical_expectation_turns_the_run_red_and_says_what_to_do(airflow):
    suite = airflow.suites / "claims.yml"
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
    assert "critical expectation claims.planted failed" in airflow.log(run_id, "validate")
    assert "run the night again" in airflow.log(run_id, "validate")


def test_a_misspelt_key_of_the_form_is_refused_by_name(airflow):
    run_id = airflow.trigger(nigth="2026-03-05").json()["dag_run_id"]
    assert airflow.finished(run_id) == "failed"
    assert "nigth" in airflow.log(run_id, "open_night")


def test_a_value_that_the_form_forbids_is_refused_at_once(airflow):
    answer = airflow.trigger(limit=0)
    assert answer.status_code == 400
    assert "limit" in answer.text


def test_a_stranger_gets_nothing(airflow):
    assert httpx.get(f"{airflow._http.base_url}/api/v2/dags", timeout=30).status_code == 401


def test_starting_it_again_says_that_it_is_up(airflow):
    told = _make(os.environ | {"NEWSLEDGER_HOME": str(airflow.home)}, "up")
    assert told.startswith("already up: http://127.0.0.1:")


def _make(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "ops.airflow_local", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _left_over(home: Path) -> list[str]:
    """Command lines of processes that still work in ``home``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def _until(holds: Any) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.5)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _three_free_ports() -> int:
    """The first of three neighbouring ports that are free now."""
    for first in range(20_000, 32_000, 3):
        try:
            for port in range(first, first + 3):
                socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return first
    raise AssertionError("no three neighbouring ports are free")
