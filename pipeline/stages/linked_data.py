"""The JSON-LD of a page: its objects in order, and the one that is the article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Object = dict[str, Any]

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage|VideoObject|SocialMediaPosting)$")
_COMMENTED = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>|;)\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"\w*Article"')
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|articleSection)"\s*:\s*"((?:[^"\\\n]|\\["/bfnrt])*)"\s*[,}]'
)
_AUTHORS = re.compile(r'"author"\s*:\s*(?:\{[^{}]*\}|\[[^\[\]]*\])')
_NAME = re.compile(r'"name"\s*:\s*"([^"\\]+)"')
_TAG = re.compile(r"<[^<>]+>")
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_OBJECTS = 2000  # of one page; more is a catalogue or an attack


def objects(tree: HtmlElement) -> list[Object]:
    """The objects of the page's JSON-LD scripts, graphs and main entities flattened; of broken ones what is left."""
    found: list[Object] = []
    waiting = [content for script in tree.iter("script") if (content := _content(script)) is not None]
    while waiting and len(found) < _MOST_OBJECTS:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item
        elif isinstance(item, dict):
            found.append(item)
            waiting += [item[key] for key in _NESTED if isinstance(item.get(key), list | dict)]
    return found


def article_of(found: list[Object], addresses: set[str]) -> Object:
    """The article among the objects; of several the one at one of the page's ``addresses``, else the fullest."""
    for kind in (_ARTICLE, _PAGE):
        same = [item for item in found if any(kind.search(name) for name in types(item))]
        if same:
            return max(same, key=lambda item: (_is_at(item, addresses), _fullness(item)))
    return next((item for item in found if item.get("datePublished") or item.get("author")), {})


def _is_at(item: Object, addresses: set[str]) -> bool:
    page = item.get("mainEntityOfPage")
    given = (item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return any(isinstance(one, str) and one.partition("#")[0] in addresses for one in given)


def _fullness(item: Object) -> int:
    return bool(item.get("datePublished")) + bool(item.get("headline"))


def types(item: Object) -> list[str]:
    """The types of an object, without the address of their vocabulary."""
    given = item.get("@type")
    return [str(name).rpartition("/")[2] for name in (given if isinstance(given, list) else [given]) if name]


def first_text(items: Iterable[Object], key: str) -> str | None:
    """The first of the objects' values under ``key`` that is a text, or the first text of a list; without mark-up."""
    for item in items:
        value = item.get(key)
        for one in value if isinstance(value, list) else [value]:
            bare = one.get("@value") if isinstance(one, dict) else one
            if isinstance(bare, str) and (text := plain(bare)):
                return text
    return None


def people(item: Object, key: str, found: list[Object]) -> Iterator[tuple[str, bool]]:
    """Names under ``key`` with whether they are of persons; references by ``@id`` are looked up among the objects."""
    by_id = {other["@id"]: other for other in found if isinstance(other.get("@id"), str) and "name" in other}
    given = item.get(key)
    for one in given if isinstance(given, list) else [given]:
        person = by_id.get(str(one.get("@id")), one) if isinstance(one, dict) and "name" not in one else one
        names = _named(person) if isinstance(person, dict) else person
        kinds = types(person) if isinstance(person, dict) else []
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str) and (text := plain(name)):
                yield text, not any("Organization" in kind for kind in kinds)


def _named(person: Object) -> Any:
    """The name of a person, by whichever key it is given."""
    parts = [part for part in (person.get("givenName"), person.get("familyName")) if isinstance(part, str)]
    return person.get("name") or person.get("byline") or " ".join(parts)


def plain(text: str) -> str:
    """The text without mark-up and references, white space made single."""
    return " ".join(_TAG.sub("", unescape(text)).split())


def _content(script: HtmlElement) -> Any:
    """What a JSON-LD script holds; None where it is another script or cannot be read, with the usual faults mended."""
    if "ld+json" not in (script.get("type") or "").lower():
        return None
    text = _COMMENTED.sub("", _COMMENTED.sub("", script.text or ""))
    for attempt in (text, _TRAILING_COMMA.sub("", text), unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _salvaged(text)


def _salvaged(text: str) -> Object | None:
    """What can still be read of an article whose JSON is broken, as by a quotation mark in its text."""
    if not _ARTICLE_TYPE.search(text):
        return None
    told: Object = {key: json.loads(f'"{value}"', strict=False) for key, value in reversed(_FIELD.findall(text))}
    people = _AUTHORS.search(text)
    names = _NAME.findall(people[0]) if people else []
    return told | {"@type": "Article", "author": [{"@type": "Person", "name": name} for name in names]}
