"""The services of docker-compose.yml as processes of this machine: their own commands, environment and health checks.

What a container engine does is done by name: a volume becomes a folder, ``postgres:5432`` a free port on loopback, and
whatever a container would keep to itself lies in a folder of its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import compose
import httpx
from celery import Celery
from cryptography.fernet import Fernet

from pipeline.settings import PROJECT

PATIENCE = 240.0  # seconds for anything to happen
_GOODBYE = 15.0  # seconds for a process to end when asked politely
_PORTS = {"5432": "postgres", "6379": "redis", "8080": "api-server"}
_SERVICE = re.compile(rf"\b(?:postgres|redis|api-server|127\.0\.0\.1):({'|'.join(_PORTS)})\b")
_OWN_FOLDERS = ("/var/lib/airflow", "/var/lib/newsledger-lake", "/var/lib/newsledger")
_POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/usr/local/bin"))


def missing() -> str:
    """Which programs are not installed; nothing if all are."""
    places = os.pathsep.join([str(_POSTGRES), os.environ.get("PATH", os.defpath)])
    wanted = {"initdb": "postgresql", "postgres": "postgresql", "redis-server": "redis-server"}
    absent = sorted({package for program, package in wanted.items() if not shutil.which(program, path=places)})
    return " and ".join(absent)


class Cluster:
    """The services, started one by one; all of them end with the ``with`` block.

    Args:
        folder: every user of the machine must be able to pass through it; the database runs as one of its own.
        more: variables that ``.env`` would hold beside the secrets.
    """

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = folder
        made = {name: value or secrets.token_hex(32) for name, value in compose.variables(compose.EXAMPLE).items()}
        self.env = made | {"FERNET_KEY": Fernet.generate_key().decode(), **more}
        self.services = compose.services(self.env)
        self._ports = {number: str(_free_port()) for number in _PORTS}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for name in reversed(list(self._running)):
            self.stop(name, signal.SIGTERM if name == "postgres" else signal.SIGKILL)

    @property
    def publishers(self) -> Path:
        """The file that the services see as their list of publishers."""
        return self.folder / "publishers.toml"

    def volume(self, name: str) -> Path:
        """The folder that stands for a volume."""
        return self.folder / "volumes" / name

    def log(self, instance: str) -> str:
        """What an instance has printed."""
        return (self.folder / f"{instance}.log").read_text(encoding="utf-8", errors="replace")

    def start(self, service: str, instance: str = "") -> None:
        """Start a service; it may not be ready yet."""
        instance = instance or service
        given = self.services[service]["command"]
        command = [self._here(service, instance, part) for part in given]
        if service == "postgres":
            command = self._database(command)
        if service == "redis":
            command += ["--port", self._ports["6379"], "--bind", "127.0.0.1"]
        with (self.folder / f"{instance}.log").open("ab") as log:
            self._running[instance] = subprocess.Popen(
                command,
                env=self.environment(service, instance),
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def finish(self, service: str) -> None:
        """Start a service that ends by itself, and wait for that."""
        self.start(service)
        status = self._running.pop(service).wait(PATIENCE)
        assert status == 0, self.log(service)[-3000:]

    def await_health(self, service: str, instance: str = "") -> None:
        """Wait until the health check of a service holds."""
        instance = instance or service
        kind, *check = self.services[service]["healthcheck"]["test"]
        assert kind == "CMD"
        command = [self._here(service, instance, part) for part in check]
        environment = self.environment(service, instance)

        def healthy() -> bool:
            assert self._running[instance].poll() is None, f"{instance} ended:\n{self.log(instance)[-3000:]}"
            return (
                subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, check=False).returncode == 0
            )

        until(healthy, f"{instance} is healthy", lambda: self.log(instance)[-3000:])

    def environment(self, service: str, instance: str) -> dict[str, str]:
        """The environment of a service, with this machine's folders and ports."""
        given = self.services[service]["environment"]
        programs = [str(Path(sys.executable).parent), str(_POSTGRES), os.environ.get("PATH", os.defpath)]
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "TZ") if name in os.environ}
        told = {name: self._here(service, instance, str(value)) for name, value in given.items() if value is not None}
        # no run at three in the morning while a test is at it
        return (
            kept
            | told
            | {
                "PATH": os.pathsep.join(programs),
                "HOSTNAME": instance,
                "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
            }
        )

    def stop(self, instance: str, how: signal.Signals = signal.SIGTERM) -> None:
        """End an instance and all that it started; SIGKILL is what losing its machine is like."""
        process = self._running[instance]
        for strength in (how, signal.SIGKILL):
            self._signal(instance, strength)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GOODBYE)
        del self._running[instance]

    def halt(self, instance: str) -> None:
        """Make an instance stand still in the middle of what it does."""
        self._signal(instance, signal.SIGSTOP)

    def go_on(self, instance: str) -> None:
        """Let an instance that was halted go on."""
        self._signal(instance, signal.SIGCONT)

    def working(self) -> dict[str, list[str]]:
        """What each worker is at: the arguments of its tasks, as the broker's own inspection tells them."""
        broker = self.environment("worker", "asking")["AIRFLOW__CELERY__BROKER_URL"]
        asking = Celery(broker=broker)
        asking.conf.broker_pool_limit = 0  # a connection of before the broker's restart is of no use
        active = asking.control.inspect(timeout=0.5).active() or {}
        return {name.partition("@")[2]: [str(task["args"]) for task in tasks] for name, tasks in active.items()}

    def airflow(self) -> httpx.Client:
        """Airflow's server, logged in."""
        address = f"http://127.0.0.1:{self._ports['8080']}"
        login = {"username": "admin", "password": self.env["ADMIN_PASSWORD"]}
        token = httpx.post(f"{address}/auth/token", json=login, timeout=60).raise_for_status().json()["access_token"]
        return httpx.Client(base_url=f"{address}/api/v2", headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def _signal(self, instance: str, which: signal.Signals) -> None:
        """Send a signal to an instance and to all that it started."""
        for one in _family(self._running[instance].pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, which)

    def _here(self, service: str, instance: str, text: str) -> str:
        """A text of the file with folders and ports of this machine."""
        places = {"/etc/newsledger/publishers.toml": self.publishers, "/opt/newsledger": PROJECT}
        for volume in self.services[service].get("volumes", []):
            name, target = volume.split(":")[:2]
            if not name.startswith("."):
                self.volume(name).mkdir(parents=True, exist_ok=True)
                places[target] = self.volume(name)
        for own in _OWN_FOLDERS:
            places.setdefault(own, self.folder / "containers" / instance / Path(own).name)
        text = _SERVICE.sub(lambda found: f"127.0.0.1:{self._ports[found[1]]}", text)
        for target, place in places.items():
            text = re.sub(rf"(?<![\w.]){re.escape(target)}(?![\w-])", str(place), text)
        return self._ports.get(text, "127.0.0.1" if text == "0.0.0.0" else text)

    def _database(self, command: list[str]) -> list[str]:
        """What the entry point of the image does before the command: a data folder, a user, a database."""
        data = self.volume("postgres")
        account = ["runuser", "-u", self.services["postgres"]["user"], "--"] if os.geteuid() == 0 else []
        given = self.environment("postgres", "postgres")
        if not any(data.iterdir()):
            if account:
                shutil.chown(data, self.services["postgres"]["user"])
            secret = data.with_name("password")
            secret.write_text(given["POSTGRES_PASSWORD"], encoding="utf-8")
            made = [*account, str(_POSTGRES / "initdb"), "-D", str(data), "-U", given["POSTGRES_USER"], "-E", "UTF8"]
            subprocess.run(
                [*made, "--no-sync", "--auth=scram-sha-256", f"--pwfile={secret}"], check=True, capture_output=True
            )
            secret.unlink()
            single = [*account, str(_POSTGRES / "postgres"), "--single", "-D", str(data), "template1"]
            subprocess.run(
                single, input=f"CREATE DATABASE {given['POSTGRES_DB']}\n".encode(), check=True, capture_output=True
            )
        settings = {"port": self._ports["5432"], "listen_addresses": "127.0.0.1", "unix_socket_directories": data}
        more = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [*account, str(_POSTGRES / command[0]), *command[1:], "-D", str(data), *more]


def until(holds: Callable[[], Any], what: str, evidence: Callable[[], str] = str) -> Any:
    """Wait until something holds, and return it.

    Raises:
        AssertionError: it does not in time.
    """
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        if found := holds():
            return found
        time.sleep(0.3)
    raise AssertionError(f"not in {PATIENCE:.0f} seconds: {what}\n{evidence()}")


def _family(pid: int) -> list[int]:
    """The processes of a session, and all that descend from it, the eldest first."""
    below: dict[int, list[int]] = {}
    found = [pid]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parent, session = int(fields[1]), int(fields[3])
        if session == pid != int(stat.parent.name):
            found.append(int(stat.parent.name))
        below.setdefault(parent, []).append(int(stat.parent.name))
    for one in found:
        found += [child for child in below.get(one, []) if child not in found]
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
