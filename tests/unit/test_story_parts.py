"""What belongs to a story stays in its place, and what an outlet sets among its paragraphs or below them is left out.

Outlets, people and events are invented.
"""

from __future__ import annotations

import pytest
from outlet_pages import AT, ONE, TWO, UTC_TIME, data, person
from whole_pages import H1, LINES, SINGLE, TEASER, ps, read, story

OWN = "“It was never about the money,” Pia Lund said on the steps of the capitol."
LONG = "The vote had been put off three times since the autumn, most lately because the clerk had lost the list."

BELONGS = {  # what is part of the story, and the lines that it gives
    "a block quote": (f"<blockquote>{OWN}</blockquote>", (OWN,)),
    "a block quote by its class": (f'<div class="blockquote"><p>{OWN}</p></div>', (OWN,)),
    "a block quote of a blog": (f'<blockquote class="wp-block-quote"><p>{OWN}</p></blockquote>', (OWN,)),
    "quotations in a list": (f"<ul><li>{OWN}</li><li>{LONG}</li></ul>", (OWN, LONG)),
    "a question in bold and its answer": (f"<p><strong>Was it about money?</strong></p><p>{OWN}</p>",
                                         ("Was it about money?", OWN)),
    "a question in bold before its answer": (f"<p><strong>Was it about money?</strong><br>{OWN}</p>", None),
    "an answer behind a name in bold": (f"<p><b>Lund:</b> {OWN}</p>", (f"Lund: {OWN}",)),
    "a heading": (f"<h2>A long wait</h2><p>{LONG}</p>", ("A long wait", LONG)),
    "emphasis within a quotation": ("<p>“It was <em>never</em> about the <strong>money</strong>,” she said again.</p>",
                                    ("“It was never about the money,” she said again.",)),
    "a link within a quotation": ("<p>“It was <a href='/x'>never</a> about the money,” she said again.</p>",
                                  ("“It was never about the money,” she said again.",)),
    "a q element": ("<p>She called it <q>never about the money</q> and left the hall by the side door.</p>", None),
    "a paragraph of a first letter set apart": (f"<p><span class='dropcap'>T</span>{LONG[1:]}</p>", (LONG,)),
    "a division without paragraphs": (f"<div class='body-text'>{OWN}</div>", (OWN,)),
    "a box of facts of the story": (f"<div class='article-inset'><p>{LONG}</p><p>{OWN}</p></div>", (LONG, OWN)),
    "a note that words were changed": ("<p>This interview has been edited for length and clarity.</p>",
                                       ("This interview has been edited for length and clarity.",)),
    "a paragraph in a section of its own": (f"<section><div><p>{OWN}</p></div></section>", (OWN,)),
    "a short quotation alone": ("<p>“Never.”</p>", ("“Never.”",)),
    "a paragraph by an empty one": (f"<p>&nbsp;</p><p>{LONG}</p><p></p>", (LONG,)),
    "a definition list of an interview": (f"<dl><dt>Why now?</dt><dd>{OWN}</dd></dl>", None),
    "German marks": ("<p>„Es ging nie um das Geld“, sagte Lund auf der Treppe des Kapitols am Abend.</p>",
                     ("„Es ging nie um das Geld“, sagte Lund auf der Treppe des Kapitols am Abend.",)),
    "French marks": ("<p>« Il n’a jamais été question d’argent », a dit Mme Lund sur les marches du capitole.</p>",
                     ("« Il n’a jamais été question d’argent », a dit Mme Lund sur les marches du capitole.",)),
}  # fmt: skip


@pytest.mark.parametrize("name", BELONGS)
def test_what_belongs_to_a_story_stays_in_its_place(name):
    amid, lines = BELONGS[name]
    found = story(amid)
    if lines is None:  # however it is cut into lines
        words = " ".join(amid.replace("<", " <").replace(">", "> ").split())
        assert [text for text in LINES if text not in found] == []
        quoted = [part for part in (OWN, "never about the money") if part in words]
        assert all(part in " ".join(found) for part in quoted)
    else:
        assert found == [*LINES[:4], *lines, *LINES[4:]]


