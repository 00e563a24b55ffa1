"""The DAG files: they load quickly, wire the stages in order, and hold nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from pipeline.flow import STAGES
from pipeline.settings import PROJECT

LOOK = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
heavy = {"spacy", "great_expectations", "duckdb", "pyarrow", "trafilatura"} & set(sys.modules)
bag = DagBag(sys.argv[1])
after = {"spacy", "great_expectations", "duckdb", "pyarrow", "trafilatura"} & set(sys.modules)
dag = bag.dags["newsledger_nightly"]
print(json.dumps({
    "errors": bag.import_errors,
    "imported": sorted(after - heavy),
    "order": [task.task_id for task in dag.topological_sort()],
    "pools": {task.task_id: task.pool for task in dag.tasks},
    "outlets": {task.task_id: [asset.name for asset in task.outlets] for task in dag.tasks if task.outlets},
    "mapped": sorted(task.task_id for task in dag.tasks if task.is_mapped),
    "params": sorted(dag.params),
}))
"""


@pytest.fixture(scope="module")
def nightly(tmp_path_factory: pytest.TempPathFactory) -> dict:
    environment = os.environ | {
        "AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, "-c", LOOK, str(PROJECT / "dags")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_dag_file_loads(nightly):
    assert nightly["errors"] == {}


def test_loading_a_dag_imports_no_heavy_library(nightly):
    assert nightly["imported"] == []


def test_the_nightly_dag_runs_the_stages_of_the_flow_in_order(nightly):
    stages = [stage.name for stage in STAGES]
    assert [task for task in nightly["order"] if task in stages] == stages
    assert nightly["order"][-2:] == ["load", "publish"]


def test_the_nightly_dag_is_mapped_over_publishers_and_shards(nightly):
    assert nightly["mapped"] == ["extract", "fetch", "parse"]


def test_whoever_opens_the_working_file_takes_the_one_slot_of_the_writers_pool(nightly):
    assert {task for task, pool in nightly["pools"].items() if pool == "duckdb_writer"} == {"load", "publish"}


def test_the_published_warehouse_is_an_asset(nightly):
    assert nightly["outlets"] == {"publish": ["newsledger_warehouse"]}


def test_the_form_asks_for_night_publishers_limit_and_dry_run(nightly):
    assert nightly["params"] == ["dry_run", "limit", "night", "publishers"]
