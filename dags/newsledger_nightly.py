"""The night: from published pages to the working warehouse; `newsledger_publish` then gives it to analysts.

Runs at 03:00 UTC for the day before; any night may be run again. A publisher that is down ends red and does not hold up
the others. A critical expectation that fails ends the run red at `validate`, whose log says what to do.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Asset, Param, dag, task
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowSkipException

from pipeline import alerts, forms, tasks

LATE = AsyncCallback(alerts.on_deadline, {"dag_id": "newsledger_nightly", "minutes": tasks.deadline_minutes()})
WAREHOUSE = Asset(tasks.WAREHOUSE)


@dag(
    schedule="0 3 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    params={name: Param(**field) for name, field in forms.fields(forms.NightForm).items()},
    default_args=tasks.defaults(),
    deadline=DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, timedelta(minutes=tasks.deadline_minutes()), LATE),
    doc_md=__doc__,
)
def newsledger_nightly() -> None:
    @task(retries=0)
    def open_night(params: Any = None, dag_run: Any = None) -> dict[str, Any]:
        return tasks.open_night(dict(params), dag_run.run_after)

    @task(pool=tasks.WRITER, queue=tasks.AT_THE_FILES, retries=5, outlets=[WAREHOUSE])
    def load(request: Any, outlet_events: Any = None) -> bool:
        if request["dry_run"]:
            raise AirflowSkipException("dry run: the warehouse stays as it is")
        outlet_events[WAREHOUSE].extra = {"night": request["night"]}
        return tasks.load(request)

    def sharded(name: str) -> Any:
        mapped = task(task_id=name, map_index_template="{{ task.op_kwargs['shard'] }}")(tasks.run)
        return mapped.partial(stage=name, request=request).expand(shard=shards)

    request: Any = open_night()
    fetch = task(map_index_template="{{ task.op_kwargs['publisher'] }}")(tasks.fetch).partial(request=request)
    fetched = fetch.expand(publisher=task(tasks.publishers)(request))
    shards = task(trigger_rule="all_done_min_one_success")(tasks.plan)(request)  # without publishers that are down
    names = ("dedupe", "resolve", "fingerprint", "account")
    dedupe, resolve, fingerprint, account = (task(task_id=n)(tasks.run)(stage=n, request=request) for n in names)
    judged = task(queue=tasks.AT_THE_FILES, retries=0)(tasks.validate)(request)
    read = fetched >> shards >> sharded("parse") >> dedupe >> sharded("extract")
    read >> judged >> resolve >> fingerprint >> account >> load(request)


newsledger_nightly()
