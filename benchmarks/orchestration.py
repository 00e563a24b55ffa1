"""What Airflow adds to a night: ``python -m benchmarks.orchestration --documents 10000``.

Starts Airflow as ``make up`` does, lets ``newsledger_import`` take a file of pages and ``newsledger_nightly`` an empty
night, and compares the time by the clock from the first task to the last with the time in which some stage was at work,
as its manifest tells it. The rest is orchestration, imports and idle time. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from benchmarks import corpus
from benchmarks.measuring import machine
from pipeline.lake.storage import Lake
from pipeline.settings import PROJECT, Settings

NIGHT = date(2026, 3, 2)
_PORT = 18080
_NEWSROOM_PORT = 18701
_ASKING = 1.0  # seconds between two looks at a run
Span = tuple[datetime, datetime]


class Airflow:
    """A running Airflow, asked over REST."""

    def __init__(self, home: Path, port: int) -> None:
        password = json.loads((home / "airflow" / "passwords.json").read_text(encoding="utf-8"))["admin"]
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120)
        given = {"username": "admin", "password": password}
        token = self._http.post("/auth/token", json=given).raise_for_status().json()["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def run(self, dag: str, **form: Any) -> list[Span]:
        """Trigger a DAG and wait for its end; when each of its tasks ran.

        Raises:
            RuntimeError: the run failed.
        """
        while self._http.patch(f"/api/v2/dags/{dag}", json={"is_paused": False}).is_error:
            time.sleep(_ASKING)
        asked = {"logical_date": None, "conf": form}
        runs = f"/api/v2/dags/{dag}/dagRuns"
        answer = self._http.post(runs, json=asked)
        if answer.is_error:
            raise RuntimeError(answer.text)
        run = f"{runs}/{answer.json()['dag_run_id']}"
        while (state := self._http.get(run).json()["state"]) not in ("success", "failed"):
            time.sleep(_ASKING)
        tasks = self._http.get(f"{run}/taskInstances", params={"limit": 500}).json()["task_instances"]
        if state == "failed":
            raise RuntimeError("; ".join(f"{one['task_id']}: {one['state']}" for one in tasks))
        ran = [one for one in tasks if one["start_date"] and one["end_date"]]
        return [(datetime.fromisoformat(one["start_date"]), datetime.fromisoformat(one["end_date"])) for one in ran]


def covered(spans: Iterable[Span]) -> timedelta:
    """The time in which at least one of the spans runs."""
    total, until = timedelta(), None
    for first, last in sorted(spans):
        total += max(timedelta(), last - (first if until is None else max(first, until)))
        until = last if until is None else max(until, last)
    return total


def measure(home: Path, documents: int, model: str, shard: int) -> dict[str, Any]:
    """A night of so many documents and an empty one, through a running Airflow."""
    settings = Settings(home=home, model=model, documents_per_shard=shard)
    pages = home / "pages.parquet"
    home.mkdir(parents=True, exist_ok=True)
    if not pages.exists():
        corpus.write_night(pages, NIGHT, documents)
    told = {"HOME": home, "MODEL": model, "DOCUMENTS_PER_SHARD": shard, "PUBLISHERS": home / "publishers.toml"}
    environment = os.environ | {f"NEWSLEDGER_{name}": str(value) for name, value in told.items()}
    (home / "publishers.toml").write_text("", encoding="utf-8")
    ports = ["--port", str(_PORT), "--newsroom-port", str(_NEWSROOM_PORT)]
    _make(environment, "up", *ports)
    try:
        airflow = Airflow(home, _PORT)
        empty = airflow.run("newsledger_nightly", night=str(NIGHT - timedelta(days=1)))
        tasks = airflow.run("newsledger_import", path=str(pages), first=str(NIGHT), last=str(NIGHT))
    finally:
        _make(environment, "down")
    sealed = Lake(settings.lake_uri).manifests(NIGHT)
    work = [(one.sealed_at - timedelta(seconds=one.seconds), one.sealed_at) for one in sealed]
    last = max(end for _, end in tasks)
    work.append((max(end for _, end in work), last))  # the load, which seals nothing, and the end of its task
    wall = last - min(start for start, _ in tasks)
    return {
        "documents": documents,
        "model": model,
        "wall_seconds": wall.total_seconds(),
        "work_seconds": covered(work).total_seconds(),
        "share_of_the_rest": 1 - covered(work) / wall,
        "empty_night_seconds": (max(end for _, end in empty) - min(start for start, _ in empty)).total_seconds(),
        "stages": {stage: round(sum(m.seconds for m in sealed if m.stage == stage), 1) for stage in _stages(sealed)},
        "machine": machine(),
    }


def _stages(sealed: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(one.stage for one in sorted(sealed, key=lambda one: one.sealed_at)))


def _make(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "ops.airflow_local", *arguments]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True)  # noqa: S603 ourselves


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.orchestration", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--model", default="encoder")
    parser.add_argument("--shard", type=int, default=1000, help="articles of a shard")
    parser.add_argument("--home", type=Path, default=Path(".newsledger/bench/orchestration"))
    given = parser.parse_args()
    found = measure(given.home.resolve(), given.documents, given.model, given.shard)
    sys.stdout.write(f"{json.dumps(found, indent=1, default=str)}\n")


if __name__ == "__main__":
    main()
