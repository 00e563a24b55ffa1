"""Who wrote an article: the names in the page's data, and in the byline that readers see.

Data are asked first, since they give names apart and in order. They often give one author of several, or the outlet
alone; then the byline is asked, and taken where it names them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from pipeline.stages import linked_data
from pipeline.stages.linked_data import Object, plain

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS = (
    *("author", "byl", "article:author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator"),
    *("dcsext.author", "article:author_name", "authors", "cxenseparse:author", "citation_author", "dcterms.creator"),
)
_MARKED = (
    "//@rel[. = 'author']/.. | //@itemprop[. = 'author']/.. | "
    "//@property[. = 'schema:name']/parent::*[contains(@class, 'username')]"
)
_NAMING = ("class", "id", "aria-label", "data-testid", "data-component", "data-qa")
_NAMED = " | ".join(  # elements of which one of these says that they hold a byline
    f"//@{name}[contains(., 'yline') or contains(., 'uthor') or contains(., 'ontributor') or contains(., 'eporter')]/.."
    for name in _NAMING
)
_PAGES_OF_PERSONS = re.compile(
    r"/(?:authors?|by|profiles?|staff|journalists?|reporters?|contributors?|autor(?:en|es)?|auteurs?)/", re.IGNORECASE
)
_HOLDERS = ("a", "span", "p", "div", "address", "li")
_MOST_PLACES = 4  # of one kind that are looked at; later ones belong to teasers
_MOST_BELOW = 15  # elements behind the headline among which a byline or a date may stand
_BY = re.compile(
    r"^(?:(?:words|story|text|reported|reporting|written|posted|submitted|published|analysis|opinion|review|interview|"
    r"perspective|column|commentary|exclusive|compiled|guest essay|special report|a)\s+)?"
    r"(?:by|von|par|por|di|door|af|av)(?:[\s:]+|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[;|•·\n]|(?:^|,?\s)(?:and|und|et|y|with|&)(?:\s|$)|\s/\s|\s[-–—]\s|"
    r"\s(?=(?:photograph\w*|photos?|pictures?|illustrations?|videos?|graphics?|edited)\s+by\s))\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporters?|writers?|columnist|journalist|critic|staff|producer|contributor|bureau|"
    r"analyst|photographer|newsroom|desk|team|agencies|redaktion|follow|updated|published|min read|about|articles?|"
    r"posts|profile|image|photos?|copyright|subscribe|sign (?:up|in)|log ?in|more from)\b",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"\b(?:press|news|times|post|herald|tribune|journal|service|network|agency|media|tv|radio|university|institute|"
    r"center|centre|today|daily|magazine|wire|reuters|the)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(  # a role or an outlet that stands behind a name without a mark between them
    r"^(?!(?:the|chief|senior|staff|deputy|managing|executive|contributing|special)\s)"
    r"((?:[A-ZÀ-Þ][\w.’'-]*\s+){2,3}?)(?:staff|senior|chief|political|special|national|international|foreign|sports|"
    r"business|contributing|managing|executive|deputy|associated|assistant|reporter|editor|writer|columnist|"
    r"correspondent)\b.*$",
    re.IGNORECASE,
)
_OTHER_WORK = re.compile(
    r"^(?:editing|edited|photograph\w*|photos?|pictures?|illustrat\w+|videos?|graphics?)\b", re.IGNORECASE
)
_WHERE = re.compile(r"\s+(?:in|at|for|from)\s+(?:the\s+)?[A-ZÀ-Þ].*$")  # "in Lisbon", "for The Courier"
_ASIDE = re.compile(r"\s*\([^()]*\)|\S*@\S+")  # "(Lisbon, special correspondent)", addresses and handles
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d|\.(?:com|org|net|co|in|uk|au|de)$|^(?:admin|guest|none|null|undefined|unknown|author)$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"(?:\b[A-ZÀ-Þ]|\b(?:Jr|Sr|St))\.$")
_LONGEST_NAME, _MOST_WORDS = 60, 6  # code points and words of one
_LETTERS = re.compile(r"\W+")


def authors_of(tree: HtmlElement, article: Object, found: list[Object], site: set[str]) -> tuple[str, ...]:
    """Names in the order of the byline: persons of the JSON-LD, else of meta tags, else seen; else an agency.

    Where nobody is named, what the data give as author is kept as it is: the outlet, its staff.

    Args:
        article: the object of the article among those that were ``found`` in the page's JSON-LD.
        site: the outlet's own names, as ``letters`` spells them.
    """
    authors, creators = (list(linked_data.people(article, key, found)) for key in ("author", "creator"))
    given = authors or creators or [one for item in found for one in linked_data.people(item, "author", found)]
    tagged = list(_tagged(tree))
    persons = [[name for name, is_person in people if is_person] for people in (given, creators)]
    told = next((names for wordings in (*persons, *tagged) if (names := _names(wordings, site))), ())
    seen = [] if len(told) > 1 else _seen(tree, site)  # data that name two name them all
    if told:
        told = next((fuller for names in chain.from_iterable(seen) if (fuller := _joined(told, names))), told)
    elif seen:
        told = tuple({letters(name): name for name in chain(*seen[0])}.values())
    agencies = _names((name for name, is_person in given if not is_person), site)
    raw = [*(name for name, _ in given), *(name for wordings in tagged[:1] for name in wordings)]
    return tuple(dict.fromkeys((*told, *agencies))) or _as_given(raw)


def names_above(text: str) -> tuple[str, ...]:
    """The names in the byline among the first lines of a text; none where there is no such line."""
    lines = (line for line in text.split("\n", 3)[:3] if len(line) <= 2 * _LONGEST_NAME and not line.endswith("."))
    return _names([next((line for line in lines if _BY.match(line)), "")], set())


def letters(text: str) -> str:
    """The letters of a name alone, whatever their case."""
    return _LETTERS.sub("", text).casefold()


def _tagged(tree: HtmlElement) -> Iterator[list[str]]:
    """What the meta tags give as authors, tag by tag; a tag may stand there once for each of them."""
    given: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        given.setdefault(name, []).append(plain(element.get("content") or ""))
    yield from (given[name] for name in _TAGS if any(given.get(name, ())))
    if any("by" in label.lower().split() for label in given.get("twitter:label1", ())):
        yield given.get("twitter:data1", [])


def _seen(tree: HtmlElement, site: set[str]) -> list[list[tuple[str, ...]]]:
    """For each kind of place where a byline may stand, the names of the first such place and of those beside it."""
    kinds = []
    for elements in _places(tree):
        places: list[tuple[HtmlElement, tuple[str, ...]]] = []
        for element in islice(elements, _MOST_PLACES):
            if (names := _names_in(element, site)) and (not places or _are_beside(places[0][0], element)):
                places.append((element, names))
        kinds.append([names for _, names in places])
    return [places for places in kinds if places]


def _places(tree: HtmlElement) -> Iterator[Iterator[HtmlElement]]:
    """Elements in which a byline may stand, the surest kind first; those of sidebars and comments left out."""
    named = [element for element in tree.xpath(_NAMED) if element.tag in _HOLDERS]
    surely = [e for e in named if "byline" in " ".join(e.get(name) or "" for name in _NAMING).split()]
    linked = (link for link in tree.iter("a") if _PAGES_OF_PERSONS.search(link.get("href") or ""))
    persons = (link for link in linked if len(link.text_content().split()) > 1)
    said = (_said_in(element) for element in below_the_headline(tree) if _BY.match(element.text.lstrip()))
    for kind in (tree.xpath(_MARKED), surely, named, persons, said):
        yield (element for element in kind if not is_elsewhere(element))


def below_the_headline(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The first elements with a text of their own behind the headline."""
    heading = next(tree.iter("h1"), None)
    holders = () if heading is None else (heading, *heading.iterancestors())
    elements = (one for holder in holders for sibling in holder.itersiblings() for one in sibling.iter())
    told = (one for one in elements if (one.text or "").strip() and one.tag not in ("script", "style"))
    return islice(told, _MOST_BELOW)