FURNITURE = {
    "a pull quote that the story repeats": f'<aside class="pullquote"><p>{LINES[1]}</p></aside>',
    "a pull quote in a block quote": f'<blockquote class="pullquote"><p>{LINES[1]}</p></blockquote>',
    "a pull quote in a figure": f'<figure class="pull-quote"><blockquote>{LINES[1]}</blockquote></figure>',
    "a caption": "<figure><img src='x'><figcaption>The capitol at dusk. Photo: A. Nobody</figcaption></figure>",
    "a caption by its class": '<div class="wp-caption"><img><p class="wp-caption-text">The capitol at dusk.</p></div>',
    "a credit": '<div class="image"><img><span class="credit">A. Nobody/The Courier</span></div>',
    "a letter to sign up for": '<div class="newsletter-signup"><h3>The Morning Letter</h3>'
    '<p>Get the day in your inbox, '
    'every morning at six.</p><form><input><button>Sign up</button></form></div>',
    "a letter to sign up for, in a paragraph": "<p><em>Sign up for our letter to get the news of the day.</em></p>",
    "a label with a link": f"<p><strong>Read more:</strong> {TEASER}</p>",
    "a label within a link": f"<p><a href='/x'>READ MORE: {SINGLE}</a></p>",
    "links under a label": f"<div class='related'><h4>Related</h4><ul><li>{TEASER}</li><li>{TEASER}</li></ul></div>",
    "a link that is a headline": f"<p>{TEASER}</p>",
    "a player": '<div class="video-player"><div>This video cannot be played</div><video></video></div>',
    "what a script needs": '<noscript><p>Please turn on scripts to see the comments.</p></noscript>',
    "buttons": "<div class='social'><button>Share</button><a href='#'>Chirper</a><a href='#'>Email</a></div>",
    "a place for an advertisement": '<div class="ad-container" aria-hidden="true"><span>ADVERTISEMENT</span></div>',
    "a place for an advertisement, told": "<p>Article continues below advertisement</p>",
    "a line to scroll on": "<p>Scroll to continue</p>",
    "a line that the story goes on": "<p>Story continues below this ad</p>",
}  # fmt: skip


@pytest.mark.parametrize("name", FURNITURE)
def test_what_stands_amid_a_story_and_is_none_is_left_out(name):
    assert story(FURNITURE[name]) == list(LINES)


AFTER = {
    "topics": '<ul class="tags"><li><a>Water</a></li><li><a>Westmarch</a></li></ul>',
    "a card of the author": f'<div class="author-bio"><p>{ONE} writes about water for The Courier.</p></div>',
    "comments": '<div class="comments-section"><h3>3 Comments</h3><div><p>“Rubbish,” wrote a reader.</p></div></div>',
    "more stories": f'<section class="more-stories"><h2>More stories</h2><article><h3>{TEASER}</h3></article>'
    "</section>",
}  # fmt: skip


@pytest.mark.parametrize("name", AFTER)
def test_what_stands_below_a_story_is_left_out(name):
    assert story(after=AFTER[name]) == list(LINES)


def test_the_posts_of_a_live_blog_are_kept_with_their_quotations():
    posts = "".join(
        f'<article class="block" id="b{n}"><header><time datetime="2026-03-03T1{n}:00:00Z">1{n}.00 GMT</time>'
        f"<h2>Post number {n} of the day</h2></header><div class='block-elements'><p>{text}</p></div></article>"
        for n, text in enumerate(LINES)
    )
    live = data(**{"@type": "LiveBlogPosting"}, datePublished=UTC_TIME, author=[person(ONE), person(TWO)])
    found = read(live, f"<main>{H1}<div class='live-blog'>{posts}</div></main>").text
    assert [text for text in LINES if found.count(text) != 1] == []


def test_a_note_of_amendment_is_no_date_and_costs_no_paragraph():
    note = "This article was amended on 4 March 2026 to correct the name of a county."
    head = data(author=[person(ONE), person(TWO)])
    above = f"{H1}<div class='dateline'>Tue 3 Mar 2026 14.05 GMT</div>"
    found = read(head, f"<main><article>{above}<div>{ps(*LINES)}<p><em>• {note}</em></p></div></article></main>")
    assert found.published is not None
    assert found.published.at == AT
    assert found.text.split("\n")[: len(LINES)] == list(LINES)


def test_words_set_apart_do_not_cut_the_paragraph_that_they_are_from():
    first, last = (
        "The clerk had read the bill aloud for an hour before anyone spoke to it at all. " * 3,
        " Then she sat down.",
    )
    long = f"{first}“It was never about the money of the counties,” Lund said.{last}"
    apart = "<aside class='pull'><div>“It was never about the money of the counties,” Lund said.</div></aside>"
    assert story(f"<p>{long}</p>{apart}") == [*LINES[:4], long, *LINES[4:]]


def test_an_embedded_message_costs_no_paragraph():
    message = (
        '<blockquote class="twitter-tweet"><p lang="en">“Signed,” it says in the message.</p>&mdash; Pia Lund '
        '(@lund) <a href="https://chirper.example/1">March 3, 2026</a></blockquote><script async src="w.js"></script>'
    )
    assert [text for text in LINES if text not in story(message)] == []


def test_a_table_of_figures_costs_no_paragraph():
    table = "<table><tr><th>County</th><th>Wells</th></tr><tr><td>Hollin</td><td>12</td></tr></table>"
    assert [text for text in LINES if text not in story(table)] == []


def test_the_lead_before_a_wall_is_kept_and_flagged():
    head = data(datePublished=UTC_TIME, author=[person(ONE)], isAccessibleForFree="False")
    wall = (
        "<div class='paywall-offer'><h3>Subscribe to continue reading</h3><p>One crown for the first month.</p></div>"
    )
    found = read(head, f"<main><article>{H1}{ps(*LINES[:3])}{wall}</article></main>")
    assert found.text.split("\n") == list(LINES[:3])
    assert "paywalled" in found.doubts
