"""The minute and the names are read in whatever form a page gives them. Outlets, people and events are invented."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from outlet_pages import AT, ONE, OUTLET, TWO, UTC_TIME, data, graph
from whole_pages import H1, LINES, ps, read

PLUS_TWO = AT.astimezone(timezone(timedelta(hours=2)))
MOMENTS = {
    "milliseconds": '<meta name="pubdate" content="1772546700000">',
    "a fraction and no colon": '<meta property="article:published_time" content="2026-03-03T16:05:00.000+0200">',
    "no seconds": '<meta property="article:published_time" content="2026-03-03T14:05Z">',
    "seven digits of a second": data(datePublished="2026-03-03T14:05:00.0000000Z"),
    "a space for the T": data(datePublished="2026-03-03 14:05:00+00:00"),
    "the zone in words": data(datePublished="2026-03-03T14:05:00 UTC"),
    "a list of one": data(datePublished=[UTC_TIME]),
    "the page's object before the article's": graph({"@type": "WebPage", "datePublished": "2026-03-03T14:00:00Z"},
                                                    {"@type": "NewsArticle", "datePublished": UTC_TIME}),
    "no zone in the data beside a zone in a tag": data(datePublished="2026-03-03T16:05:00")
    + f'<meta property="article:published_time" content="{PLUS_TWO.isoformat()}">',
    "the data layer of a script": f'<script>var digitalData={{"page":{{"publishDate":"{UTC_TIME}"}}}};</script>',
    "the data layer of a script in single marks": f"<script>dataLayer=[{{'articlePublishDate':'{UTC_TIME}'}}];"
    "</script>",
    "the state of an application": '<script id="__NEXT_DATA__" type="application/json">{"props":{"post":{"publishedAt":'
    f'"{UTC_TIME}"}}}}}}</script>',
    "a tag of a news sitemap": f'<meta name="article.published" content="{UTC_TIME}">',
    "the zone twice": data(datePublished="2026-03-03T14:05:00.000+00:00[UTC]"),
    "an offset and a Z": data(datePublished="2026-03-03T14:05:00+00:00Z"),
    "data with references for marks": data(datePublished=UTC_TIME).replace('"', "&quot;").replace(
        "type=&quot;application/ld+json&quot;", 'type="application/ld+json"'
    ),
    "the words of a mail": '<meta name="date" content="Tue, 03 Mar 2026 14:05:00 +0000">',
    "slashes, the year first": '<meta name="publish-date" content="2026/03/03 14:05:00 +0000">',
    "an itemprop in the head": f'<meta itemprop="datePublished" content="{UTC_TIME}">',
    "a tag of Dublin Core": f'<meta name="DC.date.issued" content="{UTC_TIME}">',
}  # fmt: skip


@pytest.mark.parametrize("name", MOMENTS)
def test_the_minute_is_read_in_whatever_form_it_is_given(name):
    found = read(MOMENTS[name], f"<main><article>{H1}{ps(*LINES)}</article></main>").published
    assert found is not None
    assert (found.at.astimezone(UTC), found.precision) == (AT, "second")


SEEN = (
    "Published 3 March 2026 14.05 GMT",
    "Published: 14:05, 3 March 2026 GMT",
    "Published: 3 Mar 2026, 2:05 p.m. UTC",
    "March 3, 2026 9:05 am ET",
    "Mar. 3, 2026, 9:05 AM EST / Updated Mar. 3, 2026, 12:05 PM EST",
    "Tuesday, March 3, 2026 at 9:05 AM Eastern Time",
    "03 March 2026 - 14:05 GMT",
    "3rd March 2026, 14:05 GMT",
    "Posted at 14:05 GMT on 3 March 2026",
    "First published 14.05 GMT, Tuesday 3 March 2026",
)


@pytest.mark.parametrize("line", SEEN)
@pytest.mark.parametrize("holder", ["<p class='timestamp'>{}</p>", "<div><span>{}</span></div>"])
def test_the_minute_is_read_where_readers_alone_are_told(line, holder):
    found = read("", f"<main><article>{H1}{holder.format(line)}{ps(*LINES)}</article></main>").published
    assert found is not None
    assert (found.at.astimezone(UTC), found.precision) == (AT, "second")


BYLINES = {
    f"<div class='x1'>By {ONE} and {TWO}</div>": (ONE, TWO),
    f"<div class='x1'><span>By</span> <span>{ONE}</span></div>": (ONE,),
    f"<div class='x1'><a href='/authors/orla-brandt'>{ONE}</a></div>": (ONE,),
    f"<div class='x1'><a href='/profile/o'>{ONE}</a><a href='/profile/t'>{TWO}</a></div>": (ONE, TWO),
    f"<div id='byline'>By {ONE}</div>": (ONE,),
    f"<div aria-label='Byline'>{ONE}</div>": (ONE,),
    f"<span class='reporter-name'>{ONE}</span>": (ONE,),
    f"<meta name='cXenseParse:author' content='{ONE}'>": (ONE,),
    f"<div class='byline'>By {ONE} in Paris and {TWO} in Berlin</div>": (ONE, TWO),
    f"<p class='article-byline'>By <strong>{ONE}</strong>, Political editor</p>": (ONE,),
    f"<div class='contributor'><span>{ONE}</span><span>Chief Water Correspondent</span></div>": (ONE,),
    f"<div data-qa='byline'>By <a href='/o'>{ONE}</a>, <a href='/t'>{TWO}</a> and The Courier staff</div>": (ONE, TWO),
    f"<div class='css-1ab'><span data-testid='byline-name'>{ONE}</span></div>": (ONE,),
    f"<p class='author'>Words by {ONE}<br>Photographs by {TWO}</p>": (ONE,),
    f"<div class='byline'>{ONE} and {TWO} | March 3, 2026 | 5 min read</div>": (ONE, TWO),
    f"<span class='Byline-author'>BY {ONE.upper()}</span>": (ONE.upper(),),
    f"<div class='byline'>Story by {ONE}, CXN</div>": (ONE,),
    f"<div class='byline'>By {ONE}, {TWO} &amp; Ines Calloway</div>": (ONE, TWO, "Ines Calloway"),
    f"<div class='byline'>By {ONE} for The Westmarch Courier</div>": (ONE,),
    f"<p class='byline'>Par {ONE} et {TWO}</p>": (ONE, TWO),
    f"<p class='byline'>Von {ONE} und {TWO}, Berlin</p>": (ONE, TWO),
    f"<address class='byline'><a rel='author'>{ONE}</a> Senior reporter</address>": (ONE,),
}


@pytest.mark.parametrize("byline", BYLINES)
def test_the_byline_gives_its_names(byline):
    head = data(datePublished=UTC_TIME, publisher=OUTLET)
    assert read(head, f"<main><article>{H1}{byline}{ps(*LINES)}</article></main>").authors == BYLINES[byline]
