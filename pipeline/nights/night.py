"""A whole night, from the published pages to the published warehouse, in one process.

The Airflow DAG calls the same functions stage by stage; this module is the path without Airflow.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.errors import ConfigurationError, PartitionStopped, RetryLater
from pipeline.flow import STAGES, WHOLE, Per, stage
from pipeline.forms import Request
from pipeline.lake.storage import Lake, Manifest
from pipeline.ledger import publishing, warehouse
from pipeline.locks import held
from pipeline.nights.intake import run_archive, run_fetch, run_files
from pipeline.nights.progress import Progress, silent
from pipeline.nights.runner import plan, run
from pipeline.nights.workers import workers
from pipeline.pages import night_page
from pipeline.pages.report import write_report
from pipeline.press.archives import is_archive
from pipeline.press.single import publishers_of
from pipeline.publishers import Publisher, load_publishers
from pipeline.schema import VALIDATIONS
from pipeline.settings import Settings

_AT_ONCE = 64  # publishers fetched beside one another; each waits for its own hosts most of the time

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Outcome:
    """What became of a night: the sealed results, what to tell a person, and what did not hold."""

    night: date
    manifests: list[Manifest] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    published: Path | None = None

    @property
    def messages(self) -> list[str]:
        """What a person should be told, each sentence once."""
        return list(dict.fromkeys(message for manifest in self.manifests for message in manifest.messages))


def chosen_publishers(names: Sequence[str], settings: Settings) -> list[Publisher]:
    """The publishers of those names, or all where none is given.

    Raises:
        ConfigurationError: a name is in no entry of the publishers file.
    """
    known = load_publishers(settings.publishers)
    if unknown := [name for name in names if name not in known]:
        raise ConfigurationError(f"no publisher {unknown[0]!r} in {settings.publishers}; known: {', '.join(known)}")
    return [known[name] for name in names] if names else list(known.values())


def fetch(publisher: Publisher, request: Request, settings: Settings, *, again: bool = False) -> Manifest:
    """Fetch one publisher.

    Raises:
        RetryLater: none of its feeds could be read; what was noted of them is sealed all the same.
    """
    manifest = run_fetch(publisher, request.day, settings, limit=request.limit, again=again)
    if not manifest.settled:
        raise RetryLater(f"publisher {publisher.id}: no feed could be read: {'; '.join(manifest.messages)}")
    return manifest


def fetch_all(
    request: Request,
    settings: Settings,
    outcome: Outcome,
    *,
    again: bool,
    progress: Progress,
    addresses: Sequence[str] = (),
) -> None:
    """Fetch the publishers, or single addresses, beside one another; what cannot be read is noted in ``unsettled``."""
    if addresses:
        known = load_publishers(settings.publishers) if settings.publishers.exists() else {}
        publishers = publishers_of(addresses, known)
    else:
        publishers = chosen_publishers(request.publishers, settings)
    with ThreadPoolExecutor(max_workers=max(1, min(_AT_ONCE, len(publishers)))) as pool:
        waiting = {pool.submit(fetch, one, request, settings, again=again): one for one in publishers}
        for number, fetched in enumerate(as_completed(waiting), 1):
            progress(f"fetched {waiting[fetched].id}", number / len(publishers))
            try:
                outcome.manifests.append(fetched.result())
            except RetryLater as error:
                outcome.unsettled.append(str(error))


def take_all(files: list[Path], outcome: Outcome, settings: Settings, *, progress: Progress) -> None:
    """Take files as articles of a night; web archives part by part, the others in one piece."""
    archives = [path for path in files if is_archive(path) and path.is_file()]
    for path in archives:
        outcome.manifests += run_archive(path, outcome.night, settings, progress)
    if others := [path for path in files if path not in archives]:
        progress("fetch files")
        outcome.manifests.append(run_files(others, outcome.night, settings))


def working_on(night: date, settings: Settings, *, shared: bool = False) -> AbstractContextManager[None]:
    """Keep other runs away from a night; tasks of one run share it.

    Raises:
        RetryLater: another run is working on it; the message names its process.
    """
    return held(settings.home / "locks" / f"night={night}", f"night {night}", shared=shared)


def validate(night: date, settings: Settings) -> Manifest:
    """Judge a night, and write its quality report.

    Raises:
        PartitionStopped: a critical expectation failed; the message names rule, table, reason and what to do.
    """
    manifest = run(stage("validate"), night, WHOLE, settings)
    write_report(manifest, settings)
    broken = [
        row
        for row in Lake(settings.lake_uri).read(VALIDATIONS, night).to_pylist()
        if row["severity"] == "critical" and not row["held"]
    ]
    if broken:
        first = broken[0]
        seen = f"{first['unexpected']} of {first['rows']} rows" if first["unexpected"] else f"saw {first['observed']}"
        raise PartitionStopped(
            f"night {night} is stopped before the warehouse: critical expectation "
            f"{first['table_name']}.{first['rule']} failed ({seen}). {first['reason']} Mend the cause or change "
            f"expectations/{first['table_name']}.yml, then run the night again; analysts keep the last edition."
        )
    return manifest


def run_night(
    request: Request,
    settings: Settings,
    *,
    files: list[Path] | None = None,
    addresses: Sequence[str] = (),
    again: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Run every stage of a night, load it and publish an edition.

    A publisher that cannot be read is noted in ``unsettled`` and does not hold up the others.

    Raises:
        PartitionStopped: a critical expectation failed.
        ShardFailed: a stage broke its contract.
    """
    outcome = Outcome(request.day)
    with working_on(request.day, settings):
        if files is None:
            fetch_all(request, settings, outcome, again=again, progress=progress, addresses=addresses)
        else:
            take_all(files, outcome, settings, progress=progress)
        work(outcome, settings, progress=progress, load=not request.dry_run)
    if not request.dry_run:
        progress("publish")
        outcome.published = publish([request.day], settings)
    return outcome


def work(outcome: Outcome, settings: Settings, *, progress: Progress = silent, load: bool = True) -> None:
    """Run what is not yet good of a fetched night, and load it; the caller is alone with the night.

    Raises:
        PartitionStopped: a critical expectation failed.
        ShardFailed: a stage broke its contract.
    """
    shards = plan(outcome.night, settings)
    with workers(len(shards), settings) as run_shards:
        for step in STAGES:
            if step.per is Per.SHARD:
                task = partial(run, step, outcome.night, settings=settings)
                for number, manifest in enumerate(run_shards(task, shards), 1):
                    outcome.manifests.append(manifest)
                    progress(f"{step.name} {manifest.shard}", number / len(shards))
                continue
            progress(step.name)
            if step.name == "validate":
                outcome.manifests.append(validate(outcome.night, settings))
            else:
                outcome.manifests.append(run(step, outcome.night, WHOLE, settings))
    if load:
        progress("load")
        warehouse.load(outcome.night, settings)


def publish(nights: Iterable[date], settings: Settings) -> Path:
    """Publish an edition and write the pages of nights that are new in it; the path of the published file."""
    published = publishing.publish(settings)
    for night in nights:
        night_page.write(night, settings)
    return published
