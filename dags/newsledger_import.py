"""Import a corpus: files become articles of a range of nights, which are then run, loaded and published.

A web archive (WARC) or a Parquet file is taken part by part; each of its records is filed under the day that it tells,
and those outside the range are left out and counted. Other files, and records without a day, are filed under the last
night. An import that was stopped goes on where it was. Nights are finished oldest first, because each is compared with
those before it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Asset, Param, dag, task

from pipeline import forms, tasks

WAREHOUSE = Asset(tasks.WAREHOUSE)
NIGHT = "{{ task.op_kwargs['request']['night'] }}"
PIECE = NIGHT + " {{ task.op_kwargs['request']['shard'] }}"


@dag(
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    max_active_runs=1,
    params={name: Param(**field) for name, field in forms.fields(forms.ImportForm).items()},
    default_args=tasks.defaults(),
    doc_md=__doc__,
)
def newsledger_import() -> None:
    @task(retries=0)
    def open_import(params: Any = None) -> list[dict[str, Any]]:
        return tasks.open_import(dict(params))

    # one night at a time, in order: a night is compared with those before it
    @task(
        pool=tasks.WRITER,
        queue=tasks.AT_THE_FILES,
        retries=5,
        outlets=[WAREHOUSE],
        max_active_tis_per_dagrun=1,
        map_index_template=NIGHT,
    )
    def finish(request: Any, outlet_events: Any = None) -> dict[str, Any]:
        outlet_events[WAREHOUSE].extra = {"night": request["night"]}
        return tasks.finish(request)

    def sharded(name: str) -> Any:
        mapped = task(task_id=name, map_index_template=PIECE)(tasks.run_piece)
        return mapped.partial(stage=name).expand(request=pieces)

    requests: Any = open_import()
    taken = task(map_index_template=NIGHT)(tasks.take).expand(request=requests)
    pieces = task(tasks.pieces)(requests)
    taken >> pieces >> sharded("parse") >> sharded("extract") >> finish.expand(request=requests)


newsledger_import()
