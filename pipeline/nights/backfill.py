"""Nights run again: a range of them, from the bytes that are kept or fetched anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from pipeline.errors import ConfigurationError, NewsledgerError, PartitionStopped, RetryLater
from pipeline.forms import Request
from pipeline.lake.storage import Lake
from pipeline.ledger import warehouse
from pipeline.nights.night import Outcome, fetch_all, publish, work, working_on
from pipeline.nights.progress import Progress, silent
from pipeline.settings import Settings

_PATIENCE = 120.0  # seconds to wait for the working file, which the nightly run holds for some


@dataclass(slots=True)
class Backfilled:
    """What became of a range: the nights run, and a sentence for each that did not hold."""

    nights: list[date] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    published: Path | None = None


def backfill(
    first: date, last: date, settings: Settings, *, again: bool = False, progress: Progress = silent
) -> Backfilled:
    """Run every night from ``first`` to ``last`` again, oldest first, and publish one edition.

    Oldest first, because a night is judged against those before it. A night that fails is told and does not hold up
    the others; one that another run is working on is left to that run.

    Args:
        again: fetch every night of the range anew, also those that the lake does not have.

    Raises:
        ConfigurationError: the range has no night.
        RetryLater: the working file was in use for two minutes.
    """
    done = Backfilled()
    for night in _nights(first, last, settings, again):
        try:
            done.faults += _run(night, settings, again, partial(_prefixed, progress, night))
        except NewsledgerError as error:
            done.faults.append(str(error) if isinstance(error, PartitionStopped) else f"night {night}: {error}")
        else:
            done.nights.append(night)
    if done.nights:
        progress("publish")
        done.published = _patiently()(publish, done.nights, settings)
    return done


def _run(night: date, settings: Settings, again: bool, progress: Progress) -> list[str]:
    """Run one night and load it; a sentence for each publisher that could not be read."""
    with working_on(night, settings):
        outcome = Outcome(night)
        if again:
            fetch_all(Request(night=str(night)), settings, outcome, again=True, progress=progress)
        work(outcome, settings, progress=progress, load=False)
        progress("load")
        _patiently()(warehouse.load, night, settings)
    return outcome.unsettled


def _nights(first: date, last: date, settings: Settings, again: bool) -> list[date]:
    if again and first <= last:
        return [first + timedelta(days=day) for day in range((last - first).days + 1)]
    known = Lake(settings.lake_uri).nights()
    if not (found := [night for night in known if first <= night <= last]):
        span = f"it has {known[0]} to {known[-1]}" if known else "it is empty"
        raise ConfigurationError(f"the lake has no night from {first} to {last}; {span}. --again fetches anew")
    return found


def _prefixed(progress: Progress, night: date, step: str, share: float = 0.0) -> None:
    progress(f"{night} {step}", share)


def _patiently() -> Retrying:
    return Retrying(
        retry=retry_if_exception_type(RetryLater), stop=stop_after_delay(_PATIENCE), wait=wait_fixed(1), reraise=True
    )
