"""What a page says of its article: headline, byline, dates, section, address, and whether it is behind a wall.

JSON-LD is asked first, since it alone gives times with zones and names in order; then meta tags and microdata; then
what a reader sees. Every rule was written for a way in which outlets mark up their pages; none is for one outlet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.stages import linked_data
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
)
_MODIFIED = (
    *("article:modified_time", "article:modified", "og:article:modified_time", "og:updated_time", "dateModified"),
    *("dcterms.modified", "dc.date.modified", "article.updated", "article:updated_time", "lastmod", "last-modified"),
)
_SECTION = ("article:section", "og:section", "og:article:section", "parsely-section", "cxenseparse:category", "section")
_AUTHOR = ("author", "byl", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator")
_SITE = ("og:site_name", "application-name", "twitter:site", "publisher")
_TITLES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title")

_BYLINES = (  # where a reader sees the names, the surest first
    "//*[@rel='author' or @itemprop='author']",
    "//*[contains(concat(' ', @class, ' '), ' byline ') or @data-testid='byline' or @data-component='byline']",
    "//*[self::a or self::span or self::p or self::div or self::address or self::li]"
    "[contains(@class, 'byline') or contains(@class, 'Byline') or contains(@class, 'author') "
    "or contains(@class, 'Author') or contains(@data-testid, 'yline') or contains(@data-testid, 'author')]",
)
_ELSEWHERE = "ancestor::aside or ancestor::footer or ancestor::nav or ancestor::*[contains(@class,'comment')]"
_BY = re.compile(
    r"^(?:(?:words|story|text|reported|reporting|written|posted|published|analysis|opinion|review|interview)\s+)?"
    r"(?:by|von|par|por|di|door|af|av)[\s:]+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[;|•·\n]|,?\s(?:and|und|et|y|with|&)\s|\s/\s)\s*", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|columnist|journalist|critic|staff|producer|contributor|bureau|"
    r"analyst|photographer|newsroom|team|redaktion|follow|updated|published|min read|about|articles?|posts|profile|"
    r"image|photos?|copyright|subscribe|sign up|more from)\b",
    re.IGNORECASE,
)
_OTHER_WORK = re.compile(r"^(?:editing|edited|photograph\w*|photos?|illustrat\w+|videos?|graphics?)\b", re.IGNORECASE)
_WHERE = re.compile(r"\s+(?:in|at|for|from)\s+(?:the\s+)?[A-ZÀ-Þ].*$")  # "in Lisbon", "for The Courier"
_NO_NAME = re.compile(r"https?:|www\.|@|\d|^(?:admin|guest|none|null|undefined|unknown|author)$", re.IGNORECASE)
_LONGEST_NAME, _MOST_WORDS = 60, 6  # code points and words of one
_SITE_IN_TITLE = re.compile(r"\s+(?:[|•·»]|[-–—]|::)\s+(?P<site>[^|•·»]{2,45})$")
_LETTERS = re.compile(r"\W+")


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
    found = linked_data.objects(tree)
    article, meta = linked_data.article_of(found), _meta(tree)
    site = _site(article, meta, found)
    published = [(first_text([article], "datePublished"), "json-ld")]
    published += [(meta.get(name.lower()), "meta") for name in _PUBLISHED]
    published += [(first_text(found, "datePublished"), "json-ld")]
    modified = [(first_text([article], "dateModified"), "json-ld")]
    modified += [(meta.get(name.lower()), "meta") for name in _MODIFIED]
    modified += [(first_text(found, "dateModified"), "json-ld")]
    return Metadata(
        title=_title(tree, article, meta, site),
        authors=_authors(tree, article, meta, found, site),
        section=first_text([article, *found], "articleSection") or _first(meta, _SECTION),
        url=_canonical(tree, meta, address),
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
    if found and found.precision == "second":
        return found
    return best([*told, *_times(tree)]) or best([(_guessed(tree), "page")])


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Meta tags and microdata by lower-case name, property or itemprop; the first of a name wins."""
    found: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span"):
        content = element.get("content") or (element.get("datetime") if element.tag == "time" else None)
        for attribute in ("property", "name", "itemprop"):
            if content and (key := element.get(attribute)):
                found.setdefault(key.lower(), content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := plain(meta.get(name.lower(), "")))), None)


