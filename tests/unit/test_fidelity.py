"""No word of a story is lost, whatever the page around it, and what the page says of it is read off rightly.

The pages have the shapes that outlets use; outlets, people and events are invented.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from making import parsed

from pipeline.stages.page import read_html

STORY = (
    "The governor of Westmarch signed the water bill on Monday after a debate that lasted most of the night.",
    "“We did not come here to win an argument,” said Senator Orla Brandt, who had opposed an earlier draft.",
    "The bill sets aside 40 million crowns for pipes and wells in the five driest counties over four years.",
    "“My father dug that well by hand,” Mr. Hale said. “I have watched it go dry twice.”",
    "Opponents say that the money will not reach the farms that need it before the next dry summer comes around.",
    "“It is a start,” she added.",
    "The measure passed by two votes and takes effect in July, when the counties must name the wells to be mended.",
)
TITLE = "Westmarch Signs Water Bill After Long Night"
MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = "", title: str = TITLE) -> bytes:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"{body}<footer><p>© 2026 The Paper. All rights reserved.</p></footer></body></html>"
    ).encode()


def story(body: str = "", head: str = "", **more) -> bytes:
    return page(f"<article><h1>{TITLE}</h1>{body or p(*STORY)}</article>", head, **more)


def linked(**data) -> str:
    whole = {"@context": "https://schema.org", "@type": "NewsArticle"} | data
    return f'<script type="application/ld+json">{json.dumps(whole)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def read(body: bytes, address="https://paper.example/water"):
    return read_html(body, "utf-8", address)


COLUMNS = "".join(f'<div class="companion-column"><div>{p(text)}</div></div><div>Advertisement</div>' for text in STORY)
HEAD = f"<h1>{TITLE}</h1>"
SHAPES = {
    "columns": f'<article><header>{HEAD}</header><section itemprop="articleBody">{COLUMNS}</section></article>',
    "block quotes": f"<article>{HEAD}{p(STORY[0])}<blockquote><p>{STORY[1]}</p></blockquote>{p(STORY[2])}"
    f'<blockquote class="pullquote">{STORY[3]}</blockquote>{p(*STORY[4:])}</article>',
    "lists": f"<article>{HEAD}{p(STORY[0])}<ul><li>{STORY[1]}</li><li>{STORY[2]}</li></ul>{p(*STORY[3:])}</article>",
    "bare divs": '<div class="article-body">' + "".join(f"<div>{text}</div>" for text in STORY) + "</div>",
    "line breaks": f'<div class="content">{HEAD}{"<br><br>".join(STORY)}</div>',
    "live blog": f"<main>{HEAD}"
    + "".join(
        f'<article class="block"><time>10:0{n}</time><div>{p(text)}</div></article>' for n, text in enumerate(STORY)
    )
    + "</main>",
    "behind a wall's class": f'<article>{HEAD}{p(STORY[0])}<div class="paywall">{p(*STORY[1:])}</div></article>',
    "a quotation with a class of furniture": f'<article>{HEAD}{p(STORY[0])}<p class="share-text">{STORY[1]}</p>'
    f"{p(*STORY[2:])}</article>",
    "an interview's block": f'<div id="page"><div class="story-text">{p(*STORY[:5])}</div><div class="premium-box">'
    f'{p(STORY[5])}</div><div class="story-text">{p(STORY[6])}</div></div>',
    "a table for layout": f"<table><tr><td>Home</td><td>{HEAD}{p(*STORY)}</td></tr></table>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_paragraph_of_the_story_is_kept_in_order(shape):
    text = read(page(SHAPES[shape])).text
    places = [text.find(paragraph) for paragraph in STORY]
    assert -1 not in places
    assert places == sorted(places)


WIDGETS = (
    "Advertisement",
    "Read more: The well that never ran dry",
    "Sign up for our newsletter to get the news every morning",
    "Recommended Stories",
    "Follow us on Chirper",
)


def test_widgets_between_paragraphs_and_boxes_beside_them_are_left_out():
    between = "".join(f"{p(text)}{p(widget)}" for text, widget in zip(STORY[:5], WIDGETS, strict=True))
    beside = "<aside><p>“Nothing to do with the bill,” said somebody in a story of another day.</p></aside>"
    comments = '<section id="comments"><p>“I do not agree with a word of this,” writes a reader of ours.</p></section>'
    text = read(page(f"<article><h1>{TITLE}</h1>{between}{beside}{p(*STORY[5:])}</article>{comments}")).text
    assert [line for line in text.split("\n") if line != TITLE] == list(STORY)


def test_a_pull_quote_that_repeats_the_story_stands_once():
    text = read(story(p(*STORY[:2]) + f"<aside><p>{STORY[1]}</p></aside>" + p(*STORY[2:]))).text
    assert text.count(STORY[1]) == 1


def test_a_page_that_shows_a_stub_of_the_text_in_its_data_gives_that_text():
    text = read(story(p(STORY[0]), linked(articleBody="\n".join(STORY)))).text
    assert all(paragraph in text for paragraph in STORY)


def test_entries_of_a_live_blog_that_stand_in_its_data_only_are_kept():
    entries = [{"@type": "BlogPosting", "headline": f"Entry {n}", "articleBody": t} for n, t in enumerate(STORY)]
    text = read(story(p(STORY[0]), linked(**{"@type": "LiveBlogPosting", "liveBlogUpdate": entries}))).text
    assert all(paragraph in text for paragraph in STORY)


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        (story(p(*STORY, "Subscribe now to continue reading.")), "paywalled"),
        (story(head=linked(isAccessibleForFree=False)), "paywalled"),
        (story(head=linked(isAccessibleForFree="False")), "paywalled"),
        (story(head=linked(wordCount=2000)), "lost_text"),
        (story(p(*STORY[:6], "The measure passed by two votes and [...]")), "cut_off"),
        (story(p(*STORY[:6], "The measure passed by two votes. Read the full story")), "cut_off"),
    ],
)
def test_a_page_that_does_not_show_the_whole_story_is_flagged(body, flag):
    assert flag in parsed(body, content_type="text/html")["flags"]


def test_a_whole_page_is_not_flagged():
    assert parsed(story(head=linked(wordCount=120, isAccessibleForFree=True)), content_type="text/html")["flags"] == []


@pytest.mark.parametrize(
    ("head", "tag"),
    [
        ("", TITLE),
        (meta("og:title", TITLE), "Water bill: what it means for you | The Paper"),
        (meta("og:title", f"{TITLE} - The Paper") + meta("og:site_name", "The Paper"), f"{TITLE} - The Paper"),
        (linked(headline=TITLE, publisher={"name": "The Paper"}), f"{TITLE} | Politics | The Paper"),
        (linked(headline="Westmarch Signs Water Bill Aft"), f"{TITLE} · The Paper"),
        (linked(headline="Westmarch Signs Water &lt;i&gt;Bill&lt;/i&gt; After Long Night"), TITLE),
    ],
)
def test_the_headline_is_the_wording_that_most_of_the_page_agrees_on(head, tag):
    assert read(story(head=head, title=tag)).title == TITLE


def test_the_last_part_of_a_headline_is_no_outlet():
    live = f"{TITLE} – as it happened"
    body = page(f"<article><h1>{live}</h1>{p(*STORY)}</article>", meta("og:title", live), f"{live} | The Paper")
    assert read(body).title == live


def test_a_logo_in_the_place_of_the_headline_is_none():
    body = page(f"<h1>The Paper</h1><article><h2>{TITLE}</h2>{p(*STORY)}</article>", meta("og:site_name", "The Paper"))
    assert read(body).title == TITLE


GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "NewsArticle", "author": [{"@id": "#orla"}, {"@id": "#finn"}], "headline": TITLE},
        {"@type": "Person", "@id": "#orla", "name": "Orla Brandt"},
        {"@type": "Person", "@id": "#finn", "name": "Finn Hale"},
    ],
}
BOTH = ("Orla Brandt", "Finn Hale")


@pytest.mark.parametrize(
    ("head", "byline", "names"),
    [
        (f'<script type="application/ld+json">{json.dumps(GRAPH)}</script>', "", BOTH),
        (linked(author="By Orla Brandt and Finn Hale"), "", BOTH),
        (linked(author=[{"@type": "Person", "name": ["Orla Brandt", "Finn Hale"]}]), "", BOTH),
        (linked(author={"@type": "Person", "name": "Orla Brandt, Finn Hale"}), "", BOTH),
        (linked(author={"@type": "Person", "name": "Orla Brandt, political editor"}), "", BOTH[:1]),
        (
            linked(author=[{"@type": "Person", "name": "Orla Brandt"}, {"@type": "Organization", "name": "AFP"}]),
            "",
            ("Orla Brandt", "AFP"),
        ),
        (
            linked(author={"@type": "Organization", "name": "The Paper"}, publisher={"name": "The Paper"}),
            '<p class="byline">By <a rel="author" href="/o">Orla Brandt</a></p>',
            BOTH[:1],
        ),
        (linked(author={"@type": "Organization", "name": "AFP"}), "", ("AFP",)),
        (linked(author={"@type": "Person", "name": "Jonathan Head"}), "", ("Jonathan Head",)),
        ("", '<div class="author-box">About the author</div>', ()),
        ('<meta name="byl" content="By Orla Brandt and Finn Hale">', "", BOTH),
        (meta("article:author", "https://social.example/orla"), '<span class="byline">By Orla Brandt</span>', BOTH[:1]),
        ("", '<div class="article__byline">By <a href="/o">Orla Brandt</a> and <a href="/f">Finn Hale</a></div>', BOTH),
        ("", '<address>By <a rel="author" href="/o">Orla Brandt</a>, BBX News</address>', BOTH[:1]),
        ("", "", ()),
    ],
)
def test_authors_are_those_of_the_byline(head, byline, names):
    assert read(story(byline + p(*STORY), head)).authors == names


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (linked(datePublished="2026-03-02T08:30:00+0200"), ""),
        (linked(datePublished="2026-03-02 06:30:00 UTC"), ""),
        (linked(datePublished="2026-03-02"), '<time datetime="2026-03-02T06:30:00Z">Monday</time>'),
        (linked(datePublished="2026-03-02T01:30:00") + meta("article:published_time", "2026-03-02T01:30:00-05:00"), ""),
        (meta("article:published_time", "Mon, 02 Mar 2026 06:30:00 GMT"), ""),
        (meta("parsely-pub-date", "2026-03-02T06:30:00.000Z"), ""),
        ('<meta itemprop="datePublished" content="1772433000">', ""),
        ("", '<time itemprop="datePublished" datetime="2026-03-02T06:30Z">today</time>'),
        ("", '<div class="article-date">Published March 2, 2026 at 1:30 a.m. ET</div>'),
        ("", "<p><span>Published: 2 March 2026, 06:30 GMT</span></p>"),
        (
            '<script type=\'application/ld+json\'>{"datePublished":"2026-03-02T06:30:00Z",}</script>',
            "",
        ),
        (
            '<script type="application/LD+JSON">//<![CDATA[\n{"datePublished":"2026-03-02T06:30:00Z"}\n//]]></script>',
            "",
        ),
    ],
)
def test_the_publication_time_is_right_to_the_minute(head, body):
    found = read(story(body + p(*STORY), head)).published
    assert found is not None
    assert (found.at, found.precision) == (MORNING, "second")


@pytest.mark.parametrize("text", ["last Monday", "March 2026", "2 hours ago", "06:30 GMT"])
def test_a_date_that_is_not_whole_is_none(text):
    assert read(story(head=meta("article:published_time", text))).published is None


def test_a_related_story_in_the_data_does_not_give_the_date():
    related = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2020-01-01T00:00Z"}]}
    page = read(story(head=linked(**related) + linked(datePublished="2026-03-02T06:30:00Z")))
    assert page.published is not None
    assert page.published.at == MORNING


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://www.paper.example/water", "https://www.paper.example/water"),
        ("https://elsewhere.example/water", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_pages_own_address_counts_if_it_is_of_the_same_site(link, url):
    assert read(story(head=f'<link rel="canonical" href="{link}">')).url == url


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("WESTMARCH, March 2 (Reuters) - The governor signed the bill.", "Reuters"),
        ("WESTMARCH (AP) — The governor signed the bill.", "AP"),
    ],
)
def test_the_dateline_gives_the_agency(line, agency):
    assert parsed("\n".join((line, *STORY)))["wire_credit"] == agency


@pytest.mark.parametrize(
    "line", ["(AFP)", "— Reuters", "With files from The Canadian Press", "Reuters contributed to this report."]
)
def test_a_credit_in_the_last_line_gives_the_agency(line):
    assert parsed("\n".join((*STORY, line)))["wire_credit"] in ("AFP", "Reuters", "Canadian Press")


def test_a_note_of_first_publication_is_cut_and_gives_the_original_publisher():
    row = parsed("\n".join((*STORY, "This story was originally published by The Westmarch Courier.")))
    assert (row["text"], row["original_publisher"]) == ("\n".join(STORY), "The Westmarch Courier")


LYING = "L'été — « c'est fini », a dit Zoë. " * 8


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (LYING.encode(), "iso-8859-1"),
        (LYING.encode("cp1252"), "iso-8859-1"),
        (LYING.encode("cp1252"), "utf-8"),
        (LYING.encode(), None),
        (LYING.encode(), "shift_jis"),
    ],
)
def test_letters_are_right_though_the_declared_character_set_lies(body, charset):
    whole = (
        b'<html><head><meta charset="windows-1252"></head><body><article><p>' + body + b"</p></article></body></html>"
    )
    assert LYING.strip() in read_html(whole, charset, "page").text
