"""The whole pipeline over many nights: ``python -m benchmarks.scale --documents 100000``.

A line of ``scale.jsonl`` is written when a night is published: what it cost by stage, what the process holds in memory,
what the ledger and the lake take on disk. A run that is stopped goes on with the night it was at, whose sealed stages
are not made again; its costs then hold only what was left of it, and ``is_resumed`` says so.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from benchmarks import corpus
from benchmarks.measuring import machine
from benchmarks.night import run_night
from pipeline.lake.storage import Lake
from pipeline.settings import Settings

_FIRST = date(2026, 1, 1)
_FIRST_NIGHTS = (1_000, 9_000)  # so that the curve begins at a thousand


def nights(documents: int, each: int) -> list[int]:
    """Articles of each night, ``documents`` in all."""
    sizes: list[int] = []
    while (left := documents - sum(sizes)) > 0:
        planned = _FIRST_NIGHTS[len(sizes)] if len(sizes) < len(_FIRST_NIGHTS) else each
        sizes.append(min(planned, left))
    return sizes


def measure(home: Path, documents: int, each: int, model: str, shard: int) -> None:
    """Run what has not been run of so many articles in nights of ``each``."""
    settings = Settings(home=home, model=model, documents_per_shard=shard, editions_kept=1)
    told = home / "scale.jsonl"
    home.mkdir(parents=True, exist_ok=True)
    done = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    first = 0
    for number, size in enumerate(nights(documents, each)):
        night = _FIRST + timedelta(days=number)
        if number >= len(done):
            row = _one(home, night, size, first, settings)
            with told.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
            sys.stdout.write(f"{json.dumps(row)}\n")
            sys.stdout.flush()
        first += size


def _one(home: Path, night: date, size: int, first: int, settings: Settings) -> dict[str, object]:
    is_resumed = bool(Lake(settings.lake_uri).manifests(night))
    file = home / "pages" / f"{night}.parquet"
    if not file.exists():
        partial = file.with_suffix(".part")
        corpus.write_night(partial, night, size, first=first)
        partial.replace(file)
    began = time.monotonic()
    costs = run_night(file, night, settings)
    file.unlink()
    with duckdb.connect(str(settings.published_warehouse), read_only=True) as ledger:
        [(documents, claims)] = ledger.execute(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM claims)"
        ).fetchall()
    return {
        "night": str(night),
        "articles": size,
        "documents_in_all": documents,
        "claims_in_all": claims,
        "processor_seconds": {step: round(seconds, 2) for step, seconds in costs.steps.items()},
        "lock_seconds": round(costs.clock["load"], 2),  # by the clock: so long nobody else may write
        "wall_seconds": round(time.monotonic() - began, 1),
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "lake_bytes": sum(path.stat().st_size for path in (home / "lake").rglob("*") if path.is_file()),
        "working_bytes": settings.working_warehouse.stat().st_size,
        "published_bytes": settings.published_warehouse.stat().st_size,
        "is_resumed": is_resumed,
        "load_average": machine()["load_average"],
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=10_000, help="articles of a night")
    parser.add_argument("--model", default="fast")
    parser.add_argument("--shard", type=int, default=1000, help="articles of a shard")
    parser.add_argument("--home", type=Path, default=Path(".newsledger/bench/scale"))
    given = parser.parse_args()
    measure(given.home.resolve(), given.documents, given.each, given.model, given.shard)


if __name__ == "__main__":
    main()