def _times(tree: HtmlElement) -> Iterator[tuple[str | None, str]]:
    """Moments that a reader sees: time elements of the article's head, then lines that say ``Published``."""
    for element in tree.xpath(f"//time[@datetime][not({_ELSEWHERE})]")[:3]:
        yield element.get("datetime"), "page"
    for element in tree.xpath(f"//*[contains(@class, 'date') or contains(@class, 'time')][not({_ELSEWHERE})]")[:5]:
        yield plain(element.text_content()), "page"
    for text in tree.xpath("//text()[starts-with(normalize-space(), 'Published')]")[:3]:
        yield str(text), "page"


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
    return {_key(name) for name in names} - {""}


def _title(tree: HtmlElement, article: Object, meta: dict[str, str], site: set[str]) -> str | None:
    """The wording of the headline that most places of the page agree on; on a tie the one that readers are shown."""
    heads = [plain(element.text_content()) for element in tree.xpath(f"//h1[not({_ELSEWHERE})]")]
    heads = [head for head in heads if _key(head) not in site]
    named = [_without_site(text, site, longest=0) for key in _TITLES if (text := plain(meta.get(key, "")))]
    tag = [_without_site(plain(element.text_content()), site, longest=3) for element in tree.xpath("//head/title")[:1]]
    headline = [text for text in [first_text([article], "headline")] if text]
    wordings = [text for text in (*heads[:1], *headline, *named[:1], *tag, *named[1:2]) if text]
    votes = Counter({text: sum(_agree(text, other) for other in wordings) for text in reversed(wordings)})
    return max(wordings, key=lambda text: votes[text], default=None)


def _agree(one: str, other: str) -> bool:
    """Whether two wordings are of one headline: equal letters, or one cut short of the other."""
    shorter, longer = sorted((_key(one), _key(other)), key=len)
    return shorter == longer or (len(shorter) > 25 and longer.startswith(shorter))


def _without_site(title: str, site: set[str], longest: int) -> str:
    """The title without the outlet's name behind it, and without other last parts of so many words at most."""
    while found := _SITE_IN_TITLE.search(title):
        key = _key(found["site"])
        known = any(key and (key in name or name in key) for name in site)
        if not known and len(found["site"].split()) > longest:
            break
        title = title[: found.start()]
    return title


def _authors(
    tree: HtmlElement, article: Object, meta: dict[str, str], found: list[Object], site: set[str]
) -> tuple[str, ...]:
    """Names in the order of the byline: persons of the JSON-LD, else of meta tags, else seen; else an agency."""
    given = [*linked_data.people(article, "author", found)] or [*linked_data.people(article, "creator", found)]
    given = given or [one for item in found for one in linked_data.people(item, "author", found)]
    persons = [name for name, is_person in given if is_person]
    for wordings in (lambda: persons, lambda: [meta[key] for key in _AUTHOR if key in meta][:1], lambda: _seen(tree)):
        if names := _names(wordings(), site):
            agencies = _names([name for name, is_person in given if not is_person], site)
            return tuple(dict.fromkeys((*names, *agencies)))
    return _names([name for name, _ in given], site)


def _seen(tree: HtmlElement) -> Iterator[str]:
    """Bylines as a reader sees them; the first place that has any is enough."""
    for path in _BYLINES:
        elements = tree.xpath(f"{path}[not({_ELSEWHERE})]")[:4]
        texts = [plain(" ".join(element.itertext())) for element in elements]
        if words := [text for text in texts if 2 < len(text) <= 2 * _LONGEST_NAME]:
            yield from words
            return


def _names(wordings: Iterable[str], site: set[str]) -> tuple[str, ...]:
    """The names in the wordings of a byline, each once; roles, addresses and the outlet's own name left out."""
    names: dict[str, str] = {}
    for wording in wordings:
        parts = _BETWEEN.split(_BY.sub("", plain(wording)))
        for part in (part for part in parts if not _OTHER_WORK.search(part)):
            for place, piece in enumerate(part.split(",")):
                name = _WHERE.sub("", _BY.sub("", piece.strip(" .:-–—|")))
                other = _ROLE.search(name) or _NO_NAME.search(name) or _key(name) in site
                long = len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS
                if name and not other and not long and (place == 0 or len(name.split()) > 1):
                    names.setdefault(_key(name), name)
    return tuple(names.values())


def _canonical(tree: HtmlElement, meta: dict[str, str], address: str) -> str | None:
    """The page's own address, if it is one of the site that the page was read from."""
    links = [str(link).strip() for link in tree.xpath('//link[@rel="canonical"]/@href')] + [meta.get("og:url", "")]
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


def _key(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
