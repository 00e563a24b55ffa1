"""``newsledger`` in processes of its own, that may be killed at a chosen point or have little room.

They are forked from one server that has the libraries loaded, since loading them takes longer than a night.

A point is ``seal:STAGE`` (rows written, manifest not), ``sealed:STAGE`` (manifest just written), ``load:TABLE`` (inside
the transaction), ``copy`` (half of the edition copied) or ``replace:FILE`` (the copy complete, not yet in place).
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from ledger import environment

from pipeline.cli import app
from pipeline.lake.storage import Lake
from pipeline.ledger import editions, warehouse
from pipeline.settings import Settings

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["pipeline.cli", "pipeline.nights.night", "pipeline.stages.validate", "great_expectations"]
)
_SECONDS = 120


class Told(NamedTuple):
    """How a process ended (below 0: by that signal), and what it said on its standard error."""

    status: int
    stderr: str


class Running:
    """A call of ``newsledger`` that is under way.

    Args:
        point: where it is killed.
        room: bytes that a file may have.
    """

    def __init__(self, settings: Settings, *arguments: str, point: str = "", room: int = 0) -> None:
        self._reader, writer = _SERVER.Pipe(duplex=False)
        given = (writer, environment(settings), arguments, point, room)
        self._process = _SERVER.Process(target=_call, args=given)
        self._process.start()
        writer.close()

    def told(self) -> Told:
        """How it ended."""
        said = b""
        while self._reader.poll(_SECONDS) and (part := os.read(self._reader.fileno(), 1 << 16)):
            said += part
        self._process.join(_SECONDS)
        assert self._process.exitcode is not None, f"still running after {_SECONDS} s: {said!r}"
        return Told(self._process.exitcode, said.decode())


def newsledger(settings: Settings, *arguments: str, **more: Any) -> Told:
    """Call ``newsledger`` and wait for its end."""
    return Running(settings, *arguments, **more).told()


def _call(stderr: Connection, variables: dict[str, str], arguments: tuple[str, ...], point: str, room: int) -> None:
    os.dup2(stderr.fileno(), 2)
    stderr.close()
    os.environ |= variables
    _arm(point)
    if room:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    app(arguments)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(target: Any, name: str, condition: Callable[..., bool]) -> None:
    """Die instead of calling ``target.name`` where the condition holds of its arguments."""
    original = getattr(target, name)
    setattr(target, name, lambda *given: _die() if condition(*given) else original(*given))


def _after(target: Any, name: str, condition: Callable[..., bool]) -> None:
    """Die once ``target.name`` has done its work where the condition holds of its arguments."""
    original = getattr(target, name)

    def last(*given: Any) -> Any:
        done = original(*given)
        return _die() if condition(*given) else done

    setattr(target, name, last)


def _half_copied(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    _die()


def _arm(point: str) -> None:
    kind, _, name = point.partition(":")
    match kind:
        case "seal":
            _before(
                Lake, "_write_atomically", lambda lake, path, content: path.rpartition("/")[2].startswith(f"{name}.")
            )
        case "sealed":
            _after(Lake, "seal", lambda lake, manifest, tables: manifest.stage == name)
        case "load":
            _after(warehouse, "_replace", lambda con, table, *more: table.name == name)
        case "copy":
            editions.shutil.copyfile = _half_copied
        case "replace":
            _before(Path, "replace", lambda path, target: target.name == name)
