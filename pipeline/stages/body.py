"""The text of an HTML page, paragraph by paragraph.

trafilatura finds it: its fast mode is as good on news as the default one at half the cost. What any such tool drops at
times is a paragraph in the midst of the story, and a paragraph that is lost holds words that somebody said. So the
page is walked once more, and paragraphs that stand among those found, and are no furniture, are put back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.stages.completeness import is_walled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

LEAST_CHARACTERS = 150  # less text than this from the fast mode asks for the second try
_PARAGRAPHS = ("p", "blockquote", "li", "h2", "h3", "h4", "dd", "pre")
_FURNITURE_TAGS = (
    *(
        "aside",
        "nav",
        "footer",
        "header",
        "figure",
        "figcaption",
        "form",
        "button",
        "select",
        "script",
        "style",
        "menu",
    ),
    *("style", "noscript", "template", "iframe", "svg", "dialog", "video", "audio"),
)
_FURNITURE = re.compile(
    r"related|recommend|newsletter|promo|comment|share|sharing|social|advert|\bad-|\bads?\b|caption|footer|foot-note|"
    r"author|byline|bio\b|subscri|most-|trending|sidebar|widget|cookie|consent|tooltip|breadcrumb|read-?more|teaser|"
    r"card|toolbar|metadata|tags?\b|topic|copyright|disclaimer|correction-policy|skip|sr-only|visually-hidden|"
    r"screen-reader|inread|outbrain|taboola|carousel|gallery|playlist|credit|donat|signup|sign-up|paywall-offer",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”„»«]|\"[^\"]{3,}\"|(?:^|\s)'[A-Z][^']+[,.]'")
_WIDGET = re.compile(  # whole lines that no story consists of, wherever they stand
    r"^(?:advertisement|(?:story|article) continues (?:below|after)[^.]{0,40}|scroll to continue[^.]{0,40}|"
    r"recommended stories|(?:read|see|watch|listen)(?: more| also| next)?: .{0,150}|"
    r"related(?: (?:articles?|stories|content|topics?))?(?::.{0,90})?|more (?:on|from) [^.]{0,60}|"
    r"you (?:may|might) also (?:like|be interested in).{0,40}|sign up (?:for|to|here) .{0,160}|"
    r"subscribe (?:to|now|here|today)\b.{0,160}|follow (?:us|\S+(?: \S+)?) on [^.]{0,80}|share (?:this|on) [^.]{0,40}|"
    r"click here .{0,100}|(?:copyright )?(?:©|\(c\)) ?\d{4}.{0,160}|copyright \d{4}.{0,160}|all rights reserved.{0,80}|"
    r"(?:photo|image|picture|video)(?: credit)?s?: .{0,100}|getty images|image (?:source|caption)[^.]{0,80}|"
    r"download (?:our|the) .{0,40}app\b.{0,60}|most (?:read|popular)|editors?[’'] picks?|skip (?:to|past) [^.]{0,60}|"
    r"\d+ comments?|view comments|leave a comment|print(?: this)?(?: article)?|save|loading\W*)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\W+")
_LEAST_LETTERS = 25  # of a paragraph that is a part of a line
_LEAST_WORDS = 8  # of a paragraph without a quotation, to be put back


@dataclass(frozen=True, slots=True)
class _Dropped:
    """A paragraph that was dropped behind the line of that number."""

    place: int
    text: str
    parent: HtmlElement


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a page, one a line, and what had to be done to get them.

    ``restored`` counts the paragraphs that were put back; ``second_try`` says that the fast mode found next to nothing,
    ``is_walled`` that a line which was left out says that the rest is for subscribers.
    """

    text: str
    restored: int = 0
    second_try: bool = False
    is_walled: bool = False


def body_of(tree: HtmlElement) -> Body:
    """The text of the page's article; an empty one where it has none.

    Raises:
        AssertionError, ValueError, RecursionError: the page is too broken for the library that reads it.
    """
    fast = _extracted(tree, fast=True)
    slow = "" if len(fast) >= LEAST_CHARACTERS else _extracted(tree, fast=False)
    shown = max(fast, slow, key=len)
    lines = _without_widgets(shown.split("\n"))
    restored = _restored(tree, lines)
    whole = [text for place, line in enumerate(lines) for text in (line, *restored.get(place, ()))]
    return Body("\n".join(whole), len(whole) - len(lines), len(fast) < LEAST_CHARACTERS, is_walled(shown))


def _extracted(tree: HtmlElement, *, fast: bool) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(tree, fast=fast, include_comments=False, with_metadata=False)
    return (found.text or "") if isinstance(found, Document) else ""


def _without_widgets(lines: list[str]) -> list[str]:
    items = (line.removeprefix("- ").strip() for line in lines)
    return [line for line in items if line and (_QUOTED.search(line) or not _WIDGET.match(line))]


def _restored(tree: HtmlElement, lines: list[str]) -> dict[int, list[str]]:
    """Paragraphs that were dropped from the midst of the story, under the number of the line that they follow.

    A paragraph stands in the midst if one that was found comes before it and one after it, or if it has the parent of
    one that was found.
    """
    keys = [_key(line) for line in lines]
    found = "\n".join(keys)
    place = -1  # the line that was passed last
    homes: set[HtmlElement] = set()
    waiting: list[_Dropped] = []
    restored: dict[int, list[str]] = {}
    for element in _paragraphs(tree):
        text = " ".join(element.text_content().split())
        key = _key(text)
        here = next((n for n in range(max(place, 0), len(keys)) if _within(key, keys[n])), None)
        if here is not None:
            _put(restored, waiting)
            waiting, place = [], here
            homes.add(element.getparent())
        elif place >= 0 and key not in found and _is_story(element, text):
            waiting.append(_Dropped(place, text, element.getparent()))
            found += f"\n{key}"
    _put(restored, [dropped for dropped in waiting if dropped.parent in homes])
    return restored


def _paragraphs(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The innermost paragraphs of a page in order, those of its furniture left out."""
    for child in tree:
        if child.tag in _FURNITURE_TAGS:
            continue
        if child.tag in _PARAGRAPHS and next(child.iterdescendants(*_PARAGRAPHS), None) is None:
            yield child
        elif len(child):
            yield from _paragraphs(child)


def _put(restored: dict[int, list[str]], dropped: list[_Dropped]) -> None:
    for one in dropped:
        restored.setdefault(one.place, []).append(one.text)


def _within(key: str, line: str) -> bool:
    """Whether a paragraph is a line that was found, or a good part of one."""
    return bool(key) and (key == line or (len(key) >= _LEAST_LETTERS and key in line))


def _is_story(element: HtmlElement, text: str) -> bool:
    """Whether a paragraph that was dropped is part of the story: a quotation or a long text, and no furniture."""
    quoted = bool(_QUOTED.search(text))
    if _WIDGET.match(text) or not (quoted or len(text.split()) >= _LEAST_WORDS):
        return False
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    if 2 * linked > len(text) or element.tag in ("h2", "h3", "h4"):
        return False
    for holder in (element, *element.iterancestors()):
        if holder.tag in ("article", "main", "body"):
            return True
        named = f"{holder.get('class') or ''} {holder.get('id') or ''} {holder.get('role') or ''}"
        hidden = "display:none" in (holder.get("style") or "").replace(" ", "") or holder.get("hidden") is not None
        if holder.tag in _FURNITURE_TAGS or hidden:
            return False
        if _FURNITURE.search(named) and not (quoted and holder is element):  # its neighbours say that it is the story
            return False
    return True


def _key(text: str) -> str:
    return _LETTERS.sub("", text)
