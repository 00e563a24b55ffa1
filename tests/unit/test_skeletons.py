"""Whole pages built as those of well-known outlets are: headline, byline, minute, and each paragraph once, in order.

Each page has the skeleton that a content system gives its pages, with what stands between the paragraphs there.
Outlets, people and events are invented.
"""

from __future__ import annotations

from datetime import UTC
from typing import NamedTuple

import pytest
from outlet_pages import AT, EAST, ONE, TITLE, TWO, UTC_TIME, data, graph, person, prop
from whole_pages import BOTH, H1, LINES, SINGLE, TEASER, ps, read

COURIER = {"@type": "Organization", "name": "Courier News"}


def blocks(form: str, *between: str) -> str:
    """The story in blocks of that form, with something behind each of the first ones."""
    parts = [form.format(n=n, text=text) for n, text in enumerate(LINES)]
    return "".join(part + (between[n] if n < len(between) else "") for n, part in enumerate(parts))


class Skeleton(NamedTuple):
    """Head and body of a page, and what it says; ``lines`` that are not the story stand in it as they are."""

    head: str
    body: str
    authors: tuple[str, ...] = (ONE, TWO)
    lines: tuple[str, ...] = LINES


SKELETONS = {
    "columns with advertisements, the byline split by spans": Skeleton(
        data(datePublished=EAST, author=[person(ONE), person(TWO)]),
        f'<article id="story"><div id="top-wrapper"><div><p>Advertisement</p>'
        f'<a href="#after">SKIP ADVERTISEMENT</a></div>'
        f'</div><header>{H1}<p id="article-summary">The bill had failed twice.</p><div data-testid="byline">'
        f'<p itemprop="author"><span class="byline-prefix">By </span><a href="/o">{ONE}</a> and '
        f'<a href="/t">{TWO}</a></p>'
        f'</div><time datetime="{EAST}"><span>March 3, 2026</span></time></header><section name="articleBody">'
        + blocks(
            '<div class="css-s99gbd companionColumn" data-testid="companionColumn-{n}"><div class="css-53u6y8">'
            '<p class="css-at9mc1 evys1bk0">{text}</p></div><aside class="css-ew4tgv"></aside></div>',
            '<div><div id="story-ad-1-wrapper" class="css-1r07izm"><p>Advertisement</p></div></div>',
        )
        + "</section></article>",
    ),
    "islands, rich links and a footnote of amendment": Skeleton(
        BOTH,
        f'<main><article>{H1}<div data-gu-name="standfirst"><p>The bill had failed twice before.</p></div>'
        f'<address aria-label="Contributor info"><div><a rel="author" href="/o">{ONE}</a><span> and </span>'
        f'<a rel="author" href="/t">{TWO}</a> in Westmarch</div></address><details><summary>'
        "<span>Tue 3 Mar 2026 14.05 GMT</span></summary>Last modified on Tue 3 Mar 2026 17.05 GMT</details>"
        '<div id="maincontent"><div class="article-body-commercial-selector dcr-1x2">'
        + blocks(
            '<p class="dcr-130mj7b">{text}</p>',
            f'<aside data-role="richLink"><gu-island name="RichLink">{TEASER}<div>Read more</div></gu-island></aside>',
            '<figure id="f1" data-role="inline"><picture><img alt="x"></picture><figcaption><span>The capitol at '
            "dusk.</span> Photograph: A. Nobody/The Courier</figcaption></figure>",
            '<gu-island name="EmailSignup"><figure><div>Sign up to Morning Letter</div><p>Our letter breaks down the '
            "day</p></figure></gu-island>",
        )
        + '</div></div></article></main><div id="comments">'
        + ps("“Rubbish,” wrote a reader of ours who had not read it.")
        + "</div>",
    ),
    "components named by data attributes, with a block of links": Skeleton(
        data(datePublished=UTC_TIME, author=COURIER, publisher=COURIER),
        f'<main id="main-content"><article><div data-component="headline-block">{H1}</div>'
        f'<div data-component="byline-block"><div class="ssr-1-TextContributorName">{ONE}</div><div class="ssr-2-Text">'
        "Political correspondent, Courier News</div></div>"
        + blocks(
            '<div data-component="text-block" class="ssr-7uxr49-RichTextComponentWrapper"><div class="ssr-container">'
            '<p class="ssr-1q0x1qg-Paragraph">{text}</p></div></div>',
            '<div data-component="image-block"><figure><img><figcaption><span class="visually-hidden">Image caption, '
            "</span>The capitol at dusk</figcaption></figure></div>",
            f'<div data-component="links-block"><ul><li>{TEASER}</li><li>{TEASER}</li></ul></div>',
        )
        + '<section data-component="related-topics"><h2>Related Topics</h2><ul><li><a>Water</a></li></ul></section>'
        "</article></main>",
        authors=(ONE,),
    ),
    "paragraphs that are divisions with test ids": Skeleton(
        data(datePublished=UTC_TIME, author=[person(ONE), person(TWO)]),
        f'<main><article><header>{H1}<time datetime="{UTC_TIME}"><span>March 3, 2026</span><span>2:05 PM UTC</span>'
        '<span>Updated 3 hours ago</span></time></header><div class="article-body__content__17Yit">'
        + blocks('<div data-testid="paragraph-{n}" class="text__text__1FZLe body__full_width__ekUdw">{text}</div>',
                 '<div data-testid="Ad" class="ad-slot__container">Advertisement · Scroll to continue</div>')
        + f'<div data-testid="SignOff"><p data-testid="Body">Reporting by {ONE} and {TWO}; Editing by Ines Calloway</p>'
        "</div><div>Our Standards: <a>The Courier Trust Principles.</a></div></div></article></main>",
        lines=(*LINES, f"Reporting by {ONE} and {TWO}; Editing by Ines Calloway"),
    ),
    "link enhancements and rules between parts": Skeleton(
        prop(article__published_time="2026-03-03T14:05:00"),
        f'<div class="Page-content">{H1}<div class="Page-byline"><div class="Page-authors">By '
        f'<a class="Link">{ONE}</a> '
        f'and <a class="Link">{TWO}</a></div><bsp-timestamp data-timestamp="1772546700000"></bsp-timestamp></div>'
        '<div class="RichTextStoryBody RichTextBody">'
        + blocks("<p>{text}</p>",
                 f'<div class="HtmlModule Enhancement"><h3>Related Stories</h3>{TEASER}</div>', "<p>___</p>")
        + "</div></div>",
    ),
    "a component for each paragraph, cards of related articles among them": Skeleton(
        "",
        f'<section class="layout__wrapper">{H1}<div class="headline__sub"><div class="byline__names">By '
        f'<a class="byline'
        f'__link"><span class="byline__name">{ONE}</span></a> and <span class="byline__name">{TWO}</span>, CXN</div>'
        '<div class="timestamp vossi">Published 9:05 AM EST, Tue March 3, 2026</div></div>'
        '<div class="article__content">'
        + blocks(
            '<p class="paragraph inline-placeholder vossi-paragraph" data-component-name="paragraph">{text}</p>',
            '<div class="related-content related-content--article" data-component-name="related-content"><a href="/o">'
            f'<p class="related-content__headline"><span>Related article</span> <span>{SINGLE}</span></p></a></div>',
            '<div class="ad-slot-dynamic"><div class="ad-feedback">Ad Feedback</div></div>',
        )
        + "</div></section>",
    ),
    "a blog's entry with buttons to share and related posts": Skeleton(
        graph(
            {"@type": "WebPage", "datePublished": "2026-03-03T14:05:00+00:00", "url": "https://courier.example/"},
            {"@type": "BreadcrumbList"},
            {"@type": "Person", "@id": "#p1", "name": ONE},
            {"@type": "Article", "datePublished": UTC_TIME, "author": {"@id": "#p1", "name": ONE}},
        ),
        f'<article class="post type-post"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>'
        f'<span class="posted-on"><time class="entry-date published" datetime="{UTC_TIME}">March 3</time></span>'
        f'<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/o">{ONE}</a>'
        f'</span></span>'
        '</header><div class="entry-content">' + blocks("<p>{text}</p>")
        + '<div class="sharedaddy"><h3>Share this:</h3><ul><li><a>Chirper</a></li></ul></div><div id="jp-relatedposts">'
        '<h3><em>Related</em></h3></div></div><footer class="entry-footer"><span>Tagged water</span></footer></article>'
        '<div id="comments" class="comments-area"><ol><li><p>“Well said,” says a reader in a comment below.</p>'
        '</li></ol>'
        "</div>",
        authors=(ONE,),
    ),
    "state of a script with the minute, and the byline in a list": Skeleton(
        f'<script>Fusion.globalContent={{"display_date":"{UTC_TIME}","credits":{{"by":[{{"name":"{ONE}"}}]}}}};'
        f'</script>',
        f'<main>{H1}<ul class="byline-list"><li class="author-name">By {ONE}</li></ul>'
        f'<article class="article-body-wrapper">'
        + blocks('<p class="article-body__paragraph">{text}</p>',
                 f'<p class="interstitial-link"><a href="/x">[{SINGLE}]</a></p>')
        + "</article></main>",
        authors=(ONE,),
    ),
    "a page for telephones": Skeleton(
        BOTH,
        f'<div class="amp-wp-article"><header>{H1}<amp-timeago datetime="{UTC_TIME}" layout="fixed">3 hours ago'
        '</amp-timeago></header><amp-img src="x"></amp-img><div class="amp-wp-article-content">'
        + blocks("<p>{text}</p>", '<amp-ad width="300"></amp-ad>', '<amp-social-share type="x"></amp-social-share>')
        + '</div></div><amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar>',
    ),
    "short classes, and moments in a label": Skeleton(
        data(datePublished="2026-03-03T14:05:00Z", author=[person(f"{ONE}, The Courier"), person(TWO)]),
        f'<main class="gnt_cw"><article class="gnt_pr">{H1}<div class="gnt_ar_by"><a class="gnt_ar_by_a">{ONE}'
        f'</a></div>'
        '<div class="gnt_ar_dt" aria-label="Published: 9:05 a.m. ET March 3, 2026"></div><div class="gnt_ar_b">'
        + blocks('<p class="gnt_ar_b_p">{text}</p>', '<aside class="gnt_em_gd"><p>Advertisement</p></aside>',
                 f'<p class="gnt_ar_b_p"><strong>More: </strong>{TEASER}</p>')
        + "</div></article></main>",
    ),
    "text run together by line breaks": Skeleton(
        BOTH, f'<div class="story"><div>{H1}</div><div id="body">{"<br /><br />".join(LINES)}</div></div>'
    ),
    "text in spans of divisions": Skeleton(
        BOTH, f'<div id="content">{H1}<div class="body-copy">'
        + blocks('<div class="par"><span style="font-size:1em">{text}</span></div>') + "</div></div>",
    ),
    "everything in one form": Skeleton(
        BOTH, f'<form id="aspnetForm" method="post"><input type="hidden" value="x">{H1}<div class="articleText">'
        + blocks("<p>{text}</p>") + "</div></form>",
    ),
    "paragraphs in a table of the layout": Skeleton(
        BOTH, f'<table><tr><td><a href="/">Home</a></td><td>{H1}{blocks("<p>{text}</p>")}</td></tr></table>'
    ),
    "microdata alone": Skeleton(
        "",
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1>'
        f'<span itemprop="author" itemscope><span itemprop="name">{ONE}</span></span> '
        f'<span itemprop="author" itemscope>'
        f'<span itemprop="name">{TWO}</span></span><meta itemprop="datePublished" content="{EAST}">'
        f'<div itemprop="articleBody">{blocks("<p>{text}</p>")}</div></div>',
    ),
    "a wall whose class hides nothing": Skeleton(
        data(datePublished=UTC_TIME, author=[person(ONE), person(TWO)], isAccessibleForFree=False,
             hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}),
        f'<article>{H1}<p>{LINES[0]}</p><div class="paywall">{ps(*LINES[1:])}</div></article>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SKELETONS)
def test_a_page_of_that_build_gives_all_that_it_says(name):
    built = SKELETONS[name]
    found = read(built.head, built.body)
    assert found.title == TITLE
    assert found.authors == built.authors
    assert found.published is not None
    assert (found.published.at.astimezone(UTC), found.published.precision) == (AT, "second")
    lines = [line for line in found.text.split("\n") if not line.startswith("The bill had failed twice")]
    assert lines == list(built.lines)
