"""Pages marked up in the ways that well-known outlets use give headline, byline, the minute and every quotation.

Each layout is a head and what stands above the story. Outlets, people and events are invented.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from pipeline.stages.page import read_html

TITLE = "Westmarch Signs Water Bill After Long Night"
AT = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
ONE, TWO, THREE = "Orla Brandt", "Tomas Hale", "Ines Calloway"
STORY = (
    "The governor of Westmarch signed the water bill on Tuesday after a debate that lasted most of the night.",
    "“We did not come here to win an argument,” said Senator Pia Lund, who had opposed an earlier draft of it.",
    "The bill sets aside 40 million crowns for pipes and wells in the five driest counties over four years.",
    "“My father dug that well by hand,” Mr. Voss said. “I have watched it go dry twice in my time.”",
    "The measure passed by two votes and takes effect in July, when the counties must name the wells.",
)


class Layout(NamedTuple):
    """What stands in the head and above the story, and what must be read out of it."""

    head: str
    above: str = f"<h1>{TITLE}</h1>"
    authors: tuple[str, ...] = (ONE, TWO)
    modified: datetime | None = None


def data(**article: object) -> str:
    given = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **article}
    return f'<script type="application/ld+json">{json.dumps(given)}</script>'


def graph(*items: object) -> str:
    given = {"@context": "https://schema.org", "@graph": items}
    return f'<script type="application/ld+json">{json.dumps(given)}</script>'


def meta(**tags: str) -> str:
    return "".join(f'<meta name="{name.replace("__", ":").replace("_", "-")}" content="{tags[name]}">' for name in tags)


def prop(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{tags[name]}">' for name in tags)


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


ID1, ID2 = {"@id": "#1"}, {"@id": "#2"}
OUTLET = {"@type": "NewsMediaOrganization", "name": "The Westmarch Courier"}
UTC_TIME, EAST = "2026-03-03T14:05:00.000Z", "2026-03-03T09:05:00-05:00"
NOON = "2026-03-03T12:05:00-05:00"
LATER = AT + timedelta(hours=3)

LAYOUTS = {
    "a graph whose article points to persons": Layout(
        graph(
            {"@type": "WebPage", "@id": "#page", "name": f"{TITLE} - The Westmarch Courier"},
            {
                "@type": "NewsArticle",
                "headline": TITLE,
                "datePublished": EAST,
                "author": [{"@id": "#1"}, {"@id": "#2"}],
            },
            {**person(ONE), "@id": "#1"},
            {**person(TWO), "@id": "#2"},
            {**OUTLET, "@id": "#outlet"},
        )
    ),
    "a reportage with a list of persons": Layout(
        data(
            **{"@type": "ReportageNewsArticle"},
            datePublished=UTC_TIME,
            dateModified="2026-03-03T17:05:00.000Z",
            author=[person(ONE), person(TWO)],
            publisher=OUTLET,
        ),
        modified=LATER,
    ),
    "a live blog": Layout(
        data(
            **{"@type": ["LiveBlogPosting", "NewsArticle"]},
            datePublished=UTC_TIME,
            coverageStartTime=UTC_TIME,
            author=[person(ONE), {"@type": "Person", "name": f"{TWO}"}],
            liveBlogUpdate=[{"@type": "BlogPosting", "headline": "Vote", "datePublished": "2026-03-03T19:00:00Z"}],
        )
    ),
    "an author that is one text": Layout(data(datePublished=EAST, author=f"{ONE} and {TWO}")),
    "authors that are texts": Layout(data(datePublished=EAST, author=[ONE, TWO])),
    "an author beside the outlet as an organisation": Layout(
        data(datePublished=UTC_TIME, author=[OUTLET, person(ONE)], publisher=OUTLET), authors=(ONE,)
    ),
    "the outlet as author in the data and names in the byline": Layout(
        data(datePublished=UTC_TIME, author=OUTLET, publisher=OUTLET),
        f'<h1>{TITLE}</h1><div class="article-byline">By <a rel="author" href="/o">{ONE}</a> and '
        f'<a rel="author" href="/t">{TWO}</a></div>',
    ),
    "parsely tags": Layout(
        meta(parsely_title=TITLE, parsely_pub_date=UTC_TIME, parsely_author=f"{ONE}, {TWO}", parsely_section="News")
    ),
    "sailthru tags": Layout(
        '<meta name="sailthru.title" content="' + TITLE + '"><meta name="sailthru.date" content="2026-03-03 14:05:00 '
        f'+0000"><meta name="sailthru.author" content="{ONE}; {TWO}">'
    ),
    "Dublin Core tags": Layout(
        f'<meta name="DC.title" content="{TITLE}"><meta name="DC.date.issued" content="{EAST}">'
        f'<meta name="DC.creator" content="{ONE} and {TWO}">'
    ),
    "Open Graph tags with the names as seen": Layout(
        prop(
            og__title=TITLE,
            og__type="article",
            article__published_time=EAST,
            article__modified_time=NOON,
        ),
        f'<h1>{TITLE}</h1><p class="byline">By {ONE} and {TWO}</p>',
        modified=LATER,
    ),
    "microdata": Layout(
        "",
        f'<h1 itemprop="headline">{TITLE}</h1><span itemprop="author">{ONE}</span> <span itemprop="author">{TWO}</span>'
        f'<meta itemprop="datePublished" content="{EAST}">',
    ),
    "a time element with a zone": Layout(
        "",
        f'<h1>{TITLE}</h1><div class="byline">By {ONE}, {THREE} and {TWO}</div><time datetime="{EAST}">9:05</time>',
        authors=(ONE, THREE, TWO),
    ),
    "a time element without a zone beside a tag with one": Layout(
        prop(article__published_time=UTC_TIME),
        f'<h1>{TITLE}</h1><div class="byline">By {ONE}</div><time datetime="2026-03-03T09:05">March 3</time>',
        authors=(ONE,),
    ),
    "a line that says Published, and one that says Updated": Layout(
        "",
        f"<h1>{TITLE}</h1><p class='byline'>By {ONE} and {TWO}</p><p>Published 3 Mar 2026 14:05 GMT</p>"
        "<p>Updated 3 Mar 2026 17:05 GMT</p>",
    ),
    "a day in the data and the minute in the page": Layout(
        data(datePublished="2026-03-03", author=person(ONE)),
        f'<h1>{TITLE}</h1><time datetime="{UTC_TIME}">3 March 2026</time>',
        authors=(ONE,),
    ),
    "a byline with the newspaper's name and a place": Layout(
        data(datePublished=UTC_TIME, publisher=OUTLET),
        f'<h1>{TITLE}</h1><div data-testid="byline">By {ONE} and {TWO}, The Westmarch Courier</div>',
    ),
}


def read(layout: Layout):
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)
    page = (
        f"<!doctype html><html lang='en'><head><title>{TITLE} | The Westmarch Courier</title>{layout.head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><main><article>{layout.above}{paragraphs}</article></main>"
        "<footer><p>© 2026 The Westmarch Courier</p></footer></body></html>"
    )
    return read_html(page.encode(), "utf-8", "https://courier.example/2026/03/03/water")


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_gives_headline_names_minute_and_every_quotation(name):
    layout = LAYOUTS[name]
    found = read(layout)
    assert found.title == TITLE
    assert found.authors == layout.authors
    assert found.published is not None
    assert (found.published.at.astimezone(UTC), found.published.precision) == (AT, "second")
    if layout.modified:
        assert found.modified is not None
        assert found.modified.at == layout.modified
    assert [text for text in STORY if "“" in text and text not in found.text] == []


@pytest.mark.parametrize(
    "line",
    [
        "Tue 3 Mar 2026 14.05 GMT",
        "Published 9:05 AM EST, Tue March 3, 2026",
        "March 3, 2026 at 9:05 a.m. EST",
        "Published: 14:05 GMT, 3 March 2026",
        "Published Mar 3, 2026, 9:05 AM ET",
        "3 March 2026 • 2:05pm GMT",
        "First published on Tue 3 Mar 2026 15.05 CET",
        "Last updated on Tue 3 Mar 2026 14.05 GMT",
    ],
)
def test_the_minute_is_read_out_of_a_line_that_readers_see(line):
    found = read(Layout("", f'<h1>{TITLE}</h1><div class="dateline">{line}</div>'))
    assert found.published is not None
    assert (found.published.at.astimezone(UTC), found.published.precision) == (AT, "second")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        (f"By {ONE}, {TWO} and {THREE}", (ONE, TWO, THREE)),
        (f"{ONE} and {TWO} in Westmarch", (ONE, TWO)),
        (f"By {ONE}, Political Editor", (ONE,)),
        (f"By {ONE} | The Westmarch Courier", (ONE,)),
        (f"Reporting by {ONE} in Westmarch; Editing by {TWO}", (ONE,)),
        (f"By {ONE} in Lisbon and {TWO} for The Westmarch Courier", (ONE, TWO)),
    ],
)
def test_names_are_read_out_of_a_byline_that_readers_see(byline, names):
    above = f'<h1>{TITLE}</h1><p class="byline">{byline}</p>'
    assert read(Layout(data(datePublished=UTC_TIME, publisher=OUTLET), above)).authors == names
