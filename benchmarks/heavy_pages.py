"""Pages as large outlets serve them: a story of some paragraphs in 60 to 180 KB of menus, scripts and teasers.

What the newsroom's own pages lack: menus of hundreds of links, pictures in ten sizes, icons, styles, the state of a
script, cards of other articles, readers' comments. All words are the newsroom's, cut up.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from html import escape

from examples.newsroom.story import Story

Headline = Callable[[], str]

_SEED = 20260302
_TOPICS = ("World", "Politics", "Courts", "Money", "Health", "Climate", "Science", "Rivers", "Schools", "Letters")
_ICON = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2C6.5 2 2 6.5 2 12s4.5 10 10 10 10-4.5 10-10"/></svg>'
_STYLE = (
    ".{0}-{1}{{display:flex;margin:0 auto;padding:{1}px;color:#1{1}{1}}}@media(max-width:{1}00px){{.{0}{{order:1}}}}"
)
_PAGE = (
    '<!doctype html><html lang="en" class="no-js"><head>{head}</head><body class="page page--article"><div id="app">'
    '<a class="skip-link" href="#main">Skip to content</a><header class="site-header">{menu}</header>'
    '<div class="ad ad--top" data-slot="top"></div>{body}<aside class="rail">{cards}</aside>'
    '<section id="comments" class="comments">{comments}</section></div>{footer}{state}</body></html>'
)


def heavy_page(story: Story, number: int) -> str:
    """The page of a story among much else; ``number`` decides how much, and which of three layouts it has."""
    chance = random.Random(_SEED + number)  # noqa: S311 no secret
    words = story.text.split()

    def headline() -> str:
        start = chance.randrange(max(1, len(words) - 9))
        return escape(" ".join(words[start : start + 9]).strip(" .,“”"))

    much = chance.randint(2, 5)
    return _PAGE.format(
        head=_head(story, much),
        menu=_menu(3 * much),
        body=(_article, _divisions, _columns)[number % 3](story, headline),
        cards="".join(_card(headline, place) for place in range(12 * much)),
        comments="".join(_comment(headline, place) for place in range(8 * much)),
        footer=_footer(9 * much),
        state=_state(story, headline, much),
    )


def _head(story: Story, much: int) -> str:
    at = story.published.isoformat()
    persons = [{"@type": "Person", "name": name, "url": f"/by/{n}"} for n, name in enumerate(story.authors)]
    article = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": at,
        "dateModified": at,
        "author": persons,
        "image": [f"https://media.paper.example/{n}.jpg" for n in range(4)],
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Paper", "logo": {"@type": "ImageObject"}},
        "isAccessibleForFree": True,
    }
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": t} for t in _TOPICS[:3]]}
    data = json.dumps(
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"}, crumbs, article]}
    )
    tags = {"og:title": story.title, "og:type": "article", "og:site_name": "The Paper", "article:published_time": at}
    metas = "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in tags.items())
    metas += "".join(f'<meta name="app-{n}" content="value-{n}">' for n in range(8 * much))
    links = "".join(f'<link rel="preload" as="script" href="/static/{n}.js">' for n in range(8 * much))
    style = "".join(_STYLE.format(name.lower(), n) for name in _TOPICS for n in range(4 * much))
    return (
        f'<meta charset="utf-8"><title>{escape(story.title)} | The Paper</title>{metas}{links}<style>{style}</style>'
        f'<script type="application/ld+json">{data}</script>'
    )


def _menu(rows: int) -> str:
    items = "".join(
        f'<li class="menu__item"><a class="menu__link" href="/{topic.lower()}/{n}" data-track="nav-{n}">{_ICON}'
        f"<span>{topic} {n}</span></a></li>"
        for topic in _TOPICS
        for n in range(rows)
    )
    return f'<nav class="menu" role="navigation"><ul class="menu__list">{items}</ul></nav>'


def _picture(place: int, caption: str) -> str:
    sizes = ", ".join(f"https://media.paper.example/{place}/{width}.jpg {width}w" for width in range(200, 2200, 200))
    return (
        f'<figure class="media"><picture><source srcset="{sizes}"><img src="/{place}.jpg" alt=""></picture>'
        f'<figcaption class="media__caption">{caption}. <span class="credit">Photo: The Paper</span></figcaption>'
        "</figure>"
    )


def _card(headline: Headline, place: int) -> str:
    title = headline()
    return (
        f'<article class="card card--{place % 4}"><a class="card__link" href="/story/{place}">{_picture(place, title)}'
        f'<h3 class="card__title">{title}</h3></a><div class="card__meta">'
        f'<time datetime="2026-03-01T0{place % 9}:00:00Z">{place} hours ago</time>'
        '<span class="card__author">Staff</span></div></article>'
    )


def _comment(headline: Headline, place: int) -> str:
    return (
        f'<div class="comment" id="comment-{place}"><div class="comment__head">'
        f'<span class="comment__author">reader{place}</span>'
        f'<time datetime="2026-03-03T1{place % 10}:00:00Z">{place} minutes ago</time></div><div class="comment__body">'
        f"<p>{headline()}. “{headline()},” if you ask me, and {headline()}.</p></div><button>Report</button></div>"
    )


def _footer(rows: int) -> str:
    links = "".join(
        f'<li><a href="/about/{n}">About {topic} {n}</a></li>' for topic in _TOPICS[:3] for n in range(rows)
    )
    return f'<footer class="site-footer"><ul>{links}</ul><p>© 2026 The Paper. All rights reserved.</p></footer>'


def _state(story: Story, headline: Headline, much: int) -> str:
    teasers = [{"id": n, "title": headline(), "url": f"/story/{n}", "tags": _TOPICS} for n in range(20 * much)]
    state = json.dumps({"props": {"article": {"title": story.title, "body": story.text}, "teasers": teasers}})
    layer = "".join(f"window.layer.push({{'event':'seen-{n}','at':{n}}});" for n in range(60 * much))
    return f'<script id="__DATA__" type="application/json">{state}</script><script>window.layer=[];{layer}</script>'


def _top(story: Story) -> str:
    names = " and ".join(f'<a rel="author" href="/by/{n}">{escape(name)}</a>' for n, name in enumerate(story.authors))
    share = "".join(f'<button class="share__button">{_ICON}<span>Share on {n}</span></button>' for n in range(5))
    at = story.published.isoformat()
    return (
        f'<h1 class="headline">{escape(story.title)}</h1><div class="byline">By {names}</div>'
        f'<time datetime="{at}">{at[:10]}</time><div class="share">{share}</div>{_picture(0, "The scene on Monday")}'
    )


def _newsletter(headline: Headline) -> str:
    return (
        f'<aside class="newsletter-box"><h4>The morning letter</h4><p>Sign up for our morning letter: {headline()}</p>'
        '<form><input type="email"><button>Sign up</button></form></aside>'
    )


def _article(story: Story, headline: Headline) -> str:
    """Paragraphs in an ``article``, with a box among them."""
    lines = [f'<p class="css-1x{n} body__p">{escape(line)}</p>' for n, line in enumerate(story.text.split("\n"))]
    lines.insert(len(lines) // 2, _newsletter(headline))
    return f'<main id="main"><article class="story">{_top(story)}<section>{"".join(lines)}</section></article></main>'


def _divisions(story: Story, headline: Headline) -> str:
    """Each paragraph in a component of its own."""
    lines = [
        f'<div data-component="text-block" class="sc-{n} block"><div class="wide"><p><span>{escape(line)}</span></p>'
        "</div></div>"
        for n, line in enumerate(story.text.split("\n"))
    ]
    lines.insert(2, f'<div data-component="links-block">{_card(headline, 99)}{_newsletter(headline)}</div>')
    return f'<main id="main"><article class="story">{_top(story)}{"".join(lines)}</article></main>'


def _columns(story: Story, headline: Headline) -> str:
    """Columns of three paragraphs, an advertisement after each, in plain divisions."""
    lines = [f"<p>{escape(line)}</p>" for line in story.text.split("\n")]
    columns = [
        f'<div class="column"><div class="column__body">{"".join(lines[start : start + 3])}</div></div>'
        f'<div class="ad" id="ad-{start}"><div class="ad__label">{headline()}</div></div>'
        for start in range(0, len(lines), 3)
    ]
    return f'<div id="main" class="story-wrap">{_top(story)}<div class="story-body">{"".join(columns)}</div></div>'
