"""Locks between processes of one machine; the system lets go of them when a process ends, however it ends.

Several machines over one lake are kept apart by the orchestrator: one run at a time, a pool of one slot for the writer.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import RetryLater


@contextmanager
def held(path: Path, what: str, *, shared: bool = False) -> Iterator[None]:
    """Hold ``what`` while the block runs, alone or together with others that share it.

    Raises:
        RetryLater: another process holds it; the message names that process.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise RetryLater(f"{what} is in use by process {holder}; try again when that is done") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
