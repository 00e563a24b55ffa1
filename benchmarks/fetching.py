"""Time two nights of a web on loopback: sound hosts beside one host for every fault.

    python -m benchmarks.fetching [sound hosts] [pages of each] [seconds between requests to one host]

With the defaults 65 hosts list 5,000 pages and more; the two nights take about four minutes.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.faulty import Web
from pipeline.forms import Request
from pipeline.lake.storage import Lake
from pipeline.nights.night import Outcome, fetch_all
from pipeline.nights.progress import silent
from pipeline.schema import WATERMARKS
from pipeline.settings import Settings

_NIGHTS = (date(2026, 3, 2), date(2026, 3, 3))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a night asked for, and in what time.

    ``longest`` is the number of requests of the host that got most, ``least`` the seconds that its pace takes;
    ``asked`` the requests to sound hosts but for robots.txt, ``unchanged`` those of them that 304 answered;
    ``outside`` the hosts that were asked though no rule allows it. CPU seconds are of the web too.
    """

    night: date
    requests: int
    longest: int
    least: float
    wall: float
    processor: float
    asked: int
    unchanged: int
    outside: tuple[str, ...]
    outcomes: dict[str, int]


def fetched(home: Path, sound: int, pages: int, pace: float) -> Iterator[Fetched]:
    """Fetch two nights of so many sound hosts of so many pages, with so many seconds between two requests to one."""
    with Web(sound, pages) as web:
        file = home / "publishers.toml"
        file.write_text(web.publishers(pace, most=pages), encoding="utf-8")
        patience = min(20, max(1, pages * pace / 10))  # seconds; the host that trickles must not be the longest
        settings = Settings(
            home=home,
            publishers=file,
            timeout_seconds=patience,
            attempts=2,
            max_body_bytes=1_000_000,
            fetch_minutes=10,
        )
        for night in _NIGHTS:
            before = {host: seen.copy() for host, seen in web.answered.items()}
            started, worked = time.monotonic(), time.process_time()
            fetch_all(Request(night=str(night)), settings, Outcome(night), again=False, progress=silent)
            wall, worked = time.monotonic() - started, time.process_time() - worked
            answers = {host: seen - before.get(host, Counter()) for host, seen in web.answered.items()}
            longest = max(seen.total() for seen in answers.values())
            healthy = [seen for host, seen in answers.items() if not web.hosts.get(host, "outside")]
            marks = Lake(settings.lake_uri).read(WATERMARKS, night, columns=["outcome"]).to_pylist()
            yield Fetched(
                night=night,
                requests=sum(seen.total() for seen in answers.values()),
                longest=longest,
                least=longest * pace,
                wall=wall,
                processor=worked,
                asked=sum(seen.total() for seen in healthy) - len(healthy),  # robots.txt is read anew every night
                unchanged=sum(seen[304] for seen in healthy),
                outside=tuple(sorted(set(answers) - set(web.hosts))),
                outcomes=dict(Counter(mark["outcome"] for mark in marks)),
            )
            web.version += 1


def main(sound: int = 50, pages: int = 100, pace: float = 1.0) -> None:
    """Print what was asked for, in what time, and what became of the addresses."""
    with TemporaryDirectory() as folder:
        for one in fetched(Path(folder), sound, pages, pace):
            sys.stdout.write(
                f"{one.night}: {one.requests} requests, most of one host {one.longest}; "
                f"wall {one.wall:.1f} s = {one.wall / one.least:.3f} x the longest host's requests x {pace:g} s; "
                f"CPU {one.processor:.1f} s; answers 304 of sound hosts {one.unchanged} of {one.asked}; "
                f"outside the rules {list(one.outside)}; {one.outcomes}\n"
            )


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((int, int, float), sys.argv[1:], strict=False)))
