"""The DAG files: they load quickly, wire the stages in order, are explained, and hold nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from pipeline import forms
from pipeline.flow import STAGES
from pipeline.settings import PROJECT

FORMS = {
    "newsledger_nightly": forms.NightForm,
    "newsledger_publish": forms.PublishForm,
    "newsledger_import": forms.ImportForm,
    "newsledger_compare": forms.CompareForm,
    "newsledger_upkeep": forms.UpkeepForm,
}
LOOK = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
heavy = {"spacy", "great_expectations", "duckdb", "pyarrow", "trafilatura"} & set(sys.modules)
bag = DagBag(sys.argv[1])
after = {"spacy", "great_expectations", "duckdb", "pyarrow", "trafilatura"} & set(sys.modules)
print(json.dumps({
    "errors": bag.import_errors,
    "imported": sorted(after - heavy),
    "dags": {dag.dag_id: {
        "order": [task.task_id for task in dag.topological_sort()],
        "pools": {task.task_id: task.pool for task in dag.tasks},
        "outlets": {task.task_id: [asset.name for asset in task.outlets] for task in dag.tasks if task.outlets},
        "mapped": {task.task_id: getattr(task, "map_index_template", "") for task in dag.tasks if task.is_mapped},
        "told_of": [task.task_id for task in dag.tasks if task.has_on_failure_callback],
        "form": {name: param.description for name, param in dag.params.items()},
        "doc": dag.doc_md,
        "catchup": dag.catchup,
    } for dag in bag.dags.values()},
}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict:
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


@pytest.fixture(scope="module")
def nightly(found) -> dict:
    return found["dags"]["newsledger_nightly"]


def test_every_dag_file_loads(found):
    assert found["errors"] == {}
    assert set(found["dags"]) == set(FORMS)


def test_loading_the_dags_imports_no_heavy_library(found):
    assert found["imported"] == []


@pytest.mark.parametrize("dag_id", FORMS)
def test_every_dag_is_explained_and_none_catches_up_by_itself(found, dag_id):
    dag = found["dags"][dag_id]
    assert len(dag["doc"].split()) > 40
    assert not dag["catchup"]


@pytest.mark.parametrize(("dag_id", "form"), FORMS.items())
def test_every_form_has_the_fields_that_are_declared_each_explained(found, dag_id, form):
    told = {name: field["description"] for name, field in forms.fields(form).items()}
    assert found["dags"][dag_id]["form"] == told


@pytest.mark.parametrize("dag_id", FORMS)
def test_a_task_that_fails_for_good_is_told_of(found, dag_id):
    dag = found["dags"][dag_id]
    assert sorted(dag["told_of"]) == sorted(dag["pools"])


@pytest.mark.parametrize("dag_id", FORMS)
def test_mapped_tasks_have_names(found, dag_id):
    assert all(found["dags"][dag_id]["mapped"].values())


def test_the_nightly_dag_runs_the_stages_of_the_flow_in_order(nightly):
    stages = [stage.name for stage in STAGES]
    assert [task for task in nightly["order"] if task in stages] == stages
    assert nightly["order"][-1] == "load"


def test_work_is_mapped_over_publishers_shards_and_nights(found):
    mapped = {dag_id: sorted(dag["mapped"]) for dag_id, dag in found["dags"].items() if dag["mapped"]}
    assert mapped == {
        "newsledger_nightly": ["extract", "fetch", "parse"],
        "newsledger_import": ["extract", "finish", "parse", "take"],
        "newsledger_compare": ["extract"],
    }


def test_whoever_opens_the_working_file_takes_the_one_slot_of_the_writers_pool(found):
    pools = {(dag_id, task) for dag_id, dag in found["dags"].items() for task, pool in dag["pools"].items()
             if pool == "duckdb_writer"}  # fmt: skip
    assert pools == {
        ("newsledger_nightly", "load"),
        ("newsledger_publish", "publish"),
        ("newsledger_import", "finish"),
        ("newsledger_upkeep", "upkeep"),
    }


def test_what_changes_the_warehouse_makes_an_edition_follow(found):
    outlets = {dag_id: dag["outlets"] for dag_id, dag in found["dags"].items() if dag["outlets"]}
    assert outlets == {
        "newsledger_nightly": {"load": ["newsledger_warehouse"]},
        "newsledger_import": {"finish": ["newsledger_warehouse"]},
        "newsledger_upkeep": {"upkeep": ["newsledger_warehouse"]},
        "newsledger_publish": {"publish": ["newsledger_edition"]},
    }
