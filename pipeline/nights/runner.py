"""Run one stage on one shard: read, check, apply, stamp, check, balance, seal.

The command line, an Airflow task and a worker on another machine all call ``run``. A shard whose sealed result came
from the same inputs, code and model is not run again.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.contract import Table, check
from pipeline.errors import ConfigurationError
from pipeline.flow import STAGES, WHOLE, Per, Stage
from pipeline.ids import digest, make_id, shard_bounds
from pipeline.lake import serving
from pipeline.lake.storage import Lake, Manifest
from pipeline.nights.sealing import manifest_of, seal
from pipeline.nlp.knowledge import knowledge_version
from pipeline.nlp.models import extractor_version
from pipeline.overrides import fingerprint, laid_over, overrides, table_of
from pipeline.schema import ARTICLES, DOCUMENTS, TABLES
from pipeline.settings import Settings, code_version

log = logging.getLogger(__name__)


def shard_names(articles: int, settings: Settings) -> list[str]:
    """Names such as ``0-of-3`` of the shards that a night of so many articles is cut into."""
    count = max(1, -(-articles // settings.documents_per_shard))
    return [f"{shard}-of-{count}" for shard in range(count)]


def _planned(lake: Lake, night: date, settings: Settings) -> list[str]:
    return shard_names(sum(part.rows for part in lake.parts(ARTICLES.name, night)), settings)


def _refuse_unknown_shard(lake: Lake, stage: Stage, night: date, shard: str, settings: Settings) -> None:
    known = _planned(lake, night, settings) if stage.per is Per.SHARD else [WHOLE]
    if shard not in known:
        raise ConfigurationError(f"stage {stage.name} of {night} has no shard {shard!r}; it has {', '.join(known)}")


def plan(night: date, settings: Settings) -> list[str]:
    """The shards of a fetched night; results of another cut are taken back."""
    lake = Lake(settings.lake_uri)
    names = _planned(lake, night, settings)
    for stage in STAGES:
        for manifest in lake.manifests(night, stage.name):
            if stage.per is Per.SHARD and manifest.shard not in names:
                lake.unseal(night, stage.name, manifest.shard)
    return names


def run(stage: Stage, night: date, shard: str, settings: Settings) -> Manifest:
    """Run ``stage`` on ``shard`` of ``night`` unless its sealed result is still good.

    Raises:
        ConfigurationError: the night is not cut into such a shard.
        ShardFailed: the stage or its inputs break the contract; nothing is sealed.
    """
    lake = Lake(settings.lake_uri)
    _refuse_unknown_shard(lake, stage, night, shard, settings)
    if stage.configured_by == "model":
        return _run_model(stage, lake, night, shard, settings)
    return _run(stage, lake, lake, night, shard, settings)


def run_beside(stage: Stage, night: date, shard: str, model: str, settings: Settings) -> Manifest:
    """Run the stage that reads texts with another model; the result lies on the shelf and changes nothing."""
    lake = Lake(settings.lake_uri)
    other = settings.model_copy(update={"model": model})
    return _run(stage, lake, lake.shelf(serving.slug(extractor_version(model))), night, shard, other)


def _run_model(stage: Stage, lake: Lake, night: date, shard: str, settings: Settings) -> Manifest:
    """Run the stage that reads texts with the night's own extractor, whatever the setting is by now.

    A result of that extractor may lie on the shelf. Where its version is no longer installed, what it gave stays good
    as long as the documents are the same.
    """
    version = serving.chosen(lake, night) or extractor_version(settings.model)
    own = settings.model_copy(update={"model": version.partition(" ")[0]})
    installed = extractor_version(own.model)
    inputs = _inputs(stage, lake, night, own)
    sealed = lake.manifest(night, stage.name, shard)
    shelf = lake.shelf(serving.slug(version))
    for place in (lake, shelf):
        found = place.manifest(night, stage.name, shard)
        as_made_now = found and found.run_id == _run_id(stage, night, shard, inputs)
        if found and (as_made_now or (version != installed and found.inputs == {**inputs, "model": version})):
            if place is shelf:
                _shelve(lake, sealed)
                lake.copy(found, shelf)
            return found
    if sealed and sealed.extractor != installed:
        _shelve(lake, sealed)
    manifest = _run(stage, lake, lake, night, shard, own)
    serving.choose(lake, night, installed)
    return manifest


def _shelve(lake: Lake, sealed: Manifest | None) -> None:
    """Keep what an extractor gave before another one's result takes its place."""
    if sealed and sealed.extractor:
        lake.shelf(serving.slug(sealed.extractor)).copy(sealed, lake)


