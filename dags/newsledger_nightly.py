"""The night, from published pages to the published warehouse. Wiring only: each task calls one function."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Asset, Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from pipeline import tasks

WRITER = {"pool": "duckdb_writer", "queue": "warehouse"}  # one slot, at the files: DuckDB has one writer
FORM = {
    "night": Param(None, type=["null", "string"], format="date", description="UTC day; empty: the day before the run"),
    "publishers": Param([], type="array", items={"type": "string"}, description="publisher ids; empty: all"),
    "limit": Param(None, type=["null", "integer"], minimum=1, description="most articles from each; empty: all"),
    "dry_run": Param(False, type="boolean", description="stop before the warehouse"),
}


@dag(
    schedule="0 3 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    params=FORM,
    default_args={"retries": 1, "retry_delay": timedelta(seconds=30)},
)
def newsledger_nightly() -> None:
    """Fetch the publishers, find who said what, judge the night, load it and publish an edition."""

    @task(retries=0)
    def open_night(params: Any = None, dag_run: Any = None) -> dict[str, Any]:
        return tasks.open_night(dict(params), dag_run.run_after)

    @task(**WRITER, retries=5)
    def load(request: Any) -> bool:
        if request["dry_run"]:
            raise AirflowSkipException("dry run: the warehouse stays as it is")
        return tasks.load(request)

    def sharded(name: str) -> Any:
        mapped = task(task_id=name, map_index_template="{{ task.op_kwargs['shard'] }}")(tasks.run)
        return mapped.partial(stage=name, request=request).expand(shard=shards)

    def whole(name: str) -> Any:
        return task(task_id=name)(tasks.run)(stage=name, request=request)

    request: Any = open_night()
    fetch = task(map_index_template="{{ task.op_kwargs['publisher'] }}")(tasks.fetch)
    fetched = fetch.partial(request=request).expand(publisher=task(tasks.publishers)(request))
    shards = task(trigger_rule="all_done")(tasks.plan)(request)  # a publisher that is down does not hold up the others
    judged = task(queue=WRITER["queue"], retries=0)(tasks.validate)(request)
    published = task(**WRITER, retries=5, outlets=[Asset("newsledger_warehouse")])(tasks.publish)(request)
    fetched >> shards >> sharded("parse") >> whole("dedupe") >> sharded("extract") >> judged
    judged >> whole("resolve") >> whole("fingerprint") >> whole("account") >> load(request) >> published


newsledger_nightly()
