"""Runs ``newsledger`` and kills itself with SIGKILL at a chosen point: ``python crashing.py POINT run --night …``.

A point is ``seal:STAGE`` (rows written, manifest not), ``sealed:STAGE`` (manifest just written), ``load:TABLE`` (inside
the transaction), ``copy`` (half of the edition copied) or ``replace:FILE`` (the copy complete, not yet in place).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.cli import app
from pipeline.lake.storage import Lake
from pipeline.ledger import editions, warehouse


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(target: Any, name: str, condition: Callable[..., bool]) -> None:
    """Die instead of calling ``target.name`` where the condition holds of its arguments."""
    original = getattr(target, name)
    setattr(target, name, lambda *given: die() if condition(*given) else original(*given))


def after(target: Any, name: str, condition: Callable[..., bool]) -> None:
    """Die once ``target.name`` has done its work where the condition holds of its arguments."""
    original = getattr(target, name)

    def last(*given: Any) -> Any:
        done = original(*given)
        return die() if condition(*given) else done

    setattr(target, name, last)


def half_copied(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    die()


def arm(point: str) -> None:
    kind, _, name = point.partition(":")
    match kind:
        case "seal":
            before(
                Lake, "_write_atomically", lambda lake, path, content: path.rpartition("/")[2].startswith(f"{name}.")
            )
        case "sealed":
            after(Lake, "seal", lambda lake, manifest, tables: manifest.stage == name)
        case "load":
            after(warehouse, "_replace", lambda con, lake, table, *more: table.name == name)
        case "copy":
            editions.shutil.copyfile = half_copied
        case "replace":
            before(Path, "replace", lambda path, target: target.name == name)


if __name__ == "__main__":
    arm(sys.argv[1])
    app(sys.argv[2:])
