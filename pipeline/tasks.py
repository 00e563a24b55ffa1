"""The steps of a night as an orchestrator calls them: plain values in, counts out.

Nothing heavy is imported before a function runs, because an orchestrator imports this module every few seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pipeline import forms
from pipeline.alerts import on_failure
from pipeline.settings import load_settings

if TYPE_CHECKING:
    from pipeline.lake.storage import Manifest
    from pipeline.settings import Settings

Values = dict[str, Any]

_NOTED = ("articles", "documents", "claims", "mentions", "quarantine")

WRITER = "duckdb_writer"  # a pool of one slot: DuckDB has one writer
AT_THE_FILES = "warehouse"  # a queue; of several machines, the one with the warehouse's disk serves it
WAREHOUSE = "newsledger_warehouse"  # the asset that changes when a night is loaded


def defaults() -> Values:
    """What holds for every task: it is tried twice, and a person is told when it has failed for good."""
    delay = timedelta(seconds=load_settings().retry_seconds)
    return {"retries": 1, "retry_delay": delay, "on_failure_callback": on_failure}


def deadline_minutes() -> float:
    """How long a nightly run may take before a person is told."""
    return load_settings().deadline_minutes


def open_night(form: Mapping[str, Any], moment: datetime) -> Values:
    """What a trigger asks for, made complete: the night (default: the UTC day before ``moment``) and its publishers.

    Raises:
        ConfigurationError: a key of the form is unknown, a value is wrong, or a publisher is not known.
    """
    from pipeline.nights.night import chosen_publishers
    from pipeline.partitions import night_before

    asked = forms.read_form(forms.NightForm, form)
    request = forms.read_request({**asked.model_dump(), "night": asked.night or str(night_before(moment))})
    publishers = [publisher.id for publisher in chosen_publishers(request.publishers, load_settings())]
    return {**request.model_dump(), "publishers": publishers}


def publishers(request: Values) -> list[str]:
    """The ids of the night's publishers."""
    return list(request["publishers"])


def fetch(publisher: str, request: Values) -> Values:
    """Fetch one publisher."""
    from pipeline.nights import night
    from pipeline.publishers import load_publishers

    with _night(request) as (_, settings):
        asked = forms.read_request(request)
        return _counts(night.fetch(load_publishers(settings.publishers)[publisher], asked, settings))


def plan(request: Values) -> list[str]:
    """The shards of the fetched night."""
    from pipeline.nights import runner

    with _night(request) as (day, settings):
        return runner.plan(day, settings)


def run(stage: str, request: Values, shard: str = "all") -> Values:
    """Run one stage on one shard."""
    from pipeline import flow
    from pipeline.nights import runner

    with _night(request) as (day, settings):
        return _counts(runner.run(flow.stage(stage), day, shard, settings))


def validate(request: Values) -> Values:
    """Judge the night; fails where a critical expectation does."""
    from pipeline.nights import night

    with _night(request) as (day, settings):
        return _counts(night.validate(day, settings))


def load(request: Values) -> bool:
    """Put the night into the working warehouse; whether anything changed."""
    from pipeline.ledger import warehouse

    with _night(request) as (day, settings):
        return warehouse.load(day, settings)


def publish(form: Mapping[str, Any], loaded: Iterable[str]) -> Values:
    """Publish an edition and write the pages of its new nights: those asked for, else those that were loaded.

    Raises:
        ConfigurationError: a key of the form is unknown, or a value is wrong.
    """
    from pipeline.ledger import editions
    from pipeline.nights import night
    from pipeline.partitions import parse_night

    asked, settings = forms.read_form(forms.PublishForm, form), load_settings()
    nights = sorted(set(asked.nights or loaded))
    path = night.publish([parse_night(one) for one in nights], settings)
    now = editions.served(settings)
    return {"path": str(path), "edition": now.edition if now else None, "nights": nights}


def open_import(form: Mapping[str, Any]) -> list[Values]:
    """The nights of an import, each with the form.

    Raises:
        ConfigurationError: a key is unknown, a value is wrong, or the path holds no such file.
    """
    from pipeline.nights import corpus

    asked = forms.read_form(forms.ImportForm, form)
    corpus.files_of(asked)
    return [{"night": str(night), "form": asked.model_dump()} for night in asked.nights]


def take(request: Values) -> Values:
    """Take what a corpus has for one night."""
    from pipeline.nights import corpus

    with _night(request) as (day, settings):
        taken = corpus.take(forms.read_form(forms.ImportForm, request["form"]), day, settings)
        return _sum(_counts(manifest) for manifest in taken)