def _said_in(element: HtmlElement) -> HtmlElement:
    """The element of a line that begins with By: where that word stands alone, the one around it."""
    return element.getparent() if not len(element) and len(element.text.split()) == 1 else element


def is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands in a sidebar, a footer, a menu or among comments."""
    return any(
        holder.tag in ("aside", "footer", "nav") or "comment" in (holder.get("class") or "")
        for holder in element.iterancestors()
    )


def _are_beside(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two places are parts of one byline; one further off belongs to another article."""
    around = [element for element in (one.getparent(), one.getparent().getparent()) if element is not None]
    return other.getparent() in around or other.getparent().getparent() in around[1:]


def _names_in(element: HtmlElement, site: set[str]) -> tuple[str, ...]:
    """The names of a byline: of its text as a whole, or of its pieces where the text runs names together."""
    texts = (*element.xpath(".//meta[@itemprop='name']/@content"), *element.itertext())
    pieces = [text for piece in texts if (text := " ".join(piece.split()))]
    whole = " ".join(pieces)
    if not 2 < len(whole) <= 4 * _LONGEST_NAME:
        return ()
    together, apart = _names([whole], site), _names(pieces, site)
    parts = [letters(name) for name in apart if len(name.split()) > 1]
    ran_together = any(sum(part in letters(name) for part in parts) > 1 for name in together)
    return apart if ran_together or not together else _joined(together, apart) or together


