"""What a page says of its article: headline, byline, dates, section, address, and whether it is behind a wall.

JSON-LD is asked first, since it alone gives times with zones and names in order; then meta tags and microdata; then
what a reader sees. Every rule was written for a way in which outlets mark up their pages; none is for one outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.stages import linked_data
from pipeline.stages.bylines import authors_of, below_the_headline, is_elsewhere, letters
from pipeline.stages.linked_data import Object, first_text, plain
from pipeline.stages.moments import Dated, best
from pipeline.urls import same_site

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = (
    *("article:published_time", "article:published", "og:article:published_time", "og:published_time", "datePublished"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dcterms.created", "dc.date.issued"),
    *("dcterms.date", "dc.date", "pubdate", "publish-date", "publication_date", "publishdate", "publish_date"),
    *("article.published", "article.created", "displaydate", "ptime", "date.created", "dateCreated", "date"),
    *("publish-time", "schema:datePublished", "schema:dateCreated", "dc:date", "dc:created", "article_date_original"),
    *("DCSext.articleFirstPublished", "analyticsAttributes.articleDate", "sailthru.published_time", "og:pubdate"),
)
_MODIFIED = (
    *("article:modified_time", "article:modified", "og:article:modified_time", "og:updated_time", "dateModified"),
    *("dcterms.modified", "dc.date.modified", "article.updated", "article:updated_time", "lastmod", "last-modified"),
)
_SECTION = ("article:section", "og:section", "og:article:section", "parsely-section", "cxenseparse:category", "section")
_SITE = ("og:site_name", "application-name", "twitter:site", "publisher")
_TITLES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title")

_LABELS = (  # moments that are written into attributes for scripts and screen readers
    "//*[starts-with(translate(@aria-label, 'PUBLISHED', 'published'), 'published')]/@aria-label"
    "|//abbr/@title|//@data-timestamp|//@data-published|//@data-published-date|//@data-publish-date|//@data-datetime"
)
_DATELINES = "//@class[contains(., 'date') or contains(., 'time')]/.."
_IN_SCRIPT = re.compile(
    r"\\?[\"'](?:(?:article|content|page|post|story|first)_?)?(?:date_?published|publish(?:ed)?_?(?:at|date|time)|"
    r"display_?date|publication_?date)\\?[\"']\s*:\s*\\?[\"'](\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))\\?[\"']",
    re.IGNORECASE,
)
_SAID = re.compile(r"\s*(?:(?:first )?published|posted|created)\b", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif|last|edited", re.IGNORECASE)
_MOST_TIMES = 5  # of one kind; later ones belong to other articles
_SITE_IN_TITLE = re.compile(r"\s+(?:[|•·»]|[-–—]|::?)\s+(?P<site>(?:(?!\s::?\s)[^|•·»]){2,45})$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says of its article; ``words`` is the length it claims, ``body`` the text its JSON-LD carries."""

    title: str | None
    authors: tuple[str, ...]
    section: str | None
    url: str | None
    published: Dated | None
    modified: Dated | None
    paywalled: bool
    words: int | None
    body: str
    is_live: bool


def metadata_of(tree: HtmlElement, address: str) -> Metadata:
    """The metadata of the page that was read at ``address``."""
    found, meta = linked_data.objects(tree), _meta(tree)
    url = _canonical(tree, meta, address)
    article = linked_data.article_of(found, {address, url or address})
    site = _site(article, meta, found)
    published = [(first_text([article], "datePublished"), "json-ld")]
    published += [(meta.get(name.lower()), "meta") for name in _PUBLISHED]
    published += [(first_text(found, "datePublished"), "json-ld")]
    modified = [(first_text([article], "dateModified"), "json-ld")]
    modified += [(meta.get(name.lower()), "meta") for name in _MODIFIED]
    modified += [(first_text(found, "dateModified"), "json-ld")]
    return Metadata(
        title=_title(tree, article, meta, site),
        authors=authors_of(tree, article, found, site),
        section=first_text([article, *found], "articleSection") or _first(meta, _SECTION),
        url=url,
        published=_published(tree, published),
        modified=best(modified),
        paywalled=any(str(item.get("isAccessibleForFree")).lower() == "false" for item in [article]),
        words=_whole(article.get("wordCount")),
        body=_body(article),
        is_live="LiveBlogPosting" in linked_data.types(article),
    )


