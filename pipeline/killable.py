"""Read hostile bytes in a process of its own, which can be killed when it takes too long or too much memory.

The process is told the function by name and gives its answers as JSON: nothing that it says is ever executed. It is
started at the first call and lives as long as the caller, unless a page makes an end of it; then the next call starts
another.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from functools import cache
from threading import Lock
from typing import IO, Any

from pipeline.errors import RowRefused

_MEMORY = 2 << 30  # bytes of address space
_START_SECONDS = 60.0  # until the libraries are loaded
_PATIENCE = 5  # times the limit in processor seconds that are waited by the clock: other programs may have the cores
_LENGTH = 8  # bytes that tell how long a message is


class Killable:
    """A function ``(body, **options) -> JSON`` that runs in a process of its own.

    Args:
        function: its place, such as ``pipeline.stages.page:read_article``.
    """

    def __init__(self, function: str) -> None:
        self._function, self._lock = function, Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, body: bytes, name: str, seconds: float, **options: str | int | None) -> Any:
        """What the function makes of ``body`` within so many processor seconds.

        Raises:
            RowRefused: what the function refuses, or rule ``too_slow`` or ``too_heavy`` where it had to be killed.
        """
        with self._lock:
            process = self._process if self._process and self._process.poll() is None else self._started()
            try:
                _send(process.stdin, json.dumps({"seconds": seconds, "options": options | {"name": name}}).encode())
                _send(process.stdin, body)
                answer = _received(process.stdout, _PATIENCE * seconds)
            except (OSError, EOFError, TimeoutError) as error:
                is_slow = isinstance(error, TimeoutError) or _ended(process) == -signal.SIGPROF
                self.stop()
                if is_slow:
                    told = f"{name}: not read within {seconds:g} s (setting parse_seconds)"
                    raise RowRefused("too_slow", told) from None
                raise RowRefused("too_heavy", f"{name}: reading it ended the process that read it") from None
        told = json.loads(answer)
        if "refused" in told:
            raise RowRefused(*told["refused"])
        return told["answer"]

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "pipeline.killable", self._function]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 our own
        _received(self._process.stdout, _START_SECONDS)
        return self._process


@cache
def killable(function: str) -> Killable:
    """The one process of this program for ``function``; it ends with the program."""
    shared = Killable(function)
    atexit.register(shared.stop)
    return shared


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    """How a process ended that has closed its end of the line; None where it lives on."""
    try:
        return process.wait(1)
    except subprocess.TimeoutExpired:
        return None


def _send(stream: IO[bytes] | None, message: bytes) -> None:
    if stream is None:
        raise EOFError
    stream.write(len(message).to_bytes(_LENGTH, "big") + message)
    stream.flush()


def _received(stream: IO[bytes] | None, seconds: float | None) -> bytes:
    """The next message; within so many seconds, or however long it takes."""
    if stream is None:
        raise EOFError
    ends_at = None if seconds is None else time.monotonic() + seconds

    def exactly(count: int) -> bytes:
        parts = b""
        while len(parts) < count:
            left = None if ends_at is None else max(0.0, ends_at - time.monotonic())
            if not select.select([stream], [], [], left)[0]:
                raise TimeoutError
            part = os.read(stream.fileno(), count - len(parts))
            if not part:
                raise EOFError
            parts += part
        return parts

    return exactly(int.from_bytes(exactly(_LENGTH), "big"))


def _serve(function: str) -> None:
    """Answer calls until the caller goes away."""
    import resource

    module, _, name = function.partition(":")
    work = getattr(importlib.import_module(module), name)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    answers, asked = os.fdopen(os.dup(1), "wb"), os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers
    _send(answers, b"ready")
    while True:
        try:
            asked_for, body = json.loads(_received(asked, None)), _received(asked, None)
        except EOFError:
            return
        options = asked_for["options"]
        signal.setitimer(signal.ITIMER_PROF, asked_for["seconds"])  # ends the process, whatever code it is in
        try:
            told = {"answer": work(body, **options)}
        except RowRefused as error:
            told = {"refused": [error.rule, error.reason]}
        except Exception as error:  # hostile bytes find the faults of every library; this row is refused
            told = {"refused": ["unreadable", f"{options['name']}: {type(error).__name__}: {error}"]}
        signal.setitimer(signal.ITIMER_PROF, 0)
        _send(answers, json.dumps(told).encode())


if __name__ == "__main__":
    _serve(sys.argv[1])
