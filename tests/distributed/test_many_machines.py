"""A night on two Celery workers, as docker-compose.yml has them: the broker is restarted, and a machine is lost."""

from __future__ import annotations

import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cluster import Cluster, missing, until
from ledger import FIRST_NIGHT, contents, night

from examples.newsroom.press import Press
from pipeline.settings import Settings

pytestmark = [
    pytest.mark.distributed,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}; apt-get install postgresql redis-server"),
]
SHARDS = {
    "documents_per_shard": 2,
    "model": "plain",
}  # so many that both workers have some, and one can be caught at work
WORKERS = ("worker1", "worker2")
PARTS = ("api-server", "scheduler", "dag-processor", "triggerer", "warehouse")


@dataclass(frozen=True)
class Stormy:
    """A night that has been through a restart of the broker and the loss of a worker, with the same night in calm."""

    cluster: Cluster
    tasks: list[dict[str, Any]]
    lost: str
    edition: Path
    calm: Path

    def shards_of(self, worker: str) -> set[str]:
        """Which shards a worker has taken up, as ``extract 2``."""
        taken = re.findall(r"task_id=(parse|extract)/map_index=(\d+)", self.cluster.log(worker))
        return {" ".join(shard) for shard in taken}


@pytest.fixture(scope="module")
def stormy() -> Iterator[Stormy]:
    folder = Path(tempfile.mkdtemp(prefix="newsledger-"))
    folder.chmod(0o755)
    settings = {f"NEWSLEDGER_{name.upper()}": str(value) for name, value in SHARDS.items()}
    with (
        Press(FIRST_NIGHT) as press,
        Cluster(folder, LOST_AFTER_SECONDS="15", NEWSLEDGER_RETRY_SECONDS="5", **settings) as cluster,
    ):
        press.write_publishers(cluster.publishers)
        _start(cluster)
        alone = Settings(home=folder / "alone", publishers=cluster.publishers, **SHARDS)
        night(alone)
        yield _run(cluster, alone.published_warehouse)
    shutil.rmtree(folder)


def test_its_tables_are_those_of_one_machine_and_a_calm_night(stormy):
    assert contents(stormy.edition) == contents(stormy.calm)


def test_both_workers_took_shards_and_what_one_lost_is_done_by_the_other(stormy):
    [left] = set(WORKERS) - {stormy.lost}
    assert stormy.shards_of(left)
    again = {f"{one['task_id']} {one['map_index']}" for one in stormy.tasks if one["try_number"] > 1}
    assert again
    assert again <= stormy.shards_of(stormy.lost)
    assert again <= stormy.shards_of(left)


def test_what_concerns_the_ledgers_files_is_done_on_their_machine(stormy):
    elsewhere = {one["task_id"] for one in stormy.tasks if one["queue"] != "warehouse"}
    assert {one["task_id"] for one in stormy.tasks} - elsewhere >= {"validate", "load"}
    own = [path for path in (stormy.cluster.folder / "containers").glob("worker*/**/*") if path.is_file()]
    assert {path.parent.name for path in own} <= {"locks"}, "a worker keeps nothing that others need"


def _start(cluster: Cluster) -> None:
    """Start the services in the order of their dependencies."""
    for service in ("postgres", "redis"):
        cluster.start(service)
    for service in ("postgres", "redis"):
        cluster.await_health(service)
    cluster.finish("prepare")
    instances = [(service, service) for service in PARTS] + [("worker", worker) for worker in WORKERS]
    for instance in instances:
        cluster.start(*instance)
    for instance in instances:
        cluster.await_health(*instance)


def _run(cluster: Cluster, calm: Path) -> Stormy:
    airflow = cluster.airflow()

    def ask(method: str, path: str, **given: Any) -> dict[str, Any]:
        answer = airflow.request(method, path, **given)
        assert answer.is_success, answer.text
        return answer.json()

    def start(dag: str, **form: str) -> str:
        until(lambda: airflow.patch(f"/dags/{dag}", json={"is_paused": False}).is_success, f"{dag} is known")
        return f"/dags/{dag}/dagRuns/{ask('POST', f'/dags/{dag}/dagRuns', json=_asked(form))['dag_run_id']}"

    def finish(run: str) -> list[dict[str, Any]]:
        def tasks() -> list[dict[str, Any]]:
            return ask("GET", f"{run}/taskInstances", params={"limit": 500})["task_instances"]

        def told() -> str:
            return "\n".join(f"{t['task_id']} {t['map_index']} {t['state']} {t['try_number']}" for t in tasks())

        until(lambda: ask("GET", run)["state"] in ("success", "failed"), "the run ends", told)
        assert ask("GET", run)["state"] == "success", told()
        return tasks()

    def halted_in_the_middle() -> str | None:
        """A worker that stands still before its shard of extract is done."""
        if found := _worker_at(cluster, "extract"):
            worker, shard = found
            cluster.halt(worker)
            time.sleep(1)  # for what it had just told the server
            if ask("GET", f"{run}/taskInstances/extract/{shard}")["state"] == "running":
                return worker
            cluster.go_on(worker)
        return None

    run = start("newsledger_nightly", night=str(FIRST_NIGHT))
    until(partial(_worker_at, cluster, "parse"), "a worker is at a shard of parse")
    cluster.stop("redis")
    cluster.start("redis")
    cluster.await_health("redis")
    lost = until(halted_in_the_middle, "a worker stands still in the middle of a shard")
    cluster.stop(lost, signal.SIGKILL)
    tasks = finish(run)
    finish(start("newsledger_publish"))
    airflow.close()
    return Stormy(cluster, tasks, lost, cluster.volume("warehouse") / "newsledger.duckdb", calm)


def _asked(form: dict[str, str]) -> dict[str, Any]:
    return {"logical_date": None, "conf": form}


def _worker_at(cluster: Cluster, stage: str) -> tuple[str, str] | None:
    """A worker that is at a shard of a stage now, and the shard's number."""
    for worker, tasks in cluster.working().items():
        told = " ".join(tasks).replace(" ", "")
        if worker in WORKERS and (shard := re.search(rf'"task_id":"{stage}".*?"map_index":(\d+)', told)):
            return worker, shard[1]
    return None
