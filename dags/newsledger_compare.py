"""Extract again and compare: what another extractor would find in nights that one has served.

Nothing that analysts see is changed. The log and the note of `compare` count the claims that the other extractor adds,
loses or changes, and say where the page lies that shows them. To let it serve the nights, run `newsledger promote` on
the command line; what it read here is not read again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Param, dag, task

from pipeline import forms, tasks

PIECE = "{{ task.op_kwargs['piece']['night'] }} {{ task.op_kwargs['piece']['shard'] }}"


@dag(
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    max_active_runs=1,
    params={name: Param(**field) for name, field in forms.fields(forms.CompareForm).items()},
    default_args=tasks.defaults(),
    doc_md=__doc__,
)
def newsledger_compare() -> None:
    @task(retries=0)
    def open_compare(params: Any = None) -> list[dict[str, Any]]:
        return tasks.open_compare(dict(params))

    pieces: Any = open_compare()
    read = task(task_id="extract", map_index_template=PIECE)(tasks.reread).expand(piece=pieces)
    read >> task(queue=tasks.AT_THE_FILES)(tasks.compare)(pieces)


newsledger_compare()
