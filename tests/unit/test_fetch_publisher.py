"""A publisher's night: every listed address ends in one watermark, and bytes once had are never lost again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from making import NIGHT, RUN
from origin import Answer

from pipeline.contract import check
from pipeline.press.fetch import fetch_publisher, merged
from pipeline.publishers import Publisher
from pipeline.schema import TABLES
from pipeline.settings import Settings

MOMENT = datetime(2026, 3, 2, 4, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}


def feed(origin, *paths, **headers) -> Answer:
    items = "".join(f"<item><title>Of {path}</title><link>{origin.url(path)}</link></item>" for path in paths)
    return Answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), headers=headers)


def page(words="Words.", **headers) -> Answer:
    return Answer(f"<p>{words}</p>".encode(), headers=HTML | headers)


def fetch(origin, known=None, *, limit=None, feeds=("/feed.xml",), sitemaps=(), private=True, **more):
    publisher = Publisher(
        id="paper",
        name="The Paper",
        domain="paper.example",
        feeds=tuple(map(origin.url, feeds)),
        sitemaps=tuple(map(origin.url, sitemaps)),
        pace_seconds=0,
        private_network=private,
    )
    settings = Settings(attempts=1, timeout_seconds=5)
    return fetch_publisher(publisher, NIGHT, known or {}, settings, lambda: MOMENT, limit, **more)


def outcomes(origin, result) -> dict[str, str]:
    marks = result.tables["watermarks"].to_pylist()
    return {row["url"].removeprefix(origin.url("")): row["outcome"] for row in marks}


def known_from(result) -> dict:
    return {row["url"]: row for row in result.tables["watermarks"].to_pylist()}


def stamped(result) -> dict:
    """The tables of a fetch as the lake gives them back."""
    return {name: TABLES[name].stamped(data, NIGHT, RUN) for name, data in result.tables.items()}


def bodies(result) -> dict[str, bytes]:
    return {row["url"].rpartition("/")[2]: row["body"] for row in result.tables["articles"].to_pylist()}


def test_listed_articles_are_kept_byte_for_byte_with_what_the_feed_said_of_them(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = page(ETag='"v1"')
    [article] = fetch(origin).tables["articles"].to_pylist()
    assert article["body"] == b"<p>Words.</p>"
    assert (article["listed_title"], article["content_type"], article["charset"]) == ("Of /one", "text/html", "utf-8")
    assert (article["etag"], article["http_status"], article["fetched_at"]) == ('"v1"', 200, MOMENT)


def test_every_address_ends_in_one_watermark_and_every_failure_in_quarantine(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", "/gone", "/broken")
    origin.routes["/one"] = page()
    origin.routes["/broken"] = Answer(status=500)
    result = fetch(origin)
    assert outcomes(origin, result) == {
        "/feed.xml": "fetched",
        "/one": "fetched",
        "/gone": "failed",
        "/broken": "failed",
    }
    assert sorted(result.tables["quarantine"]["rule"].to_pylist()) == ["http_404", "no_answer"]
    assert result.tables["watermarks"].num_rows == result.kept + result.tables["quarantine"].num_rows
    assert len(result.messages) == 2


def test_what_is_fetched_fits_the_declared_tables(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", "/gone")
    origin.routes["/one"] = page()
    for name, data in stamped(fetch(origin)).items():
        check(TABLES[name], data)
        assert data.num_rows >= 1


def test_an_address_with_and_without_tracking_parameters_is_fetched_once(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", "/one?utm_source=feed")
    origin.routes["/one"] = page()
    assert list(bodies(fetch(origin))) == ["one"]
    assert origin.times("/one") == 1


def test_what_goes_over_the_limit_is_marked_and_not_asked_for(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", "/two", "/three")
    origin.routes["/one"] = page()
    result = fetch(origin, limit=1)
    assert outcomes(origin, result) == {
        "/feed.xml": "fetched",
        "/one": "fetched",
        "/two": "over_limit",
        "/three": "over_limit",
    }
    assert origin.times("/two") == 0


def test_a_sitemap_index_is_followed_to_the_articles_of_its_sitemaps(origin):
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = f"<sitemapindex {space}><sitemap><loc>{origin.url('/news.xml')}</loc></sitemap></sitemapindex>"
    origin.routes["/index.xml"] = Answer(index.encode())
    origin.routes["/news.xml"] = Answer(f"<urlset {space}><url><loc>{origin.url('/one')}</loc></url></urlset>".encode())
    origin.routes["/one"] = page()
    assert list(bodies(fetch(origin, feeds=(), sitemaps=("/index.xml",)))) == ["one"]


def test_sitemaps_that_point_at_each_other_are_read_once_each(origin):
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    for one, other in (("/a.xml", "/b.xml"), ("/b.xml", "/a.xml")):
        index = f"<sitemapindex {space}><sitemap><loc>{origin.url(other)}</loc></sitemap></sitemapindex>"
        origin.routes[one] = Answer(index.encode())
    fetch(origin, feeds=(), sitemaps=("/a.xml",))
    assert (origin.times("/a.xml"), origin.times("/b.xml")) == (1, 1)


def test_a_night_without_any_readable_feed_is_not_settled(origin):
    origin.routes["/feed.xml"] = Answer(status=500)
    assert not fetch(origin).settled


def test_a_night_is_settled_if_one_of_two_feeds_was_read(origin):
    origin.routes["/good.xml"] = feed(origin)
    origin.routes["/feed.xml"] = Answer(b"<html>Sorry</html>")
    result = fetch(origin, feeds=("/feed.xml", "/good.xml"))
    assert result.settled
    assert outcomes(origin, result) == {"/feed.xml": "refused", "/good.xml": "fetched"}


def test_a_feed_that_lists_nothing_is_told(origin):
    origin.routes["/feed.xml"] = feed(origin)
    assert fetch(origin).messages == (f"{origin.url('/feed.xml')}: the feed lists nothing",)


def test_an_unchanged_feed_and_article_are_not_sent_again_the_next_night(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", ETag='"f1"')
    origin.routes["/one"] = page(ETag='"v1"')
    second = fetch(origin, known_from(fetch(origin)))
    assert outcomes(origin, second) == {"/feed.xml": "not_modified", "/one": "not_modified"}
    assert bodies(second) == {}


def test_a_changed_article_of_an_unchanged_feed_is_fetched_anew(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", ETag='"f1"')
    origin.routes["/one"] = page(ETag='"v1"')
    known = known_from(fetch(origin))
    origin.routes["/one"] = page("Other words.", ETag='"v2"')
    assert bodies(fetch(origin, known)) == {"one": b"<p>Other words.</p>"}


def test_the_same_bytes_without_validators_count_as_unchanged(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = page()
    assert outcomes(origin, fetch(origin, known_from(fetch(origin))))["/one"] == "not_modified"


def test_a_failure_keeps_the_validators_of_the_last_success(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = page(ETag='"v1"')
    known = known_from(fetch(origin))
    origin.routes["/one"] = Answer(status=500)
    mark = known_from(fetch(origin, known))[origin.url("/one")]
    assert (mark["outcome"], mark["etag"]) == ("failed", '"v1"')


def test_bytes_of_a_first_fetch_survive_a_second_that_fails(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = page()
    first = fetch(origin)
    origin.routes["/one"] = Answer(status=500)
    both = merged(stamped(first), fetch(origin), NIGHT, "paper")
    assert bodies(both) == {"one": b"<p>Words.</p>"}
    assert outcomes(origin, both) == {"/feed.xml": "fetched", "/one": "fetched"}
    assert both.tables["quarantine"].num_rows == 0


def test_bytes_of_a_first_fetch_survive_a_second_in_which_every_feed_is_down(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = page()
    first = fetch(origin)
    origin.routes["/feed.xml"] = Answer(status=500)
    both = merged(stamped(first), fetch(origin), NIGHT, "paper")
    assert bodies(both) == {"one": b"<p>Words.</p>"}
    assert not both.settled


def test_a_changed_article_replaces_the_bytes_of_the_first_fetch(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = page()
    first = fetch(origin)
    origin.routes["/one"] = page("Other words.")
    both = merged(stamped(first), fetch(origin), NIGHT, "paper")
    assert bodies(both) == {"one": b"<p>Other words.</p>"}


def test_a_failure_that_a_second_fetch_mends_leaves_quarantine(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    first = fetch(origin)
    assert first.tables["quarantine"].num_rows == 1
    origin.routes["/one"] = page()
    both = merged(stamped(first), fetch(origin), NIGHT, "paper")
    assert both.tables["quarantine"].num_rows == 0
    assert bodies(both) == {"one": b"<p>Words.</p>"}


def test_the_counts_of_two_fetches_laid_over_each_other_add_up(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", "/two", "/three")
    origin.routes["/one"] = page()
    origin.routes["/two"] = Answer(status=500)
    first = fetch(origin)
    origin.routes["/one"], origin.routes["/two"] = Answer(status=500), page()
    both = merged(stamped(first), fetch(origin), NIGHT, "paper")
    assert both.tables["watermarks"].num_rows == both.kept + both.tables["quarantine"].num_rows
    assert sorted(bodies(both)) == ["one", "two"]


def test_articles_of_different_nights_have_different_identifiers(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = page()
    publisher = Publisher(
        id="paper", name="P", domain="p.example", feeds=(origin.url("/feed.xml"),), pace_seconds=0, private_network=True
    )
    nights = (date(2026, 3, 2), date(2026, 3, 3))
    results = [fetch_publisher(publisher, night, {}, Settings(attempts=1), lambda: MOMENT) for night in nights]
    one, other = (result.tables["articles"]["article_id"].to_pylist() for result in results)
    assert one != other


def test_the_canonical_address_is_the_one_after_redirects(origin):
    origin.routes["/feed.xml"] = feed(origin, "/short")
    origin.routes["/short"] = Answer(status=301, headers={"Location": "/long?utm_source=feed"})
    origin.routes["/long"] = page()
    [article] = fetch(origin).tables["articles"].to_pylist()
    assert (article["url"], article["canonical_url"]) == (origin.url("/short"), origin.url("/long"))


def test_an_address_that_is_none_does_not_keep_the_others_from_being_fetched(origin):
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    entries = f"<url><loc>http://[paper.example/x</loc></url><url><loc>{origin.url('/one')}</loc></url>"
    origin.routes["/news.xml"] = Answer(f"<urlset {space}>{entries}</urlset>".encode())
    origin.routes["/one"] = page()
    assert list(bodies(fetch(origin, feeds=(), sitemaps=("/news.xml",)))) == ["one"]


def test_a_feed_that_answers_unchanged_though_it_was_never_read_fails_like_any_other(origin):
    origin.routes["/feed.xml"] = Answer(status=304)
    result = fetch(origin)
    assert outcomes(origin, result)["/feed.xml"] in ("failed", "refused")


def test_an_article_that_answers_unchanged_though_it_was_never_read_is_a_failure(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one")
    origin.routes["/one"] = Answer(status=304)
    assert outcomes(origin, fetch(origin))["/one"] in ("failed", "refused")


@pytest.fixture
def raw():
    """Starts a server that answers every request but that for robots.txt by these bytes; gives its address."""
    servers = []

    def start(answer: bytes) -> str:
        class Handler(StreamRequestHandler):
            def handle(self):
                asked = self.rfile.readline()
                while self.rfile.readline().strip():
                    pass
                none = b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                self.wfile.write(none if b"robots.txt" in asked else answer)

        servers.append(ThreadingTCPServer(("127.0.0.1", 0), Handler))
        Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"HTTP/1.1 404 N\xe3o encontrado\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "failed"),
        (b'HTTP/1.1 200 OK\r\nETag: "caf\xe9"\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi', "fetched"),
    ],
    ids=["status line", "ETag"],
)
def test_headers_that_are_not_utf8_do_not_end_the_fetch(origin, raw, answer, outcome):
    address = f"{raw(answer)}/one"
    item = f"<item><link>{address}</link></item>"
    origin.routes["/feed.xml"] = Answer(f"<rss version='2.0'><channel>{item}</channel></rss>".encode())
    place = address.split("/")[2]
    assert known_from(fetch(origin, private=(place,)))[address]["outcome"] == outcome


def test_a_feed_may_not_point_at_another_machine_of_the_private_network(origin, raw):
    inside = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
    targets = (f"{inside}/key", "http://169.254.169.254/latest/meta-data")
    items = "".join(f"<item><link>{url}</link></item>" for url in targets)
    origin.routes["/feed.xml"] = Answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    result = fetch(origin)
    assert bodies(result) == {}
    assert result.tables["quarantine"]["rule"].to_pylist() == ["private_address", "private_address"]


def test_what_is_there_is_handed_over_while_the_fetch_goes_on(origin):
    paths = [f"/{number}" for number in range(250)]
    origin.routes["/feed.xml"] = feed(origin, *paths)
    origin.routes |= {path: page(path) for path in paths}
    kept = []
    fetch(origin, keep=kept.append)
    assert [(part.tables["articles"].num_rows, part.settled) for part in kept] == [(199, False)]


def test_what_an_earlier_fetch_of_the_night_had_is_not_asked_for_again(origin):
    origin.routes["/feed.xml"] = feed(origin, "/one", "/two")
    origin.routes["/one"] = origin.routes["/two"] = page()
    fetch(origin, had={origin.url("/one")})
    assert (origin.times("/one"), origin.times("/two")) == (0, 1)