def _published(tree: HtmlElement, told: list[tuple[str | None, str]]) -> Dated | None:
    """The moment that the page's data tell; where they tell none to the minute, what a reader sees is asked too."""
    found = best(told)
    if found and found.precision == "second" and found.zoned:
        return found
    below = ((plain(element.text), "page") for element in below_the_headline(tree))
    return best([*told, *_times(tree), *_written(tree), *below]) or best([(_guessed(tree), "page")])


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Meta tags and microdata by lower-case name, property or itemprop; the first of a name wins."""
    found: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span"):
        if content := element.get("content") or (element.get("datetime") if element.tag == "time" else None):
            for key in filter(None, map(element.get, ("property", "name", "itemprop"))):
                found.setdefault(key.lower(), content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := plain(meta.get(name.lower(), "")))), None)


def _times(tree: HtmlElement) -> Iterator[tuple[str | None, str]]:
    """Moments that a reader sees, those of publication first: time elements, dates in the head, lines that say so."""
    elements = (element for element in tree.xpath("//time | //@datetime/..") if not is_elsewhere(element))
    for element in sorted(islice(elements, _MOST_TIMES), key=_is_of_a_change):
        yield element.get("datetime"), "page"
        yield plain(element.text_content()), "page"
    for text in tree.xpath(_LABELS)[:_MOST_TIMES]:
        yield plain(str(text)), "page"
    elements = (element for element in tree.xpath(_DATELINES) if not is_elsewhere(element))
    for element in islice(elements, _MOST_TIMES):
        yield plain(" ".join(element.itertext())), "page"
    for text in tree.xpath("//text()[normalize-space()]"):
        if _SAID.match(text):
            yield plain(" ".join(text.getparent().itertext())), "page"


def _is_of_a_change(element: HtmlElement) -> bool:
    """Whether a moment is that of a change: its name, or the words before it, say so."""
    before = element.getprevious()
    words = (element.getparent().text or "") if before is None else (before.tail or "") or before.text_content()
    return bool(_CHANGED.search(f"{element.get('class')} {element.get('itemprop')} {element.text_content()} {words}"))


def _written(tree: HtmlElement) -> Iterator[tuple[str | None, str]]:
    """The moment that a page which a script draws carries in the data of that script."""
    for script in tree.iter("script"):
        if found := _IN_SCRIPT.search(script.text or ""):
            yield found[1], "page"


def _guessed(tree: HtmlElement) -> str | None:
    """The day that htmldate finds in the page where nothing says it plainly."""
    from htmldate import find_date

    try:
        return find_date(tree, original_date=True, extensive_search=False)
    except (ValueError, AssertionError, RecursionError):
        return None


def _site(article: Object, meta: dict[str, str], found: list[Object]) -> set[str]:
    """The outlet's own names, as letters: they stand in titles and bylines and are neither."""
    names = [name for item in (article, *found) for name, _ in linked_data.people(item, "publisher", found)]
    names += [text for key in _SITE if (text := meta.get(key))]
    return {letters(name) for name in names} - {""}


def _title(tree: HtmlElement, article: Object, meta: dict[str, str], site: set[str]) -> str | None:
    """The wording of the headline that most places of the page agree on; on a tie the one that readers are shown."""
    heads = [plain(" ".join(element.itertext())) for element in tree.iter("h1") if not is_elsewhere(element)]
    heads = [head for head in heads if letters(head) not in site]
    named = [_without_site(text, site, longest=0) for key in _TITLES if (text := plain(meta.get(key, "")))]
    tag = [_without_site(plain(element.text_content()), site, longest=3) for element in tree.xpath("//head/title")[:1]]
    headline = [_without_site(text, site, longest=0) for text in [first_text([article], "headline")] if text]
    wordings = [text for text in (*heads[:1], *headline, *named[:1], *tag, *named[1:2]) if text]
    votes = {text: sum(_agreement(text, other) for other in wordings) for text in reversed(wordings)}
    return max(wordings, key=lambda text: votes[text], default=None)


def _agreement(one: str, other: str) -> int:
    """How much two wordings are of one headline: 2 for equal letters, 1 where one is the other cut short."""
    shorter, longer = sorted((letters(one), letters(other)), key=len)
    return 2 if shorter == longer else int(len(shorter) > 25 and longer.startswith(shorter))


def _without_site(title: str, site: set[str], longest: int) -> str:
    """The title without the outlet's name before or behind it, and without other last parts of so many words."""
    first, bar, rest = title.partition(" | ")
    title = rest if bar and letters(first) in site else title
    while found := _SITE_IN_TITLE.search(title):
        key = letters(found["site"])
        known = any(key and (key in name or name in key) for name in site)
        if not known and len(found["site"].split()) > longest:
            break
        title = title[: found.start()]
    return title


def _canonical(tree: HtmlElement, meta: dict[str, str], address: str) -> str | None:
    """The page's own address, if it is one of the site that the page was read from."""
    links = [(link.get("href") or "").strip() for link in tree.iter("link") if link.get("rel") == "canonical"] + [
        meta.get("og:url", "")
    ]
    web = (link for link in links if link.startswith(("http://", "https://")))
    return next((link for link in web if not address.startswith("http") or same_site(link, address)), None)


def _body(article: Object) -> str:
    """The text that the JSON-LD carries: the article's body, and the entries of a live blog, one paragraph a line."""
    entries = article.get("liveBlogUpdate")
    items = [article, *(entry for entry in (entries if isinstance(entries, list) else []) if isinstance(entry, dict))]
    parts = [first_text([item], "headline") for item in items[1:]]
    bodies = [str(item["articleBody"]) if isinstance(item.get("articleBody"), str) else "" for item in items]
    told = [bodies[0]] + [f"{head or ''}\n{body}" for head, body in zip(parts, bodies[1:], strict=True)]
    lines = (plain(line) for body in told for line in re.split(r"\n|</p>|<br ?/?>", body))
    return "\n".join(line for line in lines if line)


def _whole(value: object) -> int | None:
    return int(str(value)) if str(value).isascii() and str(value).isdigit() and len(str(value)) < 7 else None
