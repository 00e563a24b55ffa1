"""Time two nights of a web on loopback: sound hosts beside one host for every fault.

    python -m benchmarks.fetching [sound hosts] [pages of each] [seconds between requests to one host]

With the defaults 65 hosts list 5,000 pages and more; the two nights take about four minutes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from benchmarks.faulty import Web
from pipeline.lake.storage import Lake
from pipeline.nights.night import Outcome, Request, fetch_all
from pipeline.nights.runner import silent
from pipeline.schema import WATERMARKS
from pipeline.settings import Settings

_NIGHTS = (date(2026, 3, 2), date(2026, 3, 3))


def main(sound: int = 50, pages: int = 100, pace: float = 1.0) -> None:
    """Fetch two nights and print what was asked for, in what time, and what became of the addresses."""
    with tempfile.TemporaryDirectory() as folder, Web(sound, pages) as web:
        file = Path(folder) / "publishers.toml"
        file.write_text(web.publishers(pace, most=pages), encoding="utf-8")
        limits = {"timeout_seconds": 20, "attempts": 2, "max_body_bytes": 1_000_000, "fetch_minutes": 10}
        settings = Settings(home=Path(folder), publishers=file, **limits)
        for night in _NIGHTS:
            before = {host: seen.copy() for host, seen in web.answered.items()}
            started, worked = time.monotonic(), time.process_time()
            fetch_all(Request(night=str(night)), settings, Outcome(night), again=False, progress=silent)
            wall, worked = time.monotonic() - started, time.process_time() - worked
            answers = {host: seen - before.get(host, Counter()) for host, seen in web.answered.items()}
            longest = max(seen.total() for host, seen in answers.items())
            healthy = [seen for host, seen in answers.items() if not web.hosts.get(host, "outside")]
            asked = sum(seen.total() for seen in healthy) - len(healthy)  # robots.txt is read anew every night
            marks = Lake(settings.lake_uri).read(WATERMARKS, night)["outcome"].value_counts().to_pylist()
            sys.stdout.write(
                f"{night}: {sum(seen.total() for seen in answers.values())} requests, most of one host {longest}; "
                f"wall {wall:.1f} s = {wall / (longest * pace):.3f} x the longest host's requests x {pace:g} s; "
                f"CPU {worked:.1f} s; answers 304 of sound hosts {sum(seen[304] for seen in healthy)} of {asked}; "
                f"outside the rules {sorted(set(answers) - set(web.hosts))}; "
                f"{ {row['values']: row['counts'] for row in marks} }\n"
            )
            web.version += 1


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((int, int, float), sys.argv[1:], strict=False)))