def _joined(told: tuple[str, ...], seen: tuple[str, ...]) -> tuple[str, ...]:
    """The names seen, if they are all that the data tell and further persons; spelled as the data do. Else none."""
    spelled = {letters(name): name for name in told}
    others = [name for name in seen if letters(name) not in spelled]
    persons = all(1 < len(name.split()) < _MOST_WORDS and not _OUTLET.search(name) for name in others)
    if not others or not persons or not spelled.keys() <= {letters(name) for name in seen}:
        return ()
    return tuple(spelled.get(letters(name), name) for name in seen)


def _names(wordings: Iterable[str], site: set[str]) -> tuple[str, ...]:
    """The names in the wordings of a byline, each once; roles, addresses and the outlet's own name left out."""
    names: dict[str, str] = {}
    for wording in wordings:
        parts = _BETWEEN.split(_BY.sub("", _ASIDE.sub("\n", plain(wording)).strip()))
        for part in (part for part in parts if not _OTHER_WORK.search(part)):
            for place, piece in enumerate(part.split(",")):
                name = _TITLE.sub(r"\1", _WHERE.sub("", _BY.sub("", _bare(piece)))).strip()
                name = _without_site(name, site)
                behind = place > 0 and (len(name.split()) < 2 or _OUTLET.search(name))  # a role, a town, an outlet
                if _is_name(name, site) and not behind:
                    names.setdefault(letters(name), name)
    return tuple(names.values())


def _is_name(text: str, site: set[str]) -> bool:
    """Whether a part of a byline names somebody: a person or an agency."""
    fits = len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS
    is_slug = text.isascii() and text.islower() and ("-" in text or "_" in text)  # orla-brandt, as in an address
    other = _ROLE.search(text) or _NO_NAME.search(text) or letters(text) in site
    return bool(letters(text)) and fits and not is_slug and not other


def _without_site(name: str, site: set[str]) -> str:
    """A name without the outlet's own behind it."""
    words = name.split()
    ends = (place for place in range(1, len(words)) if letters("".join(words[place:])) in site)
    return " ".join(words[: next(ends, len(words))])


def _bare(piece: str) -> str:
    """A name without the marks around it; the point of an abbreviation at its end stays."""
    name = piece.strip(" :-–—|")
    return name if _SHORTENED.search(name) else name.strip(" .:-–—|")


def _as_given(names: Iterable[str]) -> tuple[str, ...]:
    """What the data give as author where it names nobody, if it is no address and no placeholder."""
    kept = (name for name in names if len(name) <= _LONGEST_NAME and not _NO_NAME.search(name))
    return tuple({letters(name): _BY.sub("", name) for name in kept if letters(name)}.values())
