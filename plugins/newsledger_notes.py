"""Counts as notes on a finished run and on its tasks, where Airflow's grid shows them.

The scheduler calls this when a run has ended; a task itself may write no note. Every process of Airflow loads this
file, so what is heavy is imported when a run has ended.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun


@hookimpl
def on_dag_run_success(dag_run: DagRun, msg: str) -> None:
    """Note what a run and its tasks counted."""
    _note(dag_run)


@hookimpl
def on_dag_run_failed(dag_run: DagRun, msg: str) -> None:
    """Note what a run and its tasks counted, as far as they came."""
    _note(dag_run)


def _note(dag_run: DagRun) -> None:
    from airflow.models.xcom import XComModel
    from sqlalchemy import select
    from sqlalchemy.orm import object_session

    from pipeline import tasks

    session = object_session(dag_run)
    if session is None or not dag_run.dag_id.startswith("newsledger_"):
        return
    asked = select(XComModel).where(
        XComModel.dag_id == dag_run.dag_id, XComModel.run_id == dag_run.run_id, XComModel.key == "return_value"
    )
    values = {(x.task_id, x.map_index): XComModel.deserialize_value(x) for x in session.scalars(asked)}
    for instance in dag_run.get_task_instances(session=session):
        if told := tasks.told(values.get((instance.task_id, instance.map_index))):
            instance.note = told
    if told := tasks.told_of_all(values.values()):
        dag_run.note = told


class NewsledgerNotes(AirflowPlugin):
    """What Airflow looks for in the plugins folder."""

    name = "newsledger_notes"
    listeners = [sys.modules[__name__]]  # noqa: RUF012
