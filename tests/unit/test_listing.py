"""What feeds and sitemaps list; what is neither is refused, and nothing outside the bytes is read."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
from datetime import UTC, datetime

import pytest

from pipeline.errors import RowRefused
from pipeline.press.listing import Listed, Listing, read_feed, read_sitemap

FEED = "https://paper.example/news/feed.xml"
MAP = "https://paper.example/sitemap.xml"
ONE = "https://paper.example/one"
MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
MEGABYTE = 1_000_000
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
)
ENTRY = f"<url><loc>{ONE}</loc></url>"


def rss(item, head=""):
    return f"{head}<rss version='2.0'><channel><title>The Paper</title><item>{item}</item></channel></rss>".encode()


def sitemap(entries):
    return SITEMAP.format(entries).encode()


@pytest.fixture
def no_net(monkeypatch):
    """Any connection or name look-up fails the test."""

    def refuse(*args, **named):
        raise AssertionError(f"the network was asked: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_an_rss_item_gives_address_title_and_time_in_utc():
    item = f"<title>One</title><link>{ONE}</link><pubDate>Mon, 02 Mar 2026 08:30:00 +0200</pubDate>"
    assert read_feed(rss(item), FEED) == Listing((Listed(ONE, "One", MORNING),))


def test_an_atom_entry_gives_address_title_and_time_in_utc():
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Paper</title><entry><title>One</title>
      <link rel="alternate" href="{ONE}"/><published>2026-03-02T08:30:00+02:00</published></entry></feed>"""
    assert read_feed(body.encode(), FEED) == Listing((Listed(ONE, "One", MORNING),))


def test_an_rdf_item_gives_address_title_and_time_in_utc():
    body = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{FEED}"><title>The Paper</title></channel>
      <item rdf:about="{ONE}"><title>One</title><link>{ONE}</link><dc:date>2026-03-02T06:30:00Z</dc:date></item>
      </rdf:RDF>"""
    assert read_feed(body.encode(), FEED) == Listing((Listed(ONE, "One", MORNING),))


def test_an_update_time_stands_in_for_a_missing_publication_time():
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title><link href="{ONE}"/>
      <updated>2026-03-02T06:30:00Z</updated></entry></feed>"""
    assert read_feed(body.encode(), FEED).articles[0].at == MORNING


def test_an_item_without_title_and_time_is_listed_all_the_same():
    assert read_feed(rss(f"<link>{ONE}</link>"), FEED).articles == (Listed(ONE),)


@pytest.mark.parametrize("item", ["<title>No address</title>", "<link>mailto:desk@paper.example</link>"])
def test_items_without_a_web_address_are_passed_over(item):
    assert read_feed(rss(item), FEED).articles == ()


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/one", "https://paper.example/one"),
        ("one?page=2", "https://paper.example/news/one?page=2"),
        ("//cdn.paper.example/one", "https://cdn.paper.example/one"),
    ],
)
def test_relative_links_are_resolved_against_the_address_of_the_feed(link, address):
    assert [article.url for article in read_feed(rss(f"<link>{link}</link>"), FEED).articles] == [address]


def test_items_before_the_break_of_a_broken_feed_are_listed():
    broken = rss(f"<title>One</title><link>{ONE}</link>").replace(b"</item></channel></rss>", b"</item><item><tit")
    assert read_feed(broken, FEED).articles == (Listed(ONE, "One"),)


def test_a_feed_with_a_bare_ampersand_is_read():
    body = rss(f"<title>Law & Order</title><link>{ONE}</link>")
    assert read_feed(body, FEED).articles == (Listed(ONE, "Law & Order"),)


def test_a_feed_without_items_lists_nothing():
    assert read_feed(b"<rss version='2.0'><channel><title>The Paper</title></channel></rss>", FEED) == Listing(())


@pytest.mark.parametrize("body", [b"<!doctype html><html><p>Sorry</p></html>", b"not found", b" \n"])
def test_what_is_no_feed_is_refused_with_its_address_and_its_beginning(body):
    with pytest.raises(RowRefused, match="not an RSS, Atom or JSON feed") as told:
        read_feed(body, FEED)
    assert told.value.rule == "no_feed"
    assert FEED in told.value.reason
    assert (body[:10].decode() if body.strip() else "it is empty") in told.value.reason


