"""``make up`` and ``make down``: Airflow for one person, on loopback.

Starts the four parts of Airflow, and the invented newsroom where no publishers are set, so that the nightly DAG can be
triggered at once. ``airflow standalone`` is not used: it serves logs to the whole network.
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
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ops.environment import USER, airflow_environment, airflow_home
from pipeline.settings import PROJECT, Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Airflow for one person, on loopback.")
_PARTS = {
    "api-server": (),
    "scheduler": ("--skip-serve-logs",),  # the API server reads the files; a log server would listen on every address
    "dag-processor": (),
    "triggerer": ("--skip-serve-logs",),
}
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
    running = [part for part in _PARTS if _alive(home / f"{part}.pid")]
    if running:
        typer.echo(f"already up: {_told(home)}")
        if ended := ", ".join(part for part in _PARTS if part not in running):
            typer.echo(f"but ended: {ended}; see its log in {home}, then `make down` and `make up`", err=True)
            raise typer.Exit(1)
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
    _password(home)
    # every part signs and reads the same tokens
    token = _kept(home / "secret.json", "token", lambda: secrets.token_urlsafe(64))
    keys = {"AIRFLOW__API_AUTH__JWT_SECRET": token, "AIRFLOW__API__SECRET_KEY": token}
    environment = airflow_environment(settings, port, **keys)
    done = subprocess.run(
        [sys.executable, "-m", "ops.airflow_database"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        typer.echo(f"the database of Airflow could not be made:\n{done.stderr[-2000:]}", err=True)
        raise typer.Exit(1)
    airflow = str(Path(sys.executable).with_name("airflow"))
    for part, more in _PARTS.items():
        _start([sys.executable, "-m", "ops.kept", airflow, part, *more], environment, home / part)
    (home / "address.json").write_text(json.dumps({"address": f"http://127.0.0.1:{port}"}), encoding="utf-8")
    if not _healthy(f"http://127.0.0.1:{port}", home):
        down()
        typer.echo(f"Airflow did not come up; see the files *.log in {home}", err=True)
        raise typer.Exit(1)
    typer.echo(f"up: {_told(home)}\nTrigger newsledger_nightly; stop with `make down`.")


@app.command()
def down() -> None:
    """Stop everything that ``up`` started."""
    home = airflow_home(Settings())
    files = [home / f"{name}.pid" for name in (*_PARTS, "newsroom")]
    for file in files:
        _ask_to_stop(file)
    for file in files:
        _stop(file)
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
    memory = _memory({_leader(home / f"{part}.pid") for part in _PARTS})
    return f"{address}\nlogin: {USER} / {_password(home)}\nmemory: {memory / 1e6:.0f} MB"


def _memory(sessions: set[int]) -> int:
    """Bytes of memory that the processes of some sessions hold, pages that they share counted once."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) in sessions:
                shares = re.search(r"^Pss:\s+(\d+) kB", (process / "smaps_rollup").read_text(encoding="utf-8"), re.M)
                total += int(shares[1]) * 1024 if shares else 0
        except OSError:
            continue  # it has ended meanwhile
    return total


def _password(home: Path) -> str:
    """The password of the one user, made on first use and kept in a file that only its owner reads."""
    return _kept(home / "passwords.json", USER, lambda: secrets.token_urlsafe(12))


def _kept(file: Path, name: str, make: Callable[[], str]) -> str:
    """A secret out of a file that only its owner reads; made with the file on first use."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(json.dumps({name: make()}), encoding="utf-8")
    return str(json.loads(file.read_text(encoding="utf-8"))[name])


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
        )
    stem.with_suffix(".pid").write_text(str(process.pid), encoding="utf-8")


def _leader(pid_file: Path) -> int:
    """The process that the file names; 0 where there is no such file."""
    return int(pid_file.read_text(encoding="utf-8")) if pid_file.exists() else 0


def _alive(pid_file: Path) -> bool:
    """Whether the process that the file names, or another of its session, still runs."""
    leader = _leader(pid_file)
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return bool(leader)


def _ask_to_stop(pid_file: Path) -> None:
    if _alive(pid_file):
        try:
            os.kill(_leader(pid_file), signal.SIGTERM)
        except ProcessLookupError:
            os.killpg(_leader(pid_file), signal.SIGTERM)  # the leader is gone, others of its session are not


def _stop(pid_file: Path) -> None:
    """Wait until the process that was asked has stopped, then make its whole session stop."""
    for stronger in (signal.SIGTERM, signal.SIGKILL):
        waited = time.monotonic() + _GOODBYE
        while _alive(pid_file) and time.monotonic() < waited:
            time.sleep(0.2)
        if _alive(pid_file):
            os.killpg(_leader(pid_file), stronger)
    pid_file.unlink(missing_ok=True)


def _healthy(address: str, home: Path) -> bool:
    """Wait until every part of Airflow reports itself healthy; false where one has ended."""
    waited = time.monotonic() + _PATIENCE
    while time.monotonic() < waited and all(_alive(home / f"{part}.pid") for part in _PARTS):
        try:
            # the server makes what tasks ask for at the first request, and answers nobody for seconds
            urllib.request.urlopen(f"{address}/execution/health", timeout=60).close()  # noqa: S310
            with urllib.request.urlopen(f"{address}/api/v2/monitor/health", timeout=5) as answer:  # noqa: S310
                health = json.load(answer)
            if all(part["status"] == "healthy" for part in health.values()):
                return True
        except (urllib.error.URLError, TimeoutError, ConnectionError, json.JSONDecodeError, KeyError):
            pass
        time.sleep(0.5)
    return False


if __name__ == "__main__":
    app()