def _run(stage: Stage, lake: Lake, target: Lake, night: date, shard: str, settings: Settings) -> Manifest:
    """Read from ``lake``, seal in ``target``."""
    decided = overrides(lake, night) if stage.is_corrected else []
    inputs = _inputs(stage, lake, night, settings, decided)
    run_id = _run_id(stage, night, shard, inputs)
    if (sealed := target.manifest(night, stage.name, shard)) and sealed.run_id == run_id:
        log.info("%s %s of %s: sealed before, not run again", stage.name, shard, night)
        return sealed
    target.unseal(night, stage.name, shard)
    started = time.monotonic()
    strays = _strays(lake, night, shard) if stage.together else {}
    tables = {
        name: laid_over(TABLES[name], _read(lake, stage, TABLES[name], night, shard, strays), decided)
        for name in stage.reads
    }
    if stage.is_corrected:
        tables["overrides"] = table_of(decided)
    if stage.looks_back:
        table = TABLES[stage.looks_back]
        past = [lake.read(table, earlier) for earlier in _past(lake, stage, night, settings)]
        tables["history"] = pa.concat_tables([table.arrow.empty_table(), *past])
    with _only_new_objects_collected():
        result = stage.function(tables, settings)
    manifest = manifest_of(night, stage.name, shard, run_id, inputs, tables[stage.subject].num_rows, result, started)
    return seal(target, manifest, result, stage.writes, subject=stage.subject)


@contextmanager
def _only_new_objects_collected() -> Iterator[None]:
    """Keep the garbage collector from going through what libraries hold, over and over while a stage makes its rows.

    That is up to half of what a stage takes. What was frozen before, as by a server that forks, stays so.
    """
    ours = not gc.get_freeze_count()
    if ours:
        gc.freeze()
    try:
        yield
    finally:
        if ours:
            gc.unfreeze()


def _run_id(stage: Stage, night: date, shard: str, inputs: dict[str, str]) -> str:
    return make_id("r", stage.name, str(night), shard, inputs, code_version())


def _inputs(
    stage: Stage, lake: Lake, night: date, settings: Settings, decided: Sequence[Mapping[str, Any]] = ()
) -> dict[str, str]:
    """Everything a stage's result depends on beside the code, each as a digest."""
    inputs = {name: lake.input_digest(name, night) for name in stage.reads if name not in stage.writes}
    match stage.configured_by:
        case "model":
            inputs["model"] = extractor_version(settings.model)
        case "expectations":
            suites = sorted(settings.expectations.glob("*.yml"))
            inputs["expectations"] = digest(b"\n".join(suite.read_bytes() for suite in suites))[:16]
        case "entities_file" if settings.entities_file:
            inputs["entities_file"] = knowledge_version(settings.entities_file)
    if stage.is_corrected:
        inputs["overrides"] = fingerprint(decided)
    if stage.looks_back:
        past = [lake.input_digest(stage.looks_back, earlier) for earlier in _past(lake, stage, night, settings)]
        inputs["history"] = digest(" ".join(past).encode())[:16]
    return inputs


def _past(lake: Lake, stage: Stage, night: date, settings: Settings) -> list[date]:
    """The last nights before that have the table a stage looks back on, oldest first."""
    most = settings.memory_nights if stage.nights_back is None else stage.nights_back
    earlier = [one for one in reversed(lake.nights()) if one < night]
    return sorted(islice((one for one in earlier if lake.parts(stage.looks_back or "", one)), most))


def _read(lake: Lake, stage: Stage, table: Table, night: date, shard: str, strays: Mapping[str, bool]) -> pa.Table:
    """The rows a stage sees: all of a night's, or those of one slice of the hash space.

    Columns that stay in the lake are large, and read only where the table is what the stage is about.

    Args:
        strays: documents that come into the slice from outside it (true), or leave it (false).
    """
    bounds = None if shard == WHOLE else _bounds(table, shard)
    columns = [column.name for column in table.columns if not column.lake_only or table.name == stage.subject]
    data = lake.read(table, night, bounds, columns, also=[key for key, comes in strays.items() if comes])
    if leaving := [key for key, comes in strays.items() if not comes]:
        data = data.filter(pc.invert(pc.is_in(data.column(table.key[0]), pa.array(leaving))))
    check(table, data)
    return data


def _strays(lake: Lake, night: date, shard: str) -> dict[str, bool]:
    """Documents whose text is read in another shard than their own, with whether that other is ``shard``.

    A text is read in the shard of the first document that has it.
    """
    low, high = _bounds(DOCUMENTS, shard)
    rows = lake.read(DOCUMENTS, night, columns=["document_id", "text_sha256"]).sort_by("document_id").to_pylist()
    first = {row["text_sha256"]: row["document_id"] for row in reversed(rows)}
    places = (
        (row["document_id"], low <= row["document_id"] < high, low <= first[row["text_sha256"]] < high) for row in rows
    )
    return {document_id: comes for document_id, belongs, comes in places if belongs != comes}


def _bounds(table: Table, shard: str) -> tuple[str, str]:
    number, _, count = shard.partition("-of-")
    return shard_bounds(table.key[0][0], int(number), int(count))
