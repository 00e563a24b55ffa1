"""``make up`` and ``make down``: Airflow for one person, on loopback.

Starts ``airflow standalone`` in a session of its own, and the invented newsroom where no publishers are set, so that
the nightly DAG can be triggered at once.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated

import typer

from ops.environment import USER, airflow_environment, airflow_home
from pipeline.settings import PROJECT, Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Airflow for one person, on loopback.")
_PATIENCE = 180.0  # seconds for Airflow to come up
_GOODBYE = 40.0  # seconds for it to stop when asked politely
_NEWSROOM_NIGHT = "2026-03-05"  # the last night of the invented press: all of its stories


@app.command()
def up(
    port: Annotated[int, typer.Option(help="port of Airflow's server on 127.0.0.1")] = 8080,
    newsroom_port: Annotated[int, typer.Option(help="first of three ports for the invented newsroom")] = 8701,
) -> None:
    """Start Airflow, ready to trigger."""
    settings = Settings()
    home = airflow_home(settings)
    home.mkdir(parents=True, exist_ok=True)
    if _alive(home / "standalone.pid"):
        typer.echo(f"already up: {_told(home)}")
        return
    if _taken(port):
        typer.echo(f"port {port} on 127.0.0.1 is taken; choose another with `up --port`", err=True)
        raise typer.Exit(1)
    if not settings.publishers.exists():
        settings = settings.model_copy(update={"publishers": settings.home / "newsroom-publishers.toml"})
        arguments = [
            *(sys.executable, "-m", "examples.newsroom", "serve", "--night", _NEWSROOM_NIGHT),
            *("--port", str(newsroom_port), "--publishers", str(settings.publishers)),
        ]
        _start(arguments, dict(os.environ), home / "newsroom")
    environment = airflow_environment(settings, port)
    _password(home)
    done = subprocess.run(
        [sys.executable, "-m", "ops.airflow_database"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        typer.echo(f"the database of Airflow could not be made:\n{done.stderr[-2000:]}", err=True)
        raise typer.Exit(1)
    airflow = str(Path(sys.executable).with_name("airflow"))
    _start([airflow, "standalone"], environment, home / "standalone")
    (home / "address.json").write_text(json.dumps({"address": f"http://127.0.0.1:{port}"}), encoding="utf-8")
    if not _healthy(f"http://127.0.0.1:{port}", home / "standalone.pid"):
        down()
        typer.echo(f"Airflow did not come up; its log is {home / 'standalone.log'}", err=True)
        raise typer.Exit(1)
    typer.echo(f"up: {_told(home)}\nTrigger newsledger_nightly; stop with `make down`.")


@app.command()
def down() -> None:
    """Stop everything that ``up`` started."""
    home = airflow_home(Settings())
    for name, polite in (("standalone", signal.SIGINT), ("newsroom", signal.SIGINT)):
        _stop(home / f"{name}.pid", polite)
    typer.echo("down")


def _taken(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def _told(home: Path) -> str:
    """Where it is, how to log in, and what it takes."""
    address = json.loads((home / "address.json").read_text(encoding="utf-8"))["address"]
    memory = _memory(int((home / "standalone.pid").read_text(encoding="utf-8")))
    return f"{address}\nlogin: {USER} / {_password(home)}\nmemory: {memory / 1e6:.0f} MB"


def _memory(session: int) -> int:
    """Bytes of memory that the processes of a session hold, pages that they share counted once."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) == session:
                shares = re.search(r"^Pss:\s+(\d+) kB", (process / "smaps_rollup").read_text(encoding="utf-8"), re.M)
                total += int(shares[1]) * 1024 if shares else 0
        except OSError:
            continue  # it has ended meanwhile
    return total


def _password(home: Path) -> str:
    """The password of the one user, made on first use and kept in a file that only its owner reads."""
    file = home / "passwords.json"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(json.dumps({USER: secrets.token_urlsafe(12)}), encoding="utf-8")
    return str(json.loads(file.read_text(encoding="utf-8"))[USER])


def _start(arguments: list[str], environment: dict[str, str], stem: Path) -> None:
    """Start a process in a session of its own; its output goes to ``stem``.log, its number to ``stem``.pid."""
    with stem.with_suffix(".log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            arguments,
            env=environment,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            # a shell that starts jobs in the background hands down an ignored SIGINT, which `down` needs
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
    stem.with_suffix(".pid").write_text(str(process.pid), encoding="utf-8")


def _alive(pid_file: Path) -> bool:
    """Whether the process that the file names, or another of its session, still runs."""
    try:
        os.killpg(int(pid_file.read_text(encoding="utf-8")), 0)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return False
    return True


def _stop(pid_file: Path, polite: signal.Signals) -> None:
    """Ask the process to stop, then make its whole session stop."""
    if _alive(pid_file):
        leader = int(pid_file.read_text(encoding="utf-8"))
        try:
            os.kill(leader, polite)
        except ProcessLookupError:
            os.killpg(leader, signal.SIGTERM)  # the leader is gone, others of its session are not
        for stronger in (signal.SIGTERM, signal.SIGKILL):
            waited = time.monotonic() + _GOODBYE
            while _alive(pid_file) and time.monotonic() < waited:
                time.sleep(0.2)
            if _alive(pid_file):
                os.killpg(leader, stronger)
    pid_file.unlink(missing_ok=True)


def _healthy(address: str, pid_file: Path) -> bool:
    """Wait until scheduler and DAG processor report themselves healthy, and the nightly DAG is known."""
    waited = time.monotonic() + _PATIENCE
    while time.monotonic() < waited and _alive(pid_file):
        try:
            with urllib.request.urlopen(f"{address}/api/v2/monitor/health", timeout=5) as answer:  # noqa: S310
                health = json.load(answer)
            if all(health[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor")):
                return True
        except (urllib.error.URLError, TimeoutError, ConnectionError, json.JSONDecodeError, KeyError):
            pass
        time.sleep(0.5)
    return False


if __name__ == "__main__":
    app()
