"""Whether a service of Airflow works, asked often and therefore without importing Airflow.

``python -m ops.healthy scheduler`` asks Airflow's server, ``python -m ops.healthy worker`` the worker of this host.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request

_PATIENCE = 10.0  # seconds for an answer


def main(part: str) -> int:
    """The exit status: 0 if the part works."""
    return 0 if (_worker_answers() if part == "worker" else _server_says_healthy(part)) else 1


def _server_says_healthy(part: str) -> bool:
    for_tasks = os.environ["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"]
    if part == "metadatabase":  # the server makes what tasks ask for at the first request, which no task should be
        urllib.request.urlopen(f"{for_tasks}health", timeout=_PATIENCE).close()  # noqa: S310
    server = for_tasks.removesuffix("/execution/")
    with urllib.request.urlopen(f"{server}/api/v2/monitor/health", timeout=_PATIENCE) as answer:  # noqa: S310
        return bool(json.load(answer)[part]["status"] == "healthy")


def _worker_answers() -> bool:
    from celery import Celery

    name = f"worker@{os.environ['HOSTNAME']}"
    control = Celery(broker=os.environ["AIRFLOW__CELERY__BROKER_URL"]).control
    return bool(control.ping(destination=[name], timeout=_PATIENCE, limit=1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
