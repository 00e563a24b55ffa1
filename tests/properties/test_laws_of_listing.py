"""Whatever bytes a publisher sends, its feed is read or refused, and nothing else happens."""

from __future__ import annotations

from chance import steady
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RowRefused
from pipeline.press.listing import Listing, read_feed, read_sitemap

TAGS = ["<rss version='2.0'>", "<channel>", "<item>", "<link>", "http://paper.example/a", "</link>", "<title>", "&x;"]
TAGS += ["&#0;", "<![CDATA[", "]]>", "<!--", "<!DOCTYPE x [", "</item>", "</rss>", "<feed>", "<?xml ?>", "\x00"]
MARKUP = st.lists(st.sampled_from(TAGS), min_size=1, max_size=12).map(lambda found: "".join(found).encode())
BYTES = st.binary(min_size=1, max_size=60) | MARKUP


def answer(read, *arguments):
    """A listing, or the rule that was broken."""
    try:
        return read(*arguments)
    except RowRefused as refusal:
        return refusal.rule


@steady
@given(BYTES)
def test_any_bytes_are_a_feed_or_are_refused_as_none(body):
    found = answer(read_feed, body, "https://paper.example/feed.xml")
    assert found == "no_feed" or isinstance(found, Listing)


@steady
@given(BYTES | st.binary(max_size=40).map(lambda rest: b"\x1f\x8b" + rest))
def test_any_bytes_are_a_sitemap_or_are_refused_as_none(body):
    found = answer(read_sitemap, body, "https://paper.example/sitemap.xml", 1000)
    assert found == "no_sitemap" or isinstance(found, Listing)
