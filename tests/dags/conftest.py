"""One Airflow for all tests of the DAGs: started as ``make up`` does, stopped as ``make down`` does."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from running import NIGHTLY, Airflow, make, until

from pipeline.settings import PROJECT

LATE_AFTER = 0.05  # minutes; every run of the tests is late, which one of them looks at
MORE_PUBLISHERS = """
[[publishers]]
id = "gone"
name = "The Gone"
domain = "gone.example"
feeds = ["http://127.0.0.1:9/feed.xml"]
private_network = true

[[publishers]]
id = "silent"
name = "The Silent"
domain = "silent.example"
"""


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    home = tmp_path_factory.mktemp("airflow")
    shutil.copytree(PROJECT / "expectations", home / "expectations")
    publishers = home / "newsroom-publishers.toml"
    alerts: list[dict[str, str]] = []
    with _listening(alerts) as sink:
        environment = os.environ | {
            "NEWSLEDGER_HOME": str(home),
            "NEWSLEDGER_EXPECTATIONS": str(home / "expectations"),
            "NEWSLEDGER_PUBLISHERS": str(publishers),
            "NEWSLEDGER_MODEL": "plain",
            "NEWSLEDGER_ATTEMPTS": "1",
            "NEWSLEDGER_RETRY_SECONDS": "0",
            "NEWSLEDGER_DEADLINE_MINUTES": str(LATE_AFTER),
            "NEWSLEDGER_ALERT_WEBHOOK": f"http://127.0.0.1:{sink.server_port}/",
        }
        port = free_port()
        try:
            make(environment, "up", "--port", str(port), "--newsroom-port", str(_three_free_ports()))
            publishers.write_text(publishers.read_text(encoding="utf-8") + MORE_PUBLISHERS, encoding="utf-8")
            running = Airflow(home, f"http://127.0.0.1:{port}", alerts)
            _switch_on(running)
            yield running
        finally:
            make(environment, "down")
    assert _left_over(home) == [], "down leaves no process"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _switch_on(airflow: Airflow) -> None:
    """Unpause the nightly DAG, and end the run of last night that Airflow starts at once."""
    until(lambda: airflow.ask("PATCH", f"/dags/{NIGHTLY}", json={"is_paused": False}).status_code == 200)
    [run] = until(airflow.runs)
    airflow.ask("PATCH", f"/dags/{NIGHTLY}/dagRuns/{run['dag_run_id']}", json={"state": "failed"})


@contextmanager
def _listening(kept: list[dict[str, str]]) -> Iterator[ThreadingHTTPServer]:
    """A web server on loopback that keeps what is posted to it."""

    class Sink(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *told: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _left_over(home: Path) -> list[str]:
    """Command lines of processes that still work in ``home``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(home).encode() in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def _three_free_ports() -> int:
    """The first of three neighbouring ports that are free now."""
    for first in range(20_000, 32_000, 3):
        try:
            for port in range(first, first + 3):
                socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return first
    raise AssertionError("no three neighbouring ports are free")
