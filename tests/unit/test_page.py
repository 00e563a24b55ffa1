"""What is read off an article's bytes, before it is cleaned: an HTML page, a text or a JSON record."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipeline.errors import RowRefused
from pipeline.stages.moments import Dated
from pipeline.stages.page import read_html, read_record, read_text

PARAGRAPHS = (
    "The bridge over the river will open in May, the mayor said on Monday, after two years of repairs and much delay.",
    "Builders had found rust in the old piers, and the council voted for the extra money at its meeting in January.",
    "Ferries will run until the first cars cross, so that nobody has to go around by the northern road in spring.",
)
MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def html(head="", paragraphs=PARAGRAPHS, title="Bridge to Open") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


def linked(data) -> str:
    words = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{words}</script>'


def read(head="", charset="utf-8", **more):
    return read_html(html(head, **more), charset, "page")


def rule_of(read, *arguments) -> tuple[str, str]:
    with pytest.raises(RowRefused) as told:
        read(*arguments)
    return told.value.rule, told.value.reason


def test_a_page_gives_its_paragraphs_and_title_and_no_navigation():
    page = read()
    assert all(paragraph in page.text for paragraph in PARAGRAPHS)
    assert page.title == "Bridge to Open"
    assert "Home" not in page.text


@pytest.mark.parametrize("charset", ["utf-8", None, "no-such-charset"])
def test_letters_are_right_whether_or_not_the_character_set_was_declared_truly(charset):
    page = read_html(html(paragraphs=("Zoë Lindqvist sagte: „Nein“. " * 6,)), charset, "page")
    assert "Zoë Lindqvist sagte: „Nein“." in page.text


def test_a_page_in_another_character_set_is_read_as_declared():
    body = html(paragraphs=("Le maire a dit que l'été était fini. " * 6,)).decode().encode("latin-1")
    assert "l'été était fini" in read_html(body, "iso-8859-1", "page").text


@pytest.mark.parametrize("charset", ["undefined", "punycode"])
def test_a_declared_character_set_that_is_none_does_not_end_the_shard(charset):
    assert PARAGRAPHS[0] in read(charset=charset).text


@pytest.mark.parametrize("body", [b"", b" ", b"\x00\x01\x02\x03"])
def test_bytes_that_are_no_page_are_refused_by_name(body):
    rule, reason = rule_of(read_html, body, None, "https://paper.example/one")
    assert rule in ("no_html", "no_text")
    assert "https://paper.example/one" in reason


@pytest.mark.parametrize("body", [b"<svg><html>", b"<math><html>"])
def test_a_page_that_the_reading_library_chokes_on_is_refused(body):
    rule, _ = rule_of(read_html, body, None, "page")
    assert rule in ("no_html", "no_text")


def test_a_page_without_article_text_is_refused():
    rule, _ = rule_of(read_html, b"<html><head><title>Login</title></head><body></body></html>", None, "page")
    assert rule in ("no_html", "no_text")


def test_a_date_of_json_ld_is_put_into_utc_by_its_zone():
    page = read(linked({"@type": "NewsArticle", "datePublished": "2026-03-02T08:30:00+02:00"}))
    assert page.published == Dated(MORNING, "json-ld", "second")


def test_a_date_of_json_ld_goes_before_one_of_a_meta_tag():
    meta = '<meta property="article:published_time" content="2026-03-01T00:00:00Z">'
    page = read(meta + linked({"datePublished": "2026-03-02T06:30:00Z"}))
    assert page.published == Dated(MORNING, "json-ld", "second")


def test_json_ld_is_found_in_lists_and_graphs():
    graph = [{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "datePublished": "2026-03-02T06:30Z"}]}]
    assert read(linked(graph)).published == Dated(MORNING, "json-ld", "second")


def test_json_ld_that_cannot_be_read_is_passed_over():
    page = read(linked('{"datePublished": ') + linked({"datePublished": "2026-03-02T06:30:00Z"}))
    assert page.published == Dated(MORNING, "json-ld", "second")


@pytest.mark.parametrize("value", [20260302, None, ["2026-03-02"], {"@value": "2026-03-02"}, "last Monday", ""])
def test_a_date_of_json_ld_that_is_none_leaves_the_word_to_the_meta_tag(value):
    meta = '<meta property="article:published_time" content="2026-03-02T06:30:00Z">'
    assert read(meta + linked({"datePublished": value})).published == Dated(MORNING, "meta", "second")


@pytest.mark.parametrize(
    "meta",
    [
        '<meta property="article:published_time" content="2026-03-02T08:30:00+02:00">',
        '<meta itemprop="datePublished" content="2026-03-02T06:30:00Z">',
        '<meta name="DC.date" content=" 2026-03-02T06:30:00Z ">',
        '<meta name="pubdate" content="2026-03-02T06:30:00">',
    ],
)
def test_meta_tags_give_the_publication_time_and_a_missing_zone_means_utc(meta):
    found = read(meta).published
    assert found is not None
    assert (found.at, found.origin, found.precision) == (MORNING, "meta", "second")


def test_a_date_without_a_time_has_the_precision_of_a_day():
    page = read('<meta property="article:published_time" content="2026-03-02">')
    assert page.published == Dated(datetime(2026, 3, 2, tzinfo=UTC), "meta", "day", zoned=False)


def test_the_last_change_is_read_beside_the_publication():
    page = read(linked({"datePublished": "2026-03-01T00:00:00Z", "dateModified": "2026-03-02T06:30:00Z"}))
    assert page.modified == Dated(MORNING, "json-ld", "second")
    assert read('<meta property="article:modified_time" content="2026-03-02">').modified.origin == "meta"


def test_a_page_that_says_nothing_of_dates_has_none():
    page = read()
    assert (page.published, page.modified) == (None, None)


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-05:00"])
def test_a_date_at_the_edge_of_the_calendar_does_not_end_the_shard(date):
    assert PARAGRAPHS[0] in read(linked({"datePublished": date})).text


@pytest.mark.parametrize("data", ["[" * 100_000, '{"views": ' + "1" * 5000 + "}"], ids=["deep", "long number"])
def test_json_ld_that_is_too_deep_or_too_long_is_passed_over(data):
    assert PARAGRAPHS[0] in read(linked(data)).text


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ines Okafor", ("Ines Okafor",)),
        ({"@type": "Person", "name": " Ines Okafor "}, ("Ines Okafor",)),
        ([{"name": "Ines Okafor"}, {"name": "Rafe Dunmore"}], ("Ines Okafor", "Rafe Dunmore")),
        ([{"name": ""}, {}, 5, {"name": "Rafe Dunmore"}], ("Rafe Dunmore",)),
    ],
)
def test_authors_are_read_in_the_order_of_the_byline(author, names):
    assert read(linked({"@type": "NewsArticle", "author": author})).authors == names


def test_an_author_named_by_two_objects_of_a_page_stands_once():
    author = {"@type": "Person", "name": "Ines Okafor"}
    objects = [{"@type": "NewsArticle", "author": author}, {"@type": "WebPage", "author": author}]
    assert read(linked(objects)).authors == ("Ines Okafor",)


def test_section_and_canonical_address_are_read_off_the_page():
    page = read(
        '<link rel="canonical" href="https://paper.example/bridge">' + linked({"@type": "X", "articleSection": "City"})
    )
    assert (page.section, page.url) == ("City", "https://paper.example/bridge")
    assert read('<meta property="article:section" content="City">').section == "City"


def test_a_canonical_address_that_is_no_web_address_is_passed_over():
    assert read('<link rel="canonical" href="/bridge">').url is None


def test_a_text_is_read_as_utf8():
    assert read_text("„Nein“, sagte Zoë 👍".encode(), "a.txt").text == "„Nein“, sagte Zoë 👍"


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert read_text(b"\xef\xbb\xbfWords", "a.txt").text == "Words"


def test_a_text_that_is_not_utf8_is_refused_with_file_byte_and_place():
    rule, reason = rule_of(read_text, b"caf\xe9", "a.txt")
    assert rule == "not_utf8"
    assert reason.startswith("a.txt: byte 0xe9 at position 3 is not UTF-8")


def test_the_byte_that_is_not_utf8_is_named_rightly_behind_a_byte_order_mark():
    _, reason = rule_of(read_text, b"\xef\xbb\xbfcaf\xe9", "a.txt")
    assert "byte 0xe9" in reason


def record(**fields) -> bytes:
    return json.dumps(fields).encode()


def test_a_record_gives_all_its_fields():
    page = read_record(
        record(
            text="Words.",
            url="https://paper.example/one",
            title="One",
            authors=["Ines Okafor"],
            section="City",
            publisher="paper",
            published_at="2026-03-02T08:30:00+02:00",
            modified_at="2026-03-02T06:30:00Z",
        ),
        "a.jsonl#line=1",
    )
    assert (page.text, page.title, page.authors, page.section) == ("Words.", "One", ("Ines Okafor",), "City")
    assert (page.url, page.publisher_id) == ("https://paper.example/one", "paper")
    assert page.published == page.modified == Dated(MORNING, "file", "second")


def test_a_record_may_hold_a_page_and_its_fields_go_before_what_the_page_says():
    head = '<meta property="article:published_time" content="2026-03-01T00:00:00Z">'
    page = read_record(record(html=html(head).decode(), title="Another Title"), "a.json")
    assert page.title == "Another Title"
    assert page.published.origin == "meta"
    assert PARAGRAPHS[0] in page.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"txt": "Words."}, "'txt'"),
        ({"text": 5}, "'text'"),
        ({"text": "Words.", "authors": "Ines Okafor"}, "'authors'"),
        ({"text": "Words.", "authors": [5]}, "'authors.0'"),
        ({"text": "Words.", "publisher": "The Paper"}, "'publisher'"),
        ({"text": "Words.", "published_at": "2026-03-02T06:30:00"}, "'published_at'"),
        ({"text": "Words.", "published_at": "2026-03-02"}, "'published_at'"),
        ({"text": "Words.", "modified_at": "last Monday"}, "'modified_at'"),
        ({"text": "Words.", "html": "<p>Words.</p>"}, "'text' and 'html'"),
        ({"title": "One"}, "'text' and 'html'"),
    ],
)
def test_a_wrong_record_is_refused_with_its_line_and_its_field(fields, field):
    rule, reason = rule_of(read_record, record(**fields), "a.jsonl#line=7")
    assert rule == "wrong_field"
    assert "a.jsonl#line=7" in reason
    assert field in reason


@pytest.mark.parametrize("body", [b"[1]", b"null", b'"words"'])
def test_json_that_is_no_object_is_refused(body):
    assert rule_of(read_record, body, "a.json")[0] == "wrong_field"


@pytest.mark.parametrize("body", [b"", b"{", b"{'text': 'Words.'}", b'{"text": "\xe9"}'])
def test_bytes_that_are_no_json_are_refused_by_name(body):
    rule, reason = rule_of(read_record, body, "a.json")
    assert rule == "wrong_json"
    assert "a.json" in reason


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"text": ' + b"1" * 5000 + b"}",
        b'{"text": "half an emoji \\ud83d"}',
        b'{"text": "Words.", "published_at": "0001-01-01T00:00:00+05:00"}',
    ],
    ids=["deep", "long number", "half an emoji", "year one"],
)
def test_a_record_that_no_table_can_hold_is_refused(body):
    rule, _ = rule_of(read_record, body, "a.json")
    assert rule in ("wrong_json", "wrong_field")
