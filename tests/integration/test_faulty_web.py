"""Two nights of a web with every fault: the night ends, nothing outside the rules is asked for, the accounts add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.faulty import Web
from pipeline.flow import WHOLE, stage
from pipeline.lake.storage import Lake
from pipeline.nights.night import Outcome, Request, fetch_all
from pipeline.nights.runner import plan, run
from pipeline.schema import ARTICLES, COVERAGE, WATERMARKS
from pipeline.settings import Settings

NIGHTS = (date(2026, 3, 2), date(2026, 3, 3))
SOUND, PAGES, PACE = 35, 12, 0.05


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """The web after two nights, the lake, and how often each host gave which status on the second."""
    home: Path = tmp_path_factory.mktemp("web")
    with Web(SOUND, PAGES) as web:
        file = home / "publishers.toml"
        file.write_text(web.publishers(PACE), encoding="utf-8")
        limits = {"timeout_seconds": 3, "attempts": 2, "max_body_bytes": 1_000_000, "fetch_minutes": 3}
        settings = Settings(home=home, publishers=file, **limits)
        fetched(NIGHTS[0], settings)
        first = {host: seen.copy() for host, seen in web.answered.items()}
        web.version = 2
        fetched(NIGHTS[1], settings)
        second = {host: seen - first.get(host, seen) for host, seen in web.answered.items()}
        yield web, Lake(settings.lake_uri), second


def fetched(night: date, settings: Settings) -> None:
    """Fetch, parse and account for a night."""
    fetch_all(Request(night=str(night)), settings, Outcome(night), again=False, progress=lambda step, share=0.0: None)
    for shard in plan(night, settings):
        run(stage("parse"), night, shard, settings)
    run(stage("account"), night, WHOLE, settings)


def host_of(web: Web, fault: str) -> tuple[str, str]:
    """The host with that fault, and its publisher's id."""
    number, host = next((n, host) for n, host in enumerate(web.hosts, 1) if web.hosts[host] == fault)
    return host, f"h{number}"


def account(nights, fault: str, night=NIGHTS[0]) -> dict:
    web, lake, _ = nights
    rows = lake.read(COVERAGE, night).to_pylist()
    return next(row for row in rows if row["publisher_id"] == host_of(web, fault)[1])


def test_the_accounts_of_every_host_add_up_on_both_nights(nights):
    web, lake, _ = nights
    for night in NIGHTS:
        rows = lake.read(COVERAGE, night).to_pylist()
        assert {row["publisher_id"] for row in rows} == {f"h{n}" for n in range(1, len(web.hosts) + 1)}
        for row in rows:
            assert row["expected"] == row["fetched"] + row["not_modified"] + row["failed"] + row["over_limit"]


def test_sound_hosts_give_every_page_whatever_the_others_do(nights):
    lake = nights[1]
    rows = {row["publisher_id"]: row for row in lake.read(COVERAGE, NIGHTS[0]).to_pylist()}
    assert [rows[f"h{n}"]["documents"] for n in range(1, SOUND + 1)] == [PAGES] * SOUND


def test_the_second_night_of_sound_hosts_is_answered_by_304(nights):
    web, _, second = nights
    answers = [second[host] for host, fault in web.hosts.items() if not fault]
    asked = sum(sum(seen.values()) for seen in answers) - len(answers)  # robots.txt is read anew
    assert sum(seen[304] for seen in answers) >= 0.95 * asked


def test_changed_pages_are_fetched_anew_on_the_second_night(nights):
    assert account(nights, "changed_etag", NIGHTS[1])["fetched"] == 3


def test_nothing_inside_the_network_is_asked_for(nights):
    web, lake, _ = nights
    assert not [host for host, _ in web.asked if host not in web.hosts]
    publisher = host_of(web, "private_feed")[1]
    marks = [row for row in lake.read(WATERMARKS, NIGHTS[0]).to_pylist() if row["publisher_id"] == publisher]
    assert [row["outcome"] for row in marks if row["kind"] == "article"] == ["refused"] * 3


@pytest.mark.parametrize("fault", ["disallow", "robots_500"])
def test_what_robots_txt_forbids_is_not_asked_for(nights, fault):
    web, *_ = nights
    host = host_of(web, fault)[0]
    paths = {path for seen, path in web.asked if seen == host}
    assert paths <= {"/robots.txt", "/feed.xml"}
    assert account(nights, fault)["fetched"] == 0


def test_a_host_that_complains_is_asked_again_when_it_said(nights):
    assert account(nights, "retry_after")["fetched"] == 3


@pytest.mark.parametrize(
    "fault", ["unavailable", "trickle", "redirects", "large", "gzip_bomb", "private_feed", "wrong_type"]
)
def test_pages_that_cannot_be_had_or_read_are_told_of_and_give_no_text(nights, fault):
    row = account(nights, fault)
    assert row["documents"] == 0
    assert row["failed"] + row["over_limit"] + row["quarantined"] == row["expected"] == 3


def test_a_feed_of_ten_thousand_is_taken_up_to_the_publishers_limit(nights):
    row = account(nights, "long_feed")
    assert (row["fetched"], row["over_limit"]) == (20, 9980)


def test_an_entity_bomb_does_not_unfold(nights):
    titles = [
        row["listed_title"] or "" for row in nights[1].read(ARTICLES, NIGHTS[0], columns=["listed_title"]).to_pylist()
    ]
    assert max(map(len, titles)) < 1000


def test_a_lying_encoding_gives_the_right_letters(nights):
    assert account(nights, "lying")["documents"] == 3


def test_a_host_that_is_failing_is_left_alone(nights):
    web, *_ = nights
    host = host_of(web, "unavailable")[0]
    assert sum(count for (seen, path), count in web.asked.items() if seen == host and path.startswith("/page")) <= 2 * 5
