"""Keeps a part of Airflow running, as ``restart: unless-stopped`` does in docker-compose.yml.

On SQLite the scheduler ends now and then because another part was writing; nothing is lost when it starts again.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time


def keep(command: list[str], *, early: float = 20.0, pause: float = 1.0) -> int:
    """Run a command, and run it again whenever it ends, until SIGTERM ends both; the last exit status.

    Args:
        command: program and arguments.
        early: seconds; a command that ends sooner would end again, and is left alone.
        pause: seconds before it is started again.
    """
    process: subprocess.Popen[bytes] | None = None
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        if process:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    while True:
        started = time.monotonic()
        process = subprocess.Popen(command)  # noqa: S603
        if stopping:  # it was told to between the start and here
            process.terminate()
        status = process.wait()
        if stopping or time.monotonic() - started < early:
            return status
        print(f"{' '.join(command)} ended with status {status} and is started again", flush=True)  # noqa: T201
        time.sleep(pause)


if __name__ == "__main__":
    raise SystemExit(keep(sys.argv[1:]))
