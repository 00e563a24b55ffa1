"""Pages marked up in the ways that well-known outlets use give headline, byline, the minute and every quotation.

Each layout is a head and what stands above the story. Outlets, people and events are invented.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from outlet_pages import (
    AT,
    EAST,
    LATER,
    NOON,
    ONE,
    OUTLET,
    STORY,
    THREE,
    TITLE,
    TWO,
    UTC_TIME,
    Layout,
    data,
    graph,
    meta,
    person,
    prop,
    read,
)

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
        "Published on March 3, 2026, at 3:05 pm (Paris), updated on March 3, 2026, at 6:00 pm",
        "Tuesday 3 March 2026 14:05, UK",
        "Mar 3, 2026 / 08:05 AM CST",
        "Tue, March 3rd 2026 at 7:05 AM MT",
        "Published - March 03, 2026 07:35 pm IST",
        "Tue Mar 03 2026 09:05:00 GMT-0500 (Eastern Standard Time)",
        "2026-03-03 14:05:00 +0000 UTC",
        "PUBLISHED: March 3, 2026 at 6:05 AM PST | UPDATED: March 3, 2026 at 9:05 AM PST",
        "Posted 03/03/2026 9:05 AM EST",
    ],
)
def test_the_minute_is_read_out_of_a_line_that_readers_see(line):
    found = read(Layout("", f'<h1>{TITLE}</h1><div class="dateline">{line}</div>'))
    assert found.published is not None
    assert (found.published.at.astimezone(UTC), found.published.precision) == (AT, "second")


@pytest.mark.parametrize(
    "above",
    [
        '<div class="dt" aria-label="Published: 9:05 a.m. ET March 3, 2026 Updated: 12:05 p.m. ET"></div>',
        '<bsp-timestamp data-timestamp="1772546700000"></bsp-timestamp>',
        f'<relative-time datetime="{UTC_TIME}">3 hours ago</relative-time>',
        f'<abbr class="published" title="{EAST}">March 3</abbr>',
        f"<div>Updated <time datetime='{NOON}'>x</time></div><div>Published <time datetime='{EAST}'>x</time></div>",
        '<time datetime="2026-03-03 06:05:00">March 3, 2026 at 6:05 AM PST</time>',
        f'<time class="updated" datetime="{NOON}">x</time><time class="published" datetime="{EAST}">x</time>',
        f'<span property="schema:dateCreated" content="{EAST}">Tue, 03/03/2026</span>',
        f'<script>window.state = {{"article": {{"publishedAt": "{UTC_TIME}"}}}}</script>',
        f'<script>window.state = "{{\\"first_publish_date\\":\\"{UTC_TIME}\\"}}"</script>',
    ],
)
def test_the_minute_is_read_out_of_what_a_page_has_for_scripts_and_screen_readers(above):
    found = read(Layout("", f"<h1>{TITLE}</h1>{above}"))
    assert found.published is not None
    assert (found.published.at.astimezone(UTC), found.published.precision) == (AT, "second")


@pytest.mark.parametrize(
    ("told", "seen", "at"),
    [
        ("2026-03-03T09:05:00", "March 3, 2026 9:05 AM EST", AT),
        ("2026-03-03T09:05:00", "Updated March 3, 2026 4:17 PM EST", datetime(2026, 3, 3, 9, 5, tzinfo=UTC)),
        ("2026-03-03T14:05:00Z", "March 3, 2026 4:17 PM EST", AT),
    ],
)
def test_a_moment_without_zone_takes_the_zone_of_the_same_minute_that_a_reader_sees(told, seen, at):
    found = read(Layout(data(datePublished=told), f'<h1>{TITLE}</h1><p class="dateline">{seen}</p>'))
    assert found.published is not None
    assert found.published.at == at


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
