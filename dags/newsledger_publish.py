"""Publish and report: an edition for analysts, and the page of each night in it.

Runs by itself when nights have been loaded into the working warehouse. Trigger it by hand to publish the working
warehouse as it stands, with the nights whose pages should be written anew. An edition that is out already is not made
again. Open sessions of analysts keep the edition that they opened.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Asset, Param, dag, task

from pipeline import forms, tasks

WAREHOUSE = Asset(tasks.WAREHOUSE)


@dag(
    schedule=[WAREHOUSE],
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    params={name: Param(**field) for name, field in forms.fields(forms.PublishForm).items()},
    default_args=tasks.defaults(),
    doc_md=__doc__,
)
def newsledger_publish() -> None:
    @task(pool=tasks.WRITER, queue=tasks.AT_THE_FILES, retries=5, outlets=[Asset("newsledger_edition")])
    def publish(params: Any = None, triggering_asset_events: Any = None) -> dict[str, Any]:
        events = triggering_asset_events[WAREHOUSE] if triggering_asset_events else []
        return tasks.publish(dict(params), [event.extra["night"] for event in events if "night" in event.extra])

    publish()


newsledger_publish()
