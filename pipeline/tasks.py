"""The steps of a night as an orchestrator calls them: plain values in, counts out.

Nothing heavy is imported before a function runs, because an orchestrator imports this module every few seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.lake.storage import Manifest
    from pipeline.settings import Settings

Values = dict[str, Any]


def open_night(form: Mapping[str, Any], moment: datetime) -> Values:
    """What a trigger asks for, made complete: the night (default: the UTC day before ``moment``) and its publishers.

    Raises:
        ConfigurationError: a key of the form is unknown, a value is wrong, or a publisher is not known.
    """
    from pipeline.nights.night import chosen_publishers, read_request
    from pipeline.partitions import night_before
    from pipeline.settings import load_settings

    request = read_request({**form, "night": form.get("night") or str(night_before(moment))})
    publishers = [publisher.id for publisher in chosen_publishers(request.publishers, load_settings())]
    return {**request.model_dump(), "publishers": publishers}


def publishers(request: Values) -> list[str]:
    """The ids of the night's publishers."""
    return list(request["publishers"])


def fetch(publisher: str, request: Values) -> Values:
    """Fetch one publisher."""
    from pipeline.nights import night
    from pipeline.publishers import load_publishers
    from pipeline.settings import load_settings

    settings, asked = load_settings(), night.read_request(request)
    with night.working_on(asked.day, settings, shared=True):
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


def publish(request: Values) -> str:
    """Publish an edition and write the night's page; the path of the published file."""
    from pipeline.nights import night
    from pipeline.partitions import parse_night
    from pipeline.settings import load_settings

    return str(night.publish([parse_night(request["night"])], load_settings()))


@contextmanager
def _night(request: Values) -> Iterator[tuple[date, Settings]]:
    """The night of a request and the settings, with the night shared among the tasks of the run."""
    from pipeline.nights import night
    from pipeline.partitions import parse_night
    from pipeline.settings import load_settings

    day, settings = parse_night(request["night"]), load_settings()
    with night.working_on(day, settings, shared=True):
        yield day, settings


def _counts(manifest: Manifest) -> Values:
    return manifest.model_dump(include={"run_id", "rows_in", "rows_kept", "rows_quarantined"})
