"""A publisher's fetch that is killed goes on where it was, and its watermarks move only with what is sealed."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest
from origin import Answer
from test_fetch_publisher import HTML, feed, page

from pipeline.lake.storage import Lake
from pipeline.nights.intake import run_fetch
from pipeline.press import fetch
from pipeline.publishers import Publisher
from pipeline.schema import ARTICLES, WATERMARKS
from pipeline.settings import Settings

NIGHT = date(2026, 3, 2)
PATHS = [f"/{number}" for number in range(250)]


@pytest.fixture
def publisher(origin) -> Publisher:
    origin.routes["/feed.xml"] = feed(origin, *PATHS)
    origin.routes |= {path: page(path) for path in PATHS}
    address = origin.url("/feed.xml")
    return Publisher(id="paper", name="P", domain="p.example", feeds=(address,), pace_seconds=0, private_network=True)


@contextmanager
def killed_at(monkeypatch, last: int):
    """Let the process end while that article is asked for."""
    whole, seen = fetch._article, []

    async def dying(client, article, night):
        seen.append(article)
        if len(seen) > last:
            raise KeyboardInterrupt
        await whole(client, article, night)

    with monkeypatch.context() as patched:
        patched.setattr(fetch, "_article", dying)
        yield


def test_a_fetch_that_was_killed_asks_only_for_what_it_had_not_sealed(origin, publisher, tmp_path, monkeypatch):
    settings = Settings(home=tmp_path)
    with killed_at(monkeypatch, 230), pytest.raises(KeyboardInterrupt):
        run_fetch(publisher, NIGHT, settings)
    before = Lake(settings.lake_uri).read(WATERMARKS, NIGHT)
    assert before.num_rows == 200
    manifest = run_fetch(publisher, NIGHT, settings)
    assert manifest.settled
    assert Lake(settings.lake_uri).read(ARTICLES, NIGHT).num_rows == 250
    assert [origin.times(path) for path in (*PATHS[:199], *PATHS[230:])] == [1] * 219
    assert sum(origin.times(path) for path in PATHS) == 230 + 51


def test_a_fetch_that_was_killed_before_anything_was_sealed_leaves_no_watermark(publisher, tmp_path, monkeypatch):
    settings = Settings(home=tmp_path)
    with killed_at(monkeypatch, 5), pytest.raises(KeyboardInterrupt):
        run_fetch(publisher, NIGHT, settings)
    assert Lake(settings.lake_uri).read(WATERMARKS, NIGHT).num_rows == 0


def test_single_pages_of_an_entry_are_fetched_like_listed_ones(origin, tmp_path):
    origin.routes["/one"] = Answer(b"<p>Words.</p>", headers=HTML)
    entry = Publisher(
        id="paper", name="P", domain="p.example", pages=(origin.url("/one"),), pace_seconds=0, private_network=True
    )
    settings = Settings(home=tmp_path)
    assert run_fetch(entry, NIGHT, settings).settled
    assert Lake(settings.lake_uri).read(ARTICLES, NIGHT)["url"].to_pylist() == [origin.url("/one")]
