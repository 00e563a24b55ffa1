"""Airflow as the tests use it: over REST, and by what ``make up`` and ``make down`` run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 400.0  # seconds for one run of a DAG on a busy machine
NIGHTLY = "newsledger_nightly"


class Airflow:
    """A running Airflow, the home it writes to, and the alerts that it has sent."""

    def __init__(self, home: Path, address: str, alerts: list[dict[str, str]]) -> None:
        self.home, self.address, self.alerts = home, address, alerts
        self.suites = home / "expectations"
        self.password = json.loads((home / "airflow" / "passwords.json").read_text(encoding="utf-8"))["admin"]
        self.http = httpx.Client(base_url=address, timeout=90)
        token = self.http.post("/auth/token", json={"username": "admin", "password": self.password}).json()
        self.http.headers["Authorization"] = f"Bearer {token['access_token']}"

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Ask the REST API; again, where that does no harm, if Airflow waits too long for its database or may not."""
        for _ in range(5):
            with suppress(httpx.ReadTimeout) if method != "POST" else nullcontext():
                answer = self.http.request(method, f"/api/v2{path}", **given)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:  # "Database is locked": nothing was done
                    return answer
                time.sleep(2)
        return self.http.request(method, f"/api/v2{path}", **given)

    def trigger(self, dag: str = NIGHTLY, **form: Any) -> httpx.Response:
        return self.ask("POST", f"/dags/{dag}/dagRuns", json={"logical_date": None, "conf": form})

    def runs(self, dag: str = NIGHTLY, **asked: Any) -> list[dict[str, Any]]:
        return self.ask("GET", f"/dags/{dag}/dagRuns", params={"order_by": "-run_after", **asked}).json()["dag_runs"]

    def finished(self, run_id: str, dag: str = NIGHTLY) -> str:
        path = f"/dags/{dag}/dagRuns/{run_id}"
        return until(
            lambda: state if (state := self.ask("GET", path).json()["state"]) in ("success", "failed") else None
        )

    def states(self, run_id: str, dag: str = NIGHTLY) -> dict[str, str]:
        return {name: instance["state"] for name, instance in self.tasks(run_id, dag).items()}

    def tasks(self, run_id: str, dag: str = NIGHTLY) -> dict[str, dict[str, Any]]:
        instances = self.ask("GET", f"/dags/{dag}/dagRuns/{run_id}/taskInstances").json()["task_instances"]
        return {f"{i['task_id']} {i['rendered_map_index'] or ''}".strip(): i for i in instances}

    def log(self, run_id: str, task: str, dag: str = NIGHTLY) -> str:
        return self.ask("GET", f"/dags/{dag}/dagRuns/{run_id}/taskInstances/{task}/logs/1").text


def make(environment: dict[str, str], *arguments: str) -> str:
    """What ``make up`` and ``make down`` run; its output."""
    command = [sys.executable, "-m", "ops.airflow_local", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def until(holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What ``holds`` gives, as soon as it gives something."""
    last = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < last, f"this did not hold in {seconds} seconds"
        time.sleep(0.5)
    return found
