"""Upkeep: every Sunday at 06:00 UTC, what nobody needs is removed.

These are nights beyond `NEWSLEDGER_NIGHTS_KEPT` (by default all are kept), files that killed runs left in the lake,
what extractors read a month ago that never served a night, editions beyond `NEWSLEDGER_EDITIONS_KEPT`, and empty room
in the working warehouse. Sealed files of nights that are kept are not touched. The note of the task tells the counts;
tick `dry_run` to see them first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Asset, Param, dag, task

from pipeline import forms, tasks


@dag(
    schedule="0 6 * * 0",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    params={name: Param(**field) for name, field in forms.fields(forms.UpkeepForm).items()},
    default_args=tasks.defaults(),
    doc_md=__doc__,
)
def newsledger_upkeep() -> None:
    @task(pool=tasks.WRITER, queue=tasks.AT_THE_FILES, retries=5, outlets=[Asset(tasks.WAREHOUSE)])
    def upkeep(params: Any = None) -> dict[str, Any]:
        return tasks.keep_up(dict(params))

    upkeep()


newsledger_upkeep()
