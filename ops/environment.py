"""The environment in which Airflow runs on one machine; every address is loopback."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipeline.settings import PROJECT, Settings

USER = "admin"


def airflow_home(settings: Settings) -> Path:
    """Where Airflow keeps its own files."""
    return settings.home.resolve() / "airflow"


def airflow_environment(settings: Settings, port: int = 8080, **more: str) -> dict[str, str]:
    """This process's environment, with what Airflow and the pipeline need to find each other.

    Args:
        port: of Airflow's own server on 127.0.0.1.
        more: further variables.
    """
    home = airflow_home(settings)
    address = f"http://127.0.0.1:{port}"
    programs = str(Path(sys.executable).parent)  # Airflow starts itself again by name
    return os.environ | {
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", os.defpath)]),
        "AIRFLOW_HOME": str(home),
        # seconds that one part waits while another writes: on a busy machine SQLite's own five end the scheduler
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}?timeout=300",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__LAZY_LOAD_PLUGINS": "False",  # before tasks are forked; see plugins/newsledger_preload.py
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "5",
        "NEWSLEDGER_HOME": str(settings.home.resolve()),
        "NEWSLEDGER_PUBLISHERS": str(settings.publishers.resolve()),
        "PYTHONPATH": str(PROJECT),
        "PYTHONUNBUFFERED": "1",
        **more,
    }