def test_an_empty_answer_is_refused_as_no_feed():
    with pytest.raises(RowRefused, match="it is empty"):
        read_feed(b"", FEED)


@pytest.mark.parametrize("date", ["0000-00-00T00:00:00Z", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_an_impossible_date_leaves_the_article_listed_without_a_time(date):
    found = read_feed(rss(f"<link>{ONE}</link><pubDate>{date}</pubDate>"), FEED)
    assert found.articles == (Listed(ONE, None, None),)


@pytest.mark.parametrize("reference", ["&#xD800;", "&#99999999999;"])
def test_a_character_reference_to_no_character_does_not_end_the_fetch(reference):
    def answer():
        try:
            return [a.url for a in read_feed(rss(f"<link>{ONE}</link><title>{reference}</title>"), FEED).articles]
        except RowRefused as refusal:
            return refusal.rule

    assert answer() in ([ONE], "no_feed")


def test_an_external_entity_in_a_feed_reads_no_file_and_asks_no_net(tmp_path, no_net):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word", encoding="utf-8")
    head = f'<!DOCTYPE rss [<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY net SYSTEM "http://paper.example/x">]>'
    listing = read_feed(rss(f"<title>&file;&net;</title><link>{ONE}</link>", head), FEED)
    assert [article.url for article in listing.articles] == [ONE]
    assert "the secret word" not in repr(listing)


def test_entities_that_multiply_are_not_unfolded_in_a_feed():
    bomb = f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{"&a;" * 10}"><!ENTITY c "{"&b;" * 10}">]>'
    listing = read_feed(rss(f"<title>&c;</title><link>{ONE}</link>", bomb), FEED)
    assert len(listing.articles[0].title or "") < 300


def test_a_news_sitemap_gives_addresses_titles_and_times():
    entry = f"""<url><loc> {ONE} </loc><lastmod>2026-03-02T09:00:00Z</lastmod><news:news><news:title>One</news:title>
      <news:publication_date>2026-03-02T08:30:00+02:00</news:publication_date></news:news></url>"""
    assert read_sitemap(sitemap(entry), MAP, MEGABYTE) == Listing((Listed(ONE, "One", MORNING),))


def test_the_last_change_stands_in_for_a_publication_date_that_is_missing_or_unreadable():
    entry = f"""<url><loc>{ONE}</loc><lastmod>2026-03-02</lastmod><news:news>
      <news:publication_date>last Monday</news:publication_date></news:news></url>"""
    assert read_sitemap(sitemap(entry), MAP, MEGABYTE).articles[0].at == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_date_outside_the_calendar_leaves_an_article_of_a_sitemap_without_a_time(date):
    entry = f"<url><loc>{ONE}</loc><lastmod>{date}</lastmod></url>"
    assert read_sitemap(sitemap(entry), MAP, MEGABYTE).articles == (Listed(ONE, None, None),)


def test_a_sitemap_entry_without_an_address_is_passed_over():
    assert read_sitemap(sitemap("<url><loc> </loc></url>" + ENTRY), MAP, MEGABYTE).articles == (Listed(ONE),)


def test_a_sitemap_index_points_to_sitemaps_and_lists_no_article():
    body = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{}</loc></sitemap></sitemapindex>'
    assert read_sitemap(body.format(MAP).encode(), MAP, MEGABYTE) == Listing((), (MAP,))


def test_a_gzipped_sitemap_is_read_like_a_plain_one():
    assert read_sitemap(gzip.compress(sitemap(ENTRY)), MAP, MEGABYTE) == read_sitemap(sitemap(ENTRY), MAP, MEGABYTE)


def test_a_sitemap_that_unpacks_to_more_than_the_limit_is_refused():
    bomb = gzip.compress(b" " * 10 * MEGABYTE)
    assert len(bomb) < MEGABYTE
    with pytest.raises(RowRefused, match="unpacks to more than 1000000 bytes") as told:
        read_sitemap(bomb, MAP, MEGABYTE)
    assert told.value.rule == "no_sitemap"


def test_a_sitemap_of_exactly_the_limit_is_read():
    body = sitemap(ENTRY)
    assert read_sitemap(gzip.compress(body), MAP, len(body)).articles == (Listed(ONE),)


@pytest.mark.parametrize(
    "body", [b"", b"<urlset", b"Not found", gzip.compress(b"<urlset>")[:-9], b"\x1f\x8bnot gzip", b"\x00\x01"]
)
def test_bytes_that_are_no_sitemap_are_refused_with_their_address(body):
    with pytest.raises(RowRefused, match="not a sitemap") as told:
        read_sitemap(body, MAP, MEGABYTE)
    assert told.value.rule == "no_sitemap"
    assert MAP in told.value.reason


@pytest.mark.parametrize("body", [b"<html/>", rss(f"<link>{ONE}</link>")])
def test_another_root_element_is_refused_and_named(body):
    with pytest.raises(RowRefused, match="the root element is") as told:
        read_sitemap(body, MAP, MEGABYTE)
    assert told.value.rule == "no_sitemap"


def test_an_external_entity_in_a_sitemap_reads_no_file_and_asks_no_net(tmp_path, no_net):
    secret = tmp_path / "secret.txt"
    secret.write_text("https://paper.example/secret", encoding="utf-8")
    head = f'<!DOCTYPE urlset SYSTEM "http://paper.example/x.dtd" [<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    body = head.encode() + sitemap("<url><loc>&file;</loc></url>" + ENTRY)
    assert read_sitemap(body, MAP, MEGABYTE).articles == (Listed(ONE),)


def test_entities_that_multiply_are_not_unfolded_in_a_sitemap():
    head = '<!DOCTYPE urlset [<!ENTITY a "https://paper.example/"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = head.encode() + sitemap("<url><loc>&b;</loc></url>" + ENTRY)
    assert read_sitemap(body, MAP, MEGABYTE).articles == (Listed(ONE),)


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_a_json_feed_lists_its_items(version):
    items = [
        {"id": "1", "url": "/one", "title": "One", "date_published": "2026-03-02T08:30:00+02:00"},
        {"id": "2", "external_url": "https://paper.example/two"},
        {"id": "3", "title": "no address"},
        "no item",
    ]
    body = json.dumps({"version": version, "items": items}).encode()
    one, two = read_feed(body, "https://paper.example/feed.json").articles
    assert (one.url, one.title, one.at) == ("https://paper.example/one", "One", datetime(2026, 3, 2, 6, 30, tzinfo=UTC))
    assert (two.url, two.title, two.at) == ("https://paper.example/two", None, None)


@pytest.mark.parametrize("body", [b"{", b'{"items": 5}', b'{"error": "no"}', b"{" * 100_000])
def test_json_that_is_no_feed_is_refused(body):
    with pytest.raises(RowRefused, match="no JSON Feed"):
        read_feed(body, "https://paper.example/feed.json")


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "bomb" * 100}">' for n in range(10))


def test_entities_that_unfold_without_end_do_not_unfold():
    feed = f"<!DOCTYPE rss [{BOMB}]><rss version='2.0'><channel><item><link>&a9;</link></item></channel></rss>"
    sitemap = f"<!DOCTYPE urlset [{BOMB}]><urlset><url><loc>&a9;</loc></url></urlset>"
    read = {
        "feed": lambda: read_feed(feed.encode(), "url"),
        "map": lambda: read_sitemap(sitemap.encode(), "url", 10_000),
    }
    for listing in read.values():
        with contextlib.suppress(RowRefused):
            assert listing().articles == ()


def test_entities_that_name_a_file_are_not_read(tmp_path):
    (tmp_path / "secret").write_text("https://paper.example/secret")
    doctype = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    body = f"{doctype}<urlset><url><loc>&x;</loc></url></urlset>".encode()
    assert read_sitemap(body, "url", 10_000).articles == ()
