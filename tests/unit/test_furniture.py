"""What stands around a story stays out of its text, and no quotation goes out with it.

Outlets, people and events are invented.
"""

from __future__ import annotations

import pytest
from making import parsed
from outlet_pages import AT, ONE, STORY, TITLE, TWO, UTC_TIME, data, person

from pipeline.stages.page import read_html

HEAD = data(datePublished=UTC_TIME, author=[person(ONE), person(TWO)])
SHORT = "“It is late,” she said."


def text_of(body: str, head: str = HEAD) -> str:
    page = f"<!doctype html><html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    return read_html(page.encode(), "utf-8", "https://courier.example/2026/03/03/water").text


def story(*, before: str = "", amid: str = "", after: str = "") -> str:
    first, rest = STORY[:2], STORY[2:]
    return f"<main><h1>{TITLE}</h1><article>{before}{ps(*first)}{amid}{ps(*rest)}{after}</article></main>"


def ps(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


FURNITURE = {
    "the headline, byline and date above": story(
        before=f"<div>{TITLE}</div><div>By {ONE} and {TWO}</div><div>Published On 3 Mar 2026</div>"
    ),
    "names and outlet run together": story(before=f"<div><a>{ONE}</a><a>{TWO}</a>THE COURIER</div>"),
    "a kicker in the headline": f"<main><h1><span>Politics</span><span>{TITLE}</span></h1>{ps(*STORY)}</main>",
    "headlines to follow behind a label": story(
        amid="<p><strong>Read more from The Courier:</strong><br><a href='/1'>Man held over theft of a horse</a><br>"
        "<a href='/2'>Weather turns to rain at last in the north</a></p>"
    ),
    "a headline in capitals to follow": story(
        amid="<p><a href='/x'><b>MAYOR CALLS FOR A NEW VOTE ON WELLS</b></a></p>"
    ),
    "notes for screen readers": story(
        amid="<p><span class='visually-hidden'>, opens new tab</span></p>",
        after="<p>Our Standards: <a>The Trust Principles.<span>, opens new tab</span></a></p>",
    ),
    "rules and captions' buttons": story(amid="<h2>___</h2><p>toggle caption</p>", after="<h2>* * *</h2>"),
    "encrypted paragraphs": story(
        after="<div class='encrypted' style='display: none'><p>kjmtnf 7E2:C @7 E96 4@F?</p></div>"
    ),
    "cards of other articles before": "".join(
        f"<article class='card'><h3><a href='/{n}'>Another story that stands above, number {n}</a></h3>"
        f"<p>A teaser of some length that tells what the other story is about, number {n}.</p></article>"
        for n in range(6)
    )
    + f"<div class='story'><h1>{TITLE}</h1>{ps(*STORY)}</div>",
    "navigation where nothing else marks the text": "<nav><ul><li><a href='/'>Home</a></li></ul></nav>"
    f"<div>{TITLE}</div><div>{''.join(f'<div>{text}</div>' for text in STORY)}</div>",
}


@pytest.mark.parametrize("name", FURNITURE)
def test_what_stands_around_a_story_is_left_out(name):
    assert text_of(FURNITURE[name]).split("\n") == list(STORY)


KEPT = {
    "a short quotation in a figure": (f"<figure class='quote'><blockquote><p>{SHORT}</p></blockquote></figure>", SHORT),
    "a quotation that is one link": ("<p><a href='/x'>“It is far too late for all of that,” she said.</a></p>",
                                     "“It is far too late for all of that,” she said."),
    "a quotation in a card of the story": (f"<div class='card share'><p>{SHORT}</p></div>", SHORT),
    "a quotation between the parts of an interview": (f"<dl><dt>Why?</dt><dd>{SHORT}</dd></dl>", SHORT),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_no_quotation_goes_out_with_what_looks_like_furniture(name):
    amid, words = KEPT[name]
    lines = text_of(story(amid=amid)).split("\n")
    assert words in lines
    assert [text for text in STORY if text not in lines] == []


def test_new_tab_notes_do_not_break_a_sentence():
    amid = "<p>“It passed,” she said in a <a href='/x'>statement, opens new tab</a> on Monday to all who had come.</p>"
    assert "“It passed,” she said in a statement on Monday to all who had come." in text_of(story(amid=amid))


@pytest.mark.parametrize(
    "body",
    [
        f"<article><p>{STORY[0]}</p><div style='display:none'>{ps(*STORY[1:])}</div></article>",
        f"<article><noscript>{ps(*STORY)}</noscript></article>",
        f"<table><tr><td><h1>{TITLE}</h1>{'<br><br>'.join(STORY)}</td></tr></table>",
        f"<div class='x'><div class='y'>{'<br><br>'.join(STORY)}</div></div>",
    ],
)
def test_paragraphs_stay_apart_where_a_page_hides_or_does_not_mark_them(body):
    assert text_of(body).split("\n") == list(STORY)


def test_text_that_the_page_shows_in_part_is_taken_whole_from_its_data():
    head = data(datePublished=UTC_TIME, articleBody="\n".join(STORY))
    assert text_of(f"<article>{ps(*STORY[:4])}</article>", head).split("\n") == list(STORY)


def test_other_text_in_the_data_does_not_take_the_place_of_the_story():
    other = "\n".join(["The minister of another land had a cold and said nothing of it to the press all day."] * 8)
    head = data(datePublished=UTC_TIME, articleBody=other)
    assert text_of(f"<article>{ps(*STORY)}</article>", head).split("\n") == list(STORY)


@pytest.mark.parametrize(
    ("told", "origin"), [("2026-03-03", "feed"), ("2026-03-03T10:00:00Z", "json-ld"), ("2026-02-27", "json-ld")]
)
def test_the_feeds_minute_is_taken_where_the_page_tells_that_day_alone(told, origin):
    page = f"<html><head>{data(datePublished=told)}</head><body><article>{ps(*STORY)}</article></body></html>"
    row = parsed(page, content_type="text/html", charset="utf-8", listed_at=AT)
    assert row["published_origin"] == origin
