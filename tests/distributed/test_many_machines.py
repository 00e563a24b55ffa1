"""A night on two Celery workers, as docker-compose.yml has them: a machine is lost, the broker is restarted."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.integration.ledger import contents

from examples.newsroom.press import Press
from pipeline.nights.night import read_request, run_night
from pipeline.settings import Settings
from tests.conftest import FIRST_NIGHT
from tests.distributed.cluster import Cluster, missing, until

pytestmark = [
    pytest.mark.distributed,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}; apt-get install postgresql redis-server"),
]
SECOND_NIGHT = date(2026, 3, 3)
DAG = "newsledger_nightly"
SHARDS = {"documents_per_shard": 4, "model": "plain"}
WORKERS = ("worker1", "worker2")
PARTS = ("api-server", "scheduler", "dag-processor", "triggerer")


class Nights:
    """The services and their newsroom, with the same nights run in one process to compare with."""

    def __init__(self, cluster: Cluster, press: Press) -> None:
        self.cluster = cluster
        self.alone = Settings(home=cluster.folder / "alone", publishers=cluster.publishers, **SHARDS)
        self._press = press
        self._http = cluster.airflow()

    def trigger(self, night: date) -> str:
        """Run a night in one process, then start it on the workers; the id of its run."""
        self._press.night = night
        run_night(read_request({"night": str(night)}), self.alone)
        asked = {"logical_date": None, "conf": {"night": str(night)}}
        return str(self._ask("POST", f"/dags/{DAG}/dagRuns", json=asked)["dag_run_id"])

    def unpause(self) -> None:
        """Let every DAG run that is there to run."""
        dags = until(lambda: self._ask("GET", "/dags")["dags"], "the DAGs are known")
        for dag in dags:
            self._ask("PATCH", f"/dags/{dag['dag_id']}", json={"is_paused": False})

    def tasks(self, run_id: str) -> list[dict[str, Any]]:
        """What has become of the tasks of a run."""
        return self._ask("GET", f"/dags/{DAG}/dagRuns/{run_id}/taskInstances", params={"limit": 500})["task_instances"]

    def finish(self, run_id: str, night: date) -> list[dict[str, Any]]:
        """Wait for the end of a run and for the edition with its night; its tasks."""

        def ended() -> str | None:
            state = self._ask("GET", f"/dags/{DAG}/dagRuns/{run_id}")["state"]
            return state if state in ("success", "failed") else None

        state = until(ended, f"{run_id} ends", lambda: str(self._told(run_id)))
        assert state == "success", self._told(run_id)
        until(lambda: self._published(night), f"an edition has {night}")
        return self.tasks(run_id)

    @property
    def edition(self) -> Path:
        """What the workers have published."""
        return self.cluster.volume("warehouse") / "newsledger.duckdb"

    def _published(self, night: date) -> bool:
        if not self.edition.exists():
            return False
        with duckdb.connect(str(self.edition), read_only=True) as ledger:
            return bool(ledger.execute("FROM coverage WHERE night = ?", [night]).fetchall())

    def _told(self, run_id: str) -> list[tuple[str, ...]]:
        return [(one["task_id"], one["map_index"], one["state"], one["try_number"]) for one in self.tasks(run_id)]

    def _ask(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        answer = self._http.request(method, path, **given)
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def nights() -> Iterator[Nights]:
    folder = Path(tempfile.mkdtemp(prefix="newsledger-"))
    folder.chmod(0o755)
    settings = {f"NEWSLEDGER_{name.upper()}": str(value) for name, value in SHARDS.items()}
    with Press(FIRST_NIGHT) as press, Cluster(folder, LOST_AFTER_SECONDS="15", **settings) as cluster:
        press.write_publishers(cluster.publishers)
        for service in ("postgres", "redis"):
            cluster.start(service)
        for service in ("postgres", "redis"):
            cluster.await_health(service)
        cluster.finish("prepare")
        for service in (*PARTS, "warehouse"):
            cluster.start(service)
        for worker in WORKERS:
            cluster.start("worker", worker)
        for service in (*PARTS, "warehouse"):
            cluster.await_health(service)
        for worker in WORKERS:
            cluster.await_health("worker", worker)
        started = Nights(cluster, press)
        started.unpause()
        yield started
    shutil.rmtree(folder)


def test_a_night_whose_worker_is_lost_in_the_middle_of_a_shard_gives_the_tables_of_one_machine(nights):
    run_id = nights.trigger(FIRST_NIGHT)
    lost = until(_at_a_shard(nights), "a worker is at a shard")
    nights.cluster.stop(lost, signal.SIGKILL)
    tasks = nights.finish(run_id, FIRST_NIGHT)
    assert contents(nights.edition) == contents(nights.alone.published_warehouse)
    assert any(one["try_number"] == 2 for one in tasks), "what was lost is done by another"
    shards = [one for one in tasks if one["task_id"] in ("parse", "extract")]
    assert len(shards) >= 4
    for worker in WORKERS:
        assert nights.cluster.log(worker).count("succeeded in") > 0, f"{worker} did its part"


def test_a_night_whose_broker_is_restarted_gives_the_tables_of_one_machine(nights):
    for worker in WORKERS:
        if worker not in nights.cluster.working():
            nights.cluster.start("worker", worker)
            nights.cluster.await_health("worker", worker)
    run_id = nights.trigger(SECOND_NIGHT)
    until(_at_a_shard(nights), "a worker is at a shard")
    nights.cluster.stop("redis")
    nights.cluster.start("redis")
    nights.cluster.await_health("redis")
    nights.finish(run_id, SECOND_NIGHT)
    assert contents(nights.edition) == contents(nights.alone.published_warehouse)


def test_a_worker_needs_nothing_of_the_machine_with_the_ledger_but_the_lake(nights):
    own = [path for path in (nights.cluster.folder / "containers").glob("worker*/**/*") if path.is_file()]
    assert {path.parent.name for path in own} <= {"locks"}
    assert not list(nights.cluster.volume("lake").rglob("*.duckdb"))


def _at_a_shard(nights: Nights) -> Callable[[], str | None]:
    def look() -> str | None:
        for worker, tasks in nights.cluster.working().items():
            if worker in WORKERS and any('"task_id":"extract"' in one.replace(" ", "") for one in tasks):
                return worker
        return None

    return look
