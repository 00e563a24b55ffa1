"""The client keeps to robots.txt and to each host's pace. Its server is on loopback."""

from __future__ import annotations

import asyncio

import pytest
from client import PAGE, get, robots, rule_of, with_client
from origin import Answer

from pipeline.errors import RetryLater, RowRefused
from pipeline.press.pacing import OverBudget, Pace, seconds_of


def test_a_page_that_robots_txt_forbids_is_not_asked_for(origin):
    origin.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /private/")
    origin.routes["/private/page"] = origin.routes["/page"] = PAGE
    assert rule_of(origin.url("/private/page")) == "robots"
    assert origin.times("/private/page") == 0
    assert get(origin.url("/page")).status == 200


def test_rules_for_this_fetcher_go_before_rules_for_all(origin):
    origin.routes["/robots.txt"] = robots("User-agent: newsledger\nDisallow: /\n\nUser-agent: *\nAllow: /")
    assert rule_of(origin.url("/page"), user_agent="newsledger/0.1 (desk@paper.example)") == "robots"


def test_the_target_of_a_redirect_is_held_to_robots_txt_too(origin):
    origin.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /private/")
    origin.routes["/old"] = Answer(status=302, headers={"Location": "/private/page"})
    assert rule_of(origin.url("/old")) == "robots"
    assert origin.times("/private/page") == 0


@pytest.mark.parametrize("status", [404, 403])
def test_a_host_without_robots_txt_allows_all(origin, status):
    origin.routes["/robots.txt"] = Answer(status=status)
    origin.routes["/page"] = PAGE
    assert get(origin.url("/page")).status == 200


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_whose_robots_txt_fails_allows_nothing(origin, status):
    origin.routes["/robots.txt"] = Answer(status=status)
    origin.routes["/page"] = PAGE
    assert rule_of(origin.url("/page")) == "robots"
    assert origin.times("/page") == 0


@pytest.mark.parametrize("status", [501, 520])
def test_a_host_whose_robots_txt_fails_in_a_rarer_way_allows_nothing_either(origin, status):
    origin.routes["/robots.txt"] = Answer(status=status)
    origin.routes["/page"] = PAGE
    with pytest.raises((RowRefused, RetryLater)):
        get(origin.url("/page"))
    assert origin.times("/page") == 0


def test_a_robots_txt_that_has_moved_is_read_at_its_new_place(origin):
    origin.routes["/robots.txt"] = Answer(status=301, headers={"Location": "/moved.txt"})
    origin.routes["/moved.txt"] = robots("User-agent: *\nDisallow: /")
    origin.routes["/page"] = PAGE
    with pytest.raises(RowRefused, match="robots"):
        get(origin.url("/page"))


def test_robots_txt_is_read_once_for_a_host(origin):
    origin.routes["/a"] = origin.routes["/b"] = PAGE

    async def both(client):
        await client.get(origin.url("/a"))
        await client.get(origin.url("/b"))

    with_client(both)
    assert origin.times("/robots.txt") == 1


def test_a_host_that_does_not_answer_is_asked_for_its_rules_once(origin):
    def hang_up(request):
        request.transport.close()
        return Answer()

    origin.routes["/robots.txt"] = hang_up

    async def times_asked(client):
        counts = []
        for path in ("/a", "/b"):
            with pytest.raises((RetryLater, RowRefused)):
                await client.get(origin.url(path))
            counts.append(origin.times("/robots.txt"))
        return counts

    after_one, after_two = with_client(times_asked)
    assert after_two == after_one


@pytest.mark.parametrize(
    ("rules", "pace", "interval"),
    [
        ("User-agent: *\nCrawl-delay: 7", 2.0, 7.0),
        ("User-agent: *\nCrawl-delay: 1", 2.0, 2.0),
        ("User-agent: *\nDisallow:", 2.0, 2.0),
    ],
)
def test_a_crawl_delay_raises_the_pace_and_never_lowers_it(origin, rules, pace, interval):
    origin.routes["/robots.txt"] = robots(rules)
    host = with_client(lambda client: client._host(origin.url("/page")), pace=pace)
    assert host.pace.interval == interval


def test_a_host_that_complains_is_left_alone_for_as_long_as_it_asks(origin):
    origin.routes["/page"] = Answer(status=429, headers={"Retry-After": "900"})

    async def waits(client):
        with pytest.raises(RetryLater, match="429"):
            await client.get(origin.url("/page"))
        [host] = client._hosts.values()
        return host.pace.free_at - asyncio.get_running_loop().time()

    assert 800 < with_client(waits) <= 900


def test_a_host_that_may_not_be_asked_again_in_time_is_left_for_another_night(origin):
    origin.routes["/page"] = Answer(status=503, headers={"Retry-After": "900"})
    with pytest.raises(OverBudget):
        get(origin.url("/page"), attempts=2, fetch_minutes=5)
    assert origin.times("/page") == 1


def test_a_host_that_fails_five_times_in_a_row_is_not_asked_any_more(origin):
    origin.routes |= {f"/{number}": Answer(status=500) for number in range(8)}

    async def all_of_them(client):
        client._pace = 0
        for number in range(8):
            with pytest.raises(RetryLater):
                await client.get(origin.url(f"/{number}"))
            for host in client._hosts.values():
                host.pace.free_at = 0.0  # the rests are not what this is about

    with_client(all_of_them)
    assert sum(origin.times(f"/{number}") for number in range(8)) == 5


@pytest.mark.parametrize(
    ("header", "sent", "seconds"),
    [
        ("120", None, 120),
        ("Mon, 02 Mar 2026 06:32:00 GMT", "Mon, 02 Mar 2026 06:30:00 GMT", 120),
        ("Mon, 02 Mar 2026 06:00:00 GMT", "Mon, 02 Mar 2026 06:30:00 GMT", 0),
        ("soon", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date_by_the_hosts_own_clock(header, sent, seconds):
    assert seconds_of(header, sent) == seconds


def test_a_host_that_failed_is_asked_more_slowly_until_it_answers_again():
    async def intervals():
        pace, seen = Pace("https://paper.example", 0.0), []
        for fails in (True, True, False, False, False):
            pace.free_at = 0.0
            async with pace.turn(asyncio.get_running_loop().time() + 60) as turn:
                if fails:
                    turn.failed(None)
            seen.append(pace.interval)
        return seen

    first, second, third, *_, last = asyncio.run(intervals())
    assert first < second > third
    assert last < 0.1


def test_a_request_is_followed_by_the_interval_before_the_host_is_free_again(origin):
    origin.routes["/page"] = PAGE

    async def waits(client):
        await client.get(origin.url("/page"))
        [host] = client._hosts.values()
        return host.pace.free_at - asyncio.get_running_loop().time()

    assert 500 < with_client(waits, pace=1000) <= 1000


def test_the_second_request_to_a_host_waits_for_its_interval(monkeypatch):
    waited = []

    async def at_once(seconds):
        waited.append(seconds)

    async def two_turns():
        pace, ends_at = Pace("https://paper.example", 1000.0), asyncio.get_running_loop().time() + 5000
        for _ in range(2):
            async with pace.turn(ends_at):
                pass

    monkeypatch.setattr("pipeline.press.pacing.asyncio.sleep", at_once)
    asyncio.run(two_turns())
    assert waited[0] == 0
    assert 500 < waited[1] <= 1000
