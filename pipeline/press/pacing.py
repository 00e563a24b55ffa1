"""How fast a host is asked: one request at a time, slower where it is slow or complains, not at all once it fails.

The least interval, from the start of one request to that of the next, is the publisher's pace or the host's
crawl-delay. A host that is slow to answer gets as long a rest
as its answers take (the rule of Scrapy's AutoThrottle for one request at a time, smoothed by a quarter); one that
fails gets twice the rest, up to two minutes, and what it asks for with Retry-After in any case.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.errors import RetryLater

_SMOOTHING = 0.25  # weight of the latest answer
_FIRST_WAIT = 0.5  # seconds after a failure of a host that has no pace
_LONGEST_REST = 120.0  # seconds
_MOST_FAILURES = 5  # in a row, then the host is left alone


class OverBudget(RetryLater):
    """The time for this night's requests is spent, or would be before the host may be asked again."""


class HostFailing(RetryLater):
    """The host failed so often in a row that it is left alone."""


class Turn:
    """One request's turn; it counts as a success unless ``failed`` is called."""

    def __init__(self) -> None:
        self.is_failed = False
        self.after: float | None = None

    def failed(self, after: float | None) -> None:
        """Note that the request failed, and the seconds that the host asks to be left alone for."""
        self.is_failed, self.after = True, after


class Pace:
    """The pace of one host.

    Args:
        origin: scheme and host, as messages name it.
        least: seconds between two requests at least.
    """

    def __init__(self, origin: str, least: float) -> None:
        self._origin, self._least, self.interval = origin, least, least
        self._lock, self.free_at = asyncio.Lock(), 0.0
        self._latency, self._failures = 0.0, 0

    @asynccontextmanager
    async def turn(self, ends_at: float) -> AsyncIterator[Turn]:
        """Wait until the host may be asked, and note how it answered.

        Raises:
            HostFailing: it failed too often in a row.
            OverBudget: that would be after ``ends_at``, by the loop's clock.
        """
        async with self._lock:
            clock = asyncio.get_running_loop().time
            if self._failures >= _MOST_FAILURES:
                raise HostFailing(f"{self._origin} failed {self._failures} times in a row; it is left alone this night")
            if max(self.free_at, clock()) > ends_at:
                raise OverBudget(f"{self._origin}: the time for this night is spent (setting fetch_minutes)")
            await asyncio.sleep(max(0.0, self.free_at - clock()))
            turn, started = Turn(), clock()
            try:
                yield turn
            finally:
                self._note(turn, clock() - started)
                rest = clock() + max(self.interval, turn.after or 0.0)
                self.free_at = rest if turn.is_failed else started + self.interval

    def _note(self, turn: Turn, latency: float) -> None:
        if turn.is_failed:
            self._failures += 1
            self.interval = min(2 * max(self.interval, _FIRST_WAIT), max(_LONGEST_REST, self._least))
            return
        self._failures = 0
        self._latency += _SMOOTHING * (latency - self._latency)
        eased = self.interval / 2 if self.interval > _FIRST_WAIT else 0.0
        self.interval = max(self._least, self._latency, eased)


def seconds_of(retry_after: str | None, sent: str | None) -> float | None:
    """The wait that a Retry-After header asks for: seconds, or a date counted from the answer's own."""
    try:
        if retry_after is None or retry_after.strip().isdigit():
            return float(retry_after) if retry_after else None
        now = parsedate_to_datetime(sent) if sent else datetime.now(UTC)
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
