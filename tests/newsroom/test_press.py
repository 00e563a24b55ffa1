from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from examples.newsroom.outlets import load_outlets
from examples.newsroom.press import Press
from examples.newsroom.story import Story, load_stories, shown_on

ROOT = Path(__file__).parents[2]
NIGHTS = [date(2026, 3, day) for day in (2, 3, 4, 5)]
FEEDS = {"meridian": "/feed.xml", "sentinel": "/atom.xml", "ledgertimes": "/feed.xml"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def of(outlet: str, stories: list[Story], night: date) -> list[Story]:
    return [story for story in shown_on(stories, night) if story.outlet == outlet]


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("outlet", FEEDS)
def test_feeds_list_what_is_published(press: Press, stories: list[Story], get, outlet: str, night: date) -> None:
    press.night = night
    feed = feedparser.parse(get(press.url(outlet, FEEDS[outlet])).text)
    assert not feed.bozo
    expected = []
    for story in of(outlet, stories, night):
        expected += [(story.title, press.url(outlet, story.path), story.published.utctimetuple()[:6])]
        if story.listed_twice:
            expected += [(story.title, expected[-1][1] + "?utm_source=feed&utm_medium=rss", expected[-1][2])]
    assert [(entry.title, entry.link, tuple(entry.published_parsed[:6])) for entry in feed.entries] == expected


def test_the_blog_feed_ends_its_summaries_in_a_footer(press: Press, get) -> None:
    entry = feedparser.parse(get(press.url("meridian", "/feed.xml")).text).entries[0]
    assert entry.summary.endswith(f"<p>The post {entry.title} appeared first on The Meridian Courier.</p>")


def test_the_news_sitemap_is_found_through_its_index(press: Press, stories: list[Story], get) -> None:
    index = ElementTree.fromstring(get(press.url("ledgertimes", "/sitemap.xml")).text)
    sitemap = ElementTree.fromstring(get(index.findtext("s:sitemap/s:loc", namespaces=SITEMAP)).text)
    rows = [
        (
            url.findtext("s:loc", namespaces=SITEMAP),
            url.findtext("n:news/n:title", namespaces=SITEMAP),
            url.findtext("n:news/n:publication_date", namespaces=SITEMAP),
            url.findtext("n:news/n:publication/n:language", namespaces=SITEMAP),
        )
        for url in sitemap
    ]
    assert rows == [
        (press.url("ledgertimes", story.path), story.title, story.published.isoformat(), "en")
        for story in of("ledgertimes", stories, press.night)
    ]


def test_robots_txt_names_the_sitemap(press: Press, get) -> None:
    for outlet in FEEDS:
        reply = get(press.url(outlet, "/robots.txt"))
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert "Disallow: /search" in reply.text
    assert f"Sitemap: {press.url('ledgertimes', '/sitemap.xml')}" in reply.text


def test_every_listed_page_answers_but_the_missing_ones(press: Press, stories: list[Story], get) -> None:
    for outlet in FEEDS:
        front = get(press.url(outlet, "/")).text
        for story in of(outlet, stories, press.night):
            reply = get(press.url(outlet, story.path) + "?utm_source=feed&utm_medium=rss")
            assert reply.status == (404 if story.kind == "missing" else 200)
            assert press.url(outlet, story.path) in front


@pytest.mark.parametrize("path", ["/feed.xml", "/", "/2026/03/02/ferry"])
def test_unchanged_answers_are_304(write_story: Callable[..., Path], get, path: str) -> None:
    with Press(NIGHTS[0], stories=load_stories(write_story())) as press:
        url = press.url("meridian", path)
        first = get(url)
        assert first.status == 200
        assert first.headers["last-modified"] == "Mon, 02 Mar 2026 14:05:00 GMT"
        etag = first.headers["etag"]
        press.night = NIGHTS[1]  # nothing new came, so nothing changes
        same = get(url, {"If-None-Match": f'"other", {etag}'})
        assert (same.status, same.text, same.headers["etag"]) == (304, "", etag)
        assert get(url, {"If-Modified-Since": "Mon, 02 Mar 2026 14:05:00 GMT"}).status == 304
        assert get(url, {"If-Modified-Since": "Mon, 02 Mar 2026 14:04:59 GMT"}).status == 200
        mixed = {"If-None-Match": '"other"', "If-Modified-Since": "Tue, 03 Mar 2026 00:00:00 GMT"}
        assert get(url, mixed).text == first.text


def test_an_update_changes_the_page_and_its_validators(write_story: Callable[..., Path], get) -> None:
    head = (
        "outlet: sentinel\ntitle: Ferry returns\npublished: 2026-03-02T14:05:00+00:00\nsection: World\n"
        "authors: [Ines Okafor]\n"
    )
    write_story("2026-03-02/sentinel-ferry", head, "It came back.\n")
    more = head + "update_of: sentinel-ferry\nupdated: 2026-03-04T09:00:00+00:00\n"
    stories = load_stories(write_story("2026-03-04/sentinel-ferry-gone", more, "It left again.\n"))
    with Press(NIGHTS[0], stories=stories) as press:
        url = press.url("sentinel", "/2026/03/02/ferry")
        first = get(url)
        press.night = NIGHTS[1]
        assert get(url, {"If-None-Match": first.headers["etag"]}).status == 304
        press.night = NIGHTS[2]
        second = get(url, {"If-None-Match": first.headers["etag"]})
        assert second.status == 200
        assert (first.headers["last-modified"], second.headers["last-modified"]) == (
            "Mon, 02 Mar 2026 14:05:00 GMT",
            "Wed, 04 Mar 2026 09:00:00 GMT",
        )
        assert "came back" in first.text
        assert "left again" in second.text
        feed = feedparser.parse(get(press.url("sentinel", "/atom.xml")).text)
        assert [(entry.published, entry.updated) for entry in feed.entries] == [
            ("2026-03-02T14:05:00+00:00", "2026-03-04T09:00:00+00:00")
        ]


def test_a_later_story_is_not_there_yet(press: Press, stories: list[Story], get) -> None:
    later = next(story for story in stories if story.night == NIGHTS[3] and story.kind == "article")
    assert get(press.url(later.outlet, later.path)).status == 200
    press.night = NIGHTS[2]
    assert get(press.url(later.outlet, later.path)).status == 404


def test_before_the_first_night_feeds_are_empty(press: Press, get) -> None:
    press.night = date(2026, 3, 1)
    reply = get(press.url("meridian", "/feed.xml"))
    assert reply.status == 200
    assert feedparser.parse(reply.text).entries == []


def test_two_servers_say_the_same(get) -> None:
    texts = []
    for _ in range(2):
        with Press(NIGHTS[3]) as press:
            pages = [get(press.url(outlet, path)).text for outlet in FEEDS for path in (FEEDS[outlet], "/")]
            for address in press.addresses.values():
                pages = [page.replace(address, "http://served") for page in pages]
            texts.append(pages)
    assert texts[0] == texts[1]


def test_faults_and_the_log_of_requests(press: Press, get) -> None:
    press.faults["/feed.xml"] = 500
    assert get(press.url("meridian", "/feed.xml"), {"X-Test": "1"}).status == 500
    del press.faults["/feed.xml"]
    assert get(press.url("meridian", "/feed.xml?again=1")).status == 200
    first, second = press.requests
    assert (first.outlet, first.method, first.path, first.status) == ("meridian", "GET", "/feed.xml", 500)
    assert first.headers["X-Test"] == "1"
    assert (second.path, second.status) == ("/feed.xml?again=1", 200)


def test_the_publishers_file_points_here(press: Press, tmp_path: Path, get) -> None:
    press.write_publishers(tmp_path / "publishers.toml")
    rows = tomllib.loads((tmp_path / "publishers.toml").read_text(encoding="utf-8"))["publishers"]
    assert [row["id"] for row in rows] == list(load_outlets())
    assert rows[0] == {
        "id": "meridian",
        "name": "The Meridian Courier",
        "domain": "meridian-courier.example",
        "language": "en",
        "feeds": [press.url("meridian", "/feed.xml")],
        "sitemaps": [],
        "pace_seconds": 0.0,
        "private_network": True,
        "licence": "invented text, same licence as the project",
    }
    assert all(get(url).status == 200 for row in rows for url in row["feeds"] + row["sitemaps"])


def test_the_command_line_serves_until_interrupted(tmp_path: Path, get) -> None:
    publishers = tmp_path / "publishers.toml"
    options = ["--night", "2026-03-02", "--port", "0", "--publishers", str(publishers)]
    command = [sys.executable, "-m", "examples.newsroom", "serve", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        lines = [server.stdout.readline().split() for _ in FEEDS]
        assert [name for name, _ in lines] == list(FEEDS)
        assert all(get(address).status == 200 for _, address in lines)
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0
    assert publishers.exists()
