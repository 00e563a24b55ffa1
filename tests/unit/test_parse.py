"""Documents: text frozen in one form, metadata with its origin, doubts as flags."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime

import pytest
from making import NIGHT, RUN, STORY, article, document_id_of, parsed, table_of
from test_page import PARAGRAPHS, html, linked

from pipeline.contract import check
from pipeline.errors import RowRefused
from pipeline.ids import digest
from pipeline.schema import ARTICLES, DOCUMENTS
from pipeline.settings import Settings
from pipeline.stages.parse import parse

LONG = " ".join(["The council met again on Monday and spoke of the bridge for an hour."] * 6)


def run(*articles):
    return parse({"articles": table_of(ARTICLES, *articles)}, Settings())


def rule_of(body, **columns) -> str:
    with pytest.raises(RowRefused) as told:
        parsed(body, **columns)
    assert "https://paper.example/one" in told.value.reason
    return told.value.rule


def test_a_document_keeps_the_identifier_and_the_outlet_of_its_article():
    source = article()
    [row] = run(source).tables["documents"].to_pylist()
    assert row["document_id"] == document_id_of(source)
    assert (row["article_id"], row["publisher_id"]) == (source["article_id"], "paper")


def test_the_first_line_of_a_text_is_its_title_where_it_looks_like_a_headline():
    row = parsed(f"Bridge to Open in May\n\n{STORY}")
    assert (row["title"], row["text"]) == ("Bridge to Open in May", STORY)


@pytest.mark.parametrize("first", ["It opened on Monday.", "“Is it open?”", "A long first line " * 10])
def test_a_first_line_that_is_a_sentence_or_long_is_no_title(first):
    row = parsed(f"{first}\n{STORY}")
    assert row["title"] is None
    assert row["text"].startswith(first.strip())


def test_a_single_line_is_a_text_and_no_title():
    row = parsed("Bridge to open in May")
    assert (row["title"], row["text"]) == (None, "Bridge to open in May")


def test_the_title_line_is_taken_off_the_text_of_a_page():
    row = parsed(html(), content_type="text/html")
    assert row["title"] == "Bridge to Open"
    assert row["text"].startswith(PARAGRAPHS[0])


def test_the_title_of_the_feed_stands_in_for_one_the_page_lacks_and_is_taken_off_the_text_too():
    row = parsed(f"Bridge to Open in May!\n{STORY}", listed_title="Bridge to Open in May!")
    assert (row["title"], row["text"]) == ("Bridge to Open in May!", STORY)


def test_a_title_that_the_text_merely_begins_with_stays_in_the_text():
    row = parsed("Bridge to open in May, mayor says.\nMore.", listed_title="Bridge to open")
    assert row["text"].startswith("Bridge to open in May, mayor says.")


@pytest.mark.parametrize("verb", ["appeared first on", "first appeared on"])
@pytest.mark.parametrize("publisher", ["The Meridian Courier", "St. Louis Post"])
def test_a_syndication_footer_is_cut_and_gives_title_and_original_publisher(verb, publisher):
    row = parsed(f"{STORY}\nThe post Bridge to Open in May {verb} {publisher}.")
    assert row["text"] == STORY
    assert (row["title"], row["original_publisher"]) == ("Bridge to Open in May", publisher)


def test_words_like_a_footer_in_the_midst_of_a_text_stay():
    text = f"The post Bridge appeared first on The Courier.\n{STORY}"
    row = parsed(text)
    assert (row["text"], row["original_publisher"]) == (text, None)


def test_a_text_that_is_nothing_but_a_footer_is_refused():
    assert rule_of("The post Bridge appeared first on The Courier.") == "no_text"


def test_line_ends_of_every_system_give_the_same_text():
    forms = [STORY.replace("\n", end).encode() for end in ("\n", "\r\n", "\r", "\n\n \n")]
    assert {parsed(form)["text"] for form in forms} == {STORY}


def test_white_space_at_line_ends_goes_and_white_space_within_lines_stays():
    assert parsed("  One  two. \u00a0\n\t\nThree.\t\n")["text"] == "One  two.\nThree."


def test_a_byte_order_mark_is_no_part_of_title_or_text():
    row = parsed(b"\xef\xbb\xbfBridge to Open\nIt opens in May.")
    assert (row["title"], row["text"]) == ("Bridge to Open", "It opens in May.")


def test_the_text_is_in_unicode_nfc():
    decomposed = unicodedata.normalize("NFD", "Zoë sagte, es sei schön gewesen.")
    row = parsed(decomposed)
    assert row["text"] == "Zoë sagte, es sei schön gewesen."
    assert row["text_sha256"] == digest(row["text"].encode())


@pytest.mark.parametrize("body", [" \n\t\r\n", "\u00a0\n", b"\xef\xbb\xbf", b'{"text": ""}', b'{"text": " "}'])
def test_an_article_without_text_is_refused(body):
    columns = {"content_type": "application/json"} if body[:1] == b"{" else {}
    assert rule_of(body, **columns) == "no_text"


def test_a_text_that_is_not_utf8_is_refused():
    assert rule_of(b"caf\xe9") == "not_utf8"


@pytest.mark.parametrize("content_type", ["image/png", "application/octet-stream", ""])
def test_an_article_of_a_type_that_cannot_be_read_is_refused(content_type):
    assert rule_of(STORY, content_type=content_type) == "unknown_type"


def test_the_time_in_the_feed_stands_in_for_one_the_page_lacks():
    moment = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    row = parsed(html(), content_type="text/html", listed_at=moment)
    assert (row["published_at"], row["published_origin"], row["published_precision"]) == (moment, "feed", "second")


def test_the_day_of_publication_is_that_of_the_zone_in_which_the_page_tells_the_time():
    record = b'{"text": "It rained all day.", "published_at": "2026-03-02T21:15:00-05:00"}'
    row = parsed(record, content_type="application/json")
    assert row["published_at"] == datetime(2026, 3, 3, 2, 15, tzinfo=UTC)
    assert row["published_on"] == date(2026, 3, 2)


def test_the_time_on_the_page_goes_before_the_time_in_the_feed():
    body = html('<meta property="article:published_time" content="2026-03-02">')
    row = parsed(body, content_type="text/html", listed_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert (row["published_origin"], row["published_precision"]) == ("meta", "day")


def test_an_article_without_any_date_has_none():
    row = parsed(STORY)
    columns = [f"{kind}_{part}" for kind in ("published", "modified") for part in ("at", "origin", "precision")]
    assert [row[column] for column in columns] == [None] * 6


def test_the_address_on_the_page_goes_before_the_one_asked_for():
    head = '<link rel="canonical" href="https://paper.example/bridge">'
    assert parsed(html(head), content_type="text/html")["url"] == "https://paper.example/bridge"


def test_an_address_on_the_page_has_the_one_form_that_every_address_has():
    head = '<link rel="canonical" href="https://Paper.example/bridge?utm_source=feed#top">'
    assert parsed(html(head), content_type="text/html")["url"] == "https://paper.example/bridge"


def test_the_publisher_of_a_record_goes_before_the_one_who_gave_it():
    body = json.dumps({"text": STORY, "publisher": "sentinel"})
    assert parsed(body, content_type="application/json")["publisher_id"] == "sentinel"


def test_words_are_counted_at_white_space():
    assert parsed("One two.\nThree – four.")["word_count"] == 5


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said on Monday that the bridge would open in May after two years.", "en"),
        ("Der Bürgermeister sagte am Montag, dass die Brücke im Mai geöffnet werde.", "de"),
    ],
)
def test_the_language_is_measured_on_the_text(text, language):
    assert parsed(text)["language"] == language


@pytest.mark.parametrize(
    "text",
    [
        "HARBOR CITY (Coast Newswire) — The bridge will open in May.",
        "The bridge will open in May.\nCoast Newswire contributed to this report.",
    ],
)
def test_the_agency_in_dateline_or_last_line_is_the_wire_credit(text):
    assert parsed(text)["wire_credit"] == "Coast Newswire"


def test_an_agency_in_the_byline_is_the_wire_credit():
    body = json.dumps({"text": STORY, "authors": ["Ines Okafor", "Associated Press"]})
    assert parsed(body, content_type="application/json")["wire_credit"] == "Associated Press"


def test_a_text_without_agency_has_no_wire_credit():
    assert parsed(STORY)["wire_credit"] is None


def test_a_sound_text_has_no_flags():
    assert parsed(LONG)["flags"] == []


def test_a_text_of_few_words_is_flagged_as_short():
    assert parsed(STORY)["flags"] == ["short_text"]


@pytest.mark.parametrize("end", ["and then", "he said,", "Read more"])
def test_a_text_that_does_not_end_as_a_sentence_does_is_flagged_as_cut_off(end):
    assert parsed(f"{LONG} The mayor {end}")["flags"] == ["cut_off"]


@pytest.mark.parametrize("end", ["it ends.", "does it?", "it does!", "“It does.”", '"It does."', "(It does.)", "well…"])
def test_a_text_that_ends_as_a_sentence_does_is_not(end):
    assert "cut_off" not in parsed(f"{LONG} And {end}")["flags"]


def doubted(*paragraphs) -> bool:
    return "unbalanced_quotes" in parsed("\n".join((LONG, *paragraphs)))["flags"]


@pytest.mark.parametrize(
    "paragraph",
    ["“It will open in May.", "It will open in May,” he said.", 'He said: "It will open.', "„Die Brücke ist auf."],
)
def test_a_quotation_that_lost_one_of_its_marks_is_a_doubt(paragraph):
    assert doubted(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    ["“It opens,” he said. “In May.”", '"It opens," he said.', "„Sie ist auf“, sagte er.", "It’s open, isn’t it?"],
)
def test_a_quotation_with_both_its_marks_is_no_doubt(paragraph):
    assert not doubted(paragraph)


def test_a_quotation_that_goes_on_over_paragraphs_is_no_doubt():
    assert not doubted("“The bridge will open.", "“It will stay open.", "“It is ours,” he said.")


def test_a_quotation_that_goes_on_and_never_ends_is_a_doubt():
    assert doubted("“The bridge will open.", "“It will stay open.", "The council met.")


def test_a_quotation_in_straight_marks_that_goes_on_over_paragraphs_is_no_doubt():
    assert not doubted('"The bridge will open.', '"It is ours," he said.')


def test_a_german_quotation_that_goes_on_over_paragraphs_is_no_doubt():
    assert not doubted("„Die Brücke ist auf.", "„Sie ist unser“, sagte er.")


def test_a_page_that_needed_a_second_try_is_flagged():
    row = parsed(html(paragraphs=("It will open in May.",)), content_type="text/html")
    assert "extracted_by_second_try" in row["flags"]


def test_documents_fit_their_table():
    result = run(article(), article(html(linked({"author": "Ines Okafor"})), "two", content_type="text/html"))
    check(DOCUMENTS, data := DOCUMENTS.stamped(result.tables["documents"], NIGHT, RUN))
    assert data.num_rows == result.kept == 2


def test_an_unreadable_article_goes_to_quarantine_and_the_rest_is_kept():
    broken = article(b"caf\xe9", "two")
    result = run(article(), broken)
    [refusal] = result.tables["quarantine"].to_pylist()
    assert (refusal["table_name"], refusal["row_key"]) == ("articles", broken["article_id"])
    assert (refusal["rule"], refusal["stage"]) == ("not_utf8", "parse")
    assert result.kept == 1
    assert result.messages == (refusal["reason"],)


def test_a_night_without_articles_gives_no_documents():
    result = run()
    assert (result.kept, result.tables["documents"].num_rows, result.tables["quarantine"].num_rows) == (0, 0, 0)


@pytest.mark.parametrize("data", ['{"author": "Ines \\ud83d"}', '{"articleSection": "City \\ud83d"}'])
def test_half_an_emoji_in_the_metadata_of_one_page_does_not_end_the_shard(data):
    result = run(article(html(linked(data)), content_type="text/html"), article(name="two"))
    assert result.tables["documents"].num_rows + result.tables["quarantine"].num_rows == 2