def pieces(requests: Iterable[Values]) -> list[Values]:
    """Every shard of several fetched nights."""
    return [{"night": one["night"], "shard": shard} for one in requests for shard in plan(one)]


def run_piece(stage: str, request: Values) -> Values:
    """Run one stage on a shard that ``request`` names beside its night."""
    return run(stage, request, request["shard"])


def finish(request: Values) -> Values:
    """Run what is left of a night's stages, and load it."""
    from pipeline.nights import night

    with _night(request) as (day, settings):
        outcome = night.Outcome(day)
        night.work(outcome, settings)
        return _sum(_counts(manifest) for manifest in outcome.manifests)


def open_compare(form: Mapping[str, Any]) -> list[Values]:
    """Every sealed shard of the nights that another extractor is to read, with its name.

    Raises:
        ConfigurationError: a key is unknown, a value is wrong, or no night of the range has been extracted.
    """
    from pipeline.nights import versions

    asked = forms.read_form(forms.CompareForm, form)
    found = versions.shards(asked.nights[0], asked.nights[-1], asked.model, load_settings())
    return [{"night": str(night), "shard": shard, "model": asked.model} for night, shard in found]


def reread(piece: Values) -> Values:
    """Read one shard with another extractor; what it finds lies on the shelf and changes nothing."""
    from pipeline import flow
    from pipeline.nights import runner

    with _night(piece) as (day, settings):
        return _counts(runner.run_beside(flow.stage("extract"), day, piece["shard"], piece["model"], settings))


def compare(asked: Iterable[Values]) -> Values:
    """Write what the other extractor would change; the counts, and where the page lies."""
    from pipeline.nights import versions
    from pipeline.partitions import parse_night

    read, settings = list(asked), load_settings()
    model = read[0]["model"]
    rows = versions.diff(sorted({parse_night(one["night"]) for one in read}), model, settings)
    _, page = versions.write_diff(rows, model, settings)
    return {**versions.counts(rows), "page": str(page)}


def keep_up(form: Mapping[str, Any]) -> Values:
    """Remove what nobody needs; the counts.

    Raises:
        ConfigurationError: a key of the form is unknown, or a value is wrong.
    """
    from pipeline.nights.sealing import now
    from pipeline.nights.upkeep import upkeep

    asked = forms.read_form(forms.UpkeepForm, form)
    return upkeep(load_settings(), now(), dry_run=asked.dry_run).told


def told(value: object) -> str:
    """What a task gave back, as a note that a person reads; empty where there is nothing to tell."""
    match value:
        case {"rows_in": rows_in, "rows_kept": kept, "rows_quarantined": refused, "tables": {**tables}}:
            rows = ", ".join(f"{count} {name}" for name, count in tables.items())
            return f"{rows_in} in, {kept} kept, {refused} quarantined" + (f"; wrote {rows}" if rows else "")
        case bool() | str() | None:
            return ""
        case {**named}:
            return ", ".join(f"{name} {value}" for name, value in named.items() if not isinstance(value, dict))
        case list():
            return f"{len(value)} of them"
        case _:
            return ""


def told_of_all(values: Iterable[object]) -> str:
    """The rows of the tables in ``_NOTED`` that the tasks of a run wrote, together, as a note on the run."""
    counts = [value for value in values if isinstance(value, dict) and isinstance(value.get("tables"), dict)]
    tables = _sum(counts)["tables"]
    return ", ".join(f"{tables.get(name, 0)} {name}" for name in _NOTED) if counts else ""


@contextmanager
def _night(request: Values) -> Iterator[tuple[date, Settings]]:
    """The night of a request and the settings, with the night shared among the tasks of the run."""
    from pipeline.nights import night
    from pipeline.partitions import parse_night

    day, settings = parse_night(request["night"]), load_settings()
    with night.working_on(day, settings, shared=True):
        yield day, settings


def _counts(manifest: Manifest) -> Values:
    rows = {name: part.rows for name, part in manifest.tables.items() if part.rows}
    return {**manifest.model_dump(include={"run_id", "rows_in", "rows_kept", "rows_quarantined"}), "tables": rows}


def _sum(counts: Iterable[Values]) -> Values:
    """Several counts as one."""
    total, tables = Counter({"rows_in": 0, "rows_kept": 0, "rows_quarantined": 0}), Counter[str]()
    for one in counts:
        total.update({name: one[name] for name in total})
        tables.update(one["tables"])
    return {**total, "tables": dict(tables)}
