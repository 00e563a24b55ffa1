"""What every result of a stage passes before it counts: stamped, checked, balanced, sealed."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pyarrow as pa

from pipeline.contract import Result, Table, check
from pipeline.errors import ShardFailed
from pipeline.lake.storage import Lake, Manifest
from pipeline.schema import TABLES
from pipeline.settings import code_version, library_versions


def now() -> datetime:
    """The clock, read in this module only."""
    return datetime.now(UTC)


def manifest_of(
    night: date,
    stage: str,
    shard: str,
    run_id: str,
    inputs: dict[str, str],
    rows_in: int,
    result: Result,
    started: float,
) -> Manifest:
    """The manifest of a result, but for its files; ``started`` is ``time.monotonic()`` when the work began."""
    return Manifest(
        night=night,
        stage=stage,
        shard=shard,
        run_id=run_id,
        inputs=inputs,
        code_version=code_version(),
        extractor=inputs.get("model"),
        rules_version=inputs.get("expectations"),
        libraries=library_versions(),
        tables={},
        rows_in=rows_in,
        rows_kept=result.kept,
        rows_quarantined=0,
        settled=result.settled,
        messages=result.messages,
        seconds=round(time.monotonic() - started, 3),
        sealed_at=now(),
    )


def seal(lake: Lake, manifest: Manifest, result: Result, writes: tuple[str, ...], subject: str) -> Manifest:
    """Check what a stage gave, balance its counts and seal it."""
    if unknown := result.tables.keys() - set(writes):
        raise ShardFailed(f"stage {manifest.stage} wrote {', '.join(sorted(unknown))}, which it does not declare")
    sealed: dict[str, tuple[Table, pa.Table]] = {}
    for name in writes:
        table = TABLES[name]
        data = table.stamped(result.tables.get(name, table.build([])), manifest.night, manifest.run_id)
        check(table, data)
        sealed[name] = (table, data)
    refused = 0
    if "quarantine" in sealed:
        rows = sealed["quarantine"][1].select(["table_name", "row_key"]).to_pylist()
        refused = len({row["row_key"] for row in rows if row["table_name"] == subject})
    if manifest.rows_in != manifest.rows_kept + refused:
        raise ShardFailed(
            f"stage {manifest.stage}, shard {manifest.shard} of {manifest.night}: {manifest.rows_in} rows in, but "
            f"{manifest.rows_kept} kept and {refused} quarantined; nothing may be lost, so nothing is sealed"
        )
    return lake.seal(manifest.model_copy(update={"rows_quarantined": refused}), sealed)
