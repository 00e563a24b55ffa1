"""The text of an HTML page, paragraph by paragraph.

trafilatura finds it: its fast mode is as good on news as the default one at half the cost. What any such tool drops at
times is a paragraph in the midst of the story, and a paragraph that is lost holds words that somebody said. So the
page is walked once more, and paragraphs that stand among those found, and are no furniture, are put back.
"""

from __future__ import annotations

import operator
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml.etree import strip_elements

from pipeline.stages.completeness import SENTENCE_END, WALL_LINES, is_walled
from pipeline.stages.moments import best

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

LEAST_CHARACTERS = 150  # less text than this from the fast mode asks for the second try
_PARAGRAPHS = ("p", "blockquote", "li", "h2", "h3", "h4", "dd", "pre")
_FURNITURE_TAGS = (
    "aside", "nav", "footer", "header", "figure", "figcaption", "form", "button", "select", "script", "style", "menu",
    "noscript", "template", "iframe", "svg", "dialog", "video", "audio",
)  # fmt: skip
_FURNITURE = re.compile(
    r"related|recommend|newsletter|promo|comment|share|sharing|social|advert|\bad-|\bads?\b|caption|footer|foot-note|"
    r"author|byline|bio\b|subscri|most-|trending|sidebar|widget|cookie|consent|tooltip|breadcrumb|read-?more|teaser|"
    r"card|toolbar|metadata|tags?\b|topic|copyright|disclaimer|correction-policy|skip|sr-only|visually-hidden|"
    r"screen-reader|inread|outbrain|taboola|carousel|gallery|playlist|credit|donat|signup|sign-up|paywall-offer",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”„»«]|\"[^\"]{3,}\"|(?:^|\s)'[A-Z][^']+[,.]'")
_WIDGET = re.compile(  # whole lines that no story consists of, wherever they stand
    r"^(?:(?:skip )?advertisement|(?:story|article) continues (?:below|after)[^.]{0,40}|scroll to continue[^.]{0,40}|"
    r"recommended stories|(?:read|see|watch|listen)(?: more| also| next)?: .{0,150}|"
    r"related(?: (?:articles?|stories|content|topics?))?(?::.{0,90})?|more (?:on|from) [^.]{0,60}|"
    r"you (?:may|might) also (?:like|be interested in).{0,40}|sign up (?:for|to|here) .{0,160}|"
    r"subscribe (?:to|now|here|today)\b.{0,160}|follow (?:us|\S+(?: \S+)?) on [^.]{0,80}|share (?:this|on) [^.]{0,40}|"
    r"click here .{0,100}|(?:copyright )?(?:©|\(c\)) ?\d{4}.{0,160}|copyright \d{4}.{0,160}|all rights reserved.{0,80}|"
    r"(?:photo|image|picture|video)(?: credit)?s?: .{0,100}|getty images|image (?:source|caption)[^.]{0,80}|"
    r"download (?:our|the) .{0,40}app\b.{0,60}|most (?:read|popular)|editors?[’'] picks?|skip (?:to|past) [^.]{0,60}|"
    r"our standards: .{0,80}|privacy notice: .{0,400}|after newsletter promotion|(?:hide|toggle) caption|"
    r"\d+ comments?|view comments|leave a comment|print(?: this)?(?: article)?|save|loading\W*)$",
    re.IGNORECASE,
)
_HEAD = re.compile(  # whole lines above a story
    r"^(?:(?:first |last )?(?:published|updated|posted)\b[^.!?]{0,60}|\d+ (?:min(?:ute)?|hour)s? (?:read|ago)|by)$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:read|see|watch|listen|more|related|also)\b[^:]{0,40}: ?", re.IGNORECASE)  # of teasers
_LONGEST_HEAD = 200  # code points of a line above a story
_NEW_TAB = re.compile(r"\s*,? ?\(?opens (?:in )?(?:a )?new (?:tab|window)\)?", re.IGNORECASE)
_LETTERS = re.compile(r"[\W_]+")
_STOP = (".", ".”", '."', "!”", "?”")  # ends of a sentence; a headline has none of them
_LEAST_LETTERS = 25  # of a paragraph that is a part of a line
_BLOCKS = (*_PARAGRAPHS, "div", "td", "section", "article", "br", "h1")
_LONGEST_LINE = 300  # code points; a longer one may be several paragraphs
_LEAST_PIECE = 20  # code points of a paragraph's beginning by which it is found
_LINKED = 0.9  # share of a teaser's letters that are links; a label may stand before them
_TEASER_WORDS = 4  # of a line that is a link, at least: a headline; less is a name
_WORDLESS = (  # which each of the steps would copy and pass over
    *("script", "style", "link", "meta", "svg", "picture", "source", "img", "video", "audio", "canvas", "iframe"),
    *("embed", "object", "input"),
)
_HIDDEN = {"visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "screen-reader", "u-hidden-visually"}
_LONGEST_CARD = 400  # code points of a teaser for another article
_LONGEST_HIDDEN = 100  # code points of what is written for screen readers alone
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
    _strip(tree)
    fast = _extracted(tree, fast=True)
    slow = "" if len(fast) >= LEAST_CHARACTERS else _extracted(tree, fast=False)
    shown = max(fast, slow, key=len)
    lines = _once(_without_widgets(tree, _before_wall(_parted(tree, shown.split("\n")))))
    restored = _restored(tree, lines)
    whole = [text for place, line in enumerate(lines) for text in (line, *restored.get(place, ()))]
    return Body("\n".join(whole), len(whole) - len(lines), len(fast) < LEAST_CHARACTERS, is_walled(shown))


def without_head(text: str, title: str | None, authors: tuple[str, ...]) -> str:
    """The text without the lines above the story that repeat its title, its byline or its date."""
    lines = text.split("\n")
    while len(lines) > 1 and _is_head(lines[0], _key(title or ""), [_key(name) for name in authors]):
        lines.pop(0)
    return "\n".join(lines)


def _is_head(line: str, title: str, names: list[str]) -> bool:
    if len(line) > _LONGEST_HEAD or _QUOTED.search(line):
        return False
    if _HEAD.match(line) or best([(line, "page")]):
        return True
    rest = _key(line)
    told = [known for known in (title, *names) if known and known in rest]
    for known in told:
        rest = rest.replace(known, "")
    return bool(told) and len(rest) <= _LEAST_LETTERS and not line.endswith(".")


def _strip(tree: HtmlElement) -> None:
    """Take from the page what holds no text, teasers of other articles, and notes for screen readers."""
    strip_elements(tree, *_WORDLESS, with_tail=False)
    for card in [*tree.iter("article")]:
        if any(map(_is_linked, card.iter("h2", "h3", "h4"))) and next(card.iter("h1"), None) is None:
            text = card.text_content()
            if len(text) <= _LONGEST_CARD and not _QUOTED.search(text):
                card.drop_tree()
    for element in [*tree.iter("span", "div", "h1", "h2")]:
        is_note = element.get("hidden") is not None or not _HIDDEN.isdisjoint((element.get("class") or "").split())
        if is_note and len(element.text_content()) <= _LONGEST_HIDDEN:
            element.drop_tree()


def _is_linked(heading: HtmlElement) -> bool:
    """Whether a heading is a link, or in one."""
    return heading.find("a") is not None or (heading.getparent().tag == "a" and heading.tag != "h4")


def _teasers(tree: HtmlElement, lines: list[str]) -> set[str]:
    """The letters of those lines that lead elsewhere.

    They are those of the page's navigation, and paragraphs that are a headline to be followed.
    """
    menus = [*tree.iter("nav", "footer")]
    told = "\n".join(menu.text_content() for menu in menus)
    found = set()
    if any(all(word in told for word in _LETTERS.split(line)) for line in lines):
        found |= {_key(part.text_content()) for menu in menus for part in menu.iter("a", "li", "p", "h2", "h3")}
    holders: dict[HtmlElement, list[str]] = defaultdict(list)
    for link in tree.iter("a"):
        if len((words := link.text_content()).split()) >= _TEASER_WORDS:
            for holder in link.iterancestors("p", "li"):
                holders[holder].append(words)
    for element, own in holders.items():
        text = " ".join(element.text_content().split())
        label = _LABEL.match(text)
        linked = sum(len(" ".join(words.split())) for words in own) + len(label[0] if label else "")
        if linked >= _LINKED * len(text) and not text.endswith(SENTENCE_END):
            found |= {_key(line) for line in (text, label[0] if label else "", *own)}
    return found


def _extracted(tree: HtmlElement, *, fast: bool) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(tree, fast=fast, include_comments=False, with_metadata=False)
    return (found.text or "") if isinstance(found, Document) else ""


def _parted(tree: HtmlElement, lines: list[str]) -> list[str]:
    """The lines, those that run several paragraphs of the page together cut where these begin."""
    if max(map(len, lines)) < _LONGEST_LINE:
        return lines
    unbroken = (element.text_content() for element in _paragraphs(tree) if next(element.iter("br"), None) is None)
    whole = {_key(text) for text in unbroken if len(text) >= _LONGEST_LINE}
    begins = (text for element in tree.iter(*_BLOCKS) for text in (element.text, element.tail))
    long = (text for text in begins if text and len(text) >= _LEAST_PIECE)
    pieces = [piece for text in long if len(piece := " ".join(text.split())) >= _LEAST_PIECE]
    parted: list[str] = []
    for line in lines:
        start = place = 0
        for piece in pieces if len(line) >= _LONGEST_LINE and _key(line) not in whole else ():
            if (here := line.find(piece, place)) > start:
                parted.append(line[start:here].strip(" |"))
                start = here
            place = max(place, here + len(piece) if here >= 0 else 0)
        parted.append(line[start:].strip(" |"))
    return parted


def _without_widgets(tree: HtmlElement, lines: list[str]) -> list[str]:
    items = [_NEW_TAB.sub("", line).removeprefix("- ").strip() for line in lines]
    teasers = _teasers(tree, items)
    return [
        line
        for line in items
        if (key := _key(line)) and (_QUOTED.search(line) or not (key in teasers or _WIDGET.match(line)))
    ]


def _before_wall(lines: list[str]) -> list[str]:
    """The lines before the one that says that the rest is for subscribers, if an offer is all that comes after it."""
    for place in range(max(1, len(lines) - WALL_LINES), len(lines)):
        if is_walled(lines[place]) and not any(map(_QUOTED.search, lines[place:])):
            return lines[:place]
    return lines


def _once(lines: list[str]) -> list[str]:
    """The lines without quotations that another line holds as well, which an editor has set apart in large type."""
    keys = [_key(line) for line in lines]
    spelled = "\n".join(keys)

    def is_again(place: int) -> bool:
        key = keys[place]
        if len(key) < _LEAST_LETTERS or spelled.count(key) < 2 or not _QUOTED.search(lines[place]):
            return False
        return key in keys[:place] or any(key in other and key != other for other in keys)

    return [line for place, line in enumerate(lines) if not is_again(place)]


def _restored(tree: HtmlElement, lines: list[str]) -> dict[int, list[str]]:
    """Paragraphs that were dropped from the midst of the story, under the number of the line that they follow.

    A paragraph stands in the midst if one that was found comes before it and one after it, or if it has the parent of
    one that was found.
    """
    keys = [_key(line) for line in lines]
    shown = found = "\n".join(keys)
    place = -1  # the line that was passed last
    homes: set[HtmlElement] = set()
    waiting: list[_Dropped] = []
    restored: dict[int, list[str]] = {}
    for element in _paragraphs(tree):
        text = " ".join(element.text_content().split())
        key = _key(text)
        known = range(max(place, 0), len(keys)) if key in shown else ()
        is_same = operator.eq if element.tag == "div" else _within
        here = next((n for n in known if is_same(key, keys[n])), None)
        if here is not None:
            _put(restored, waiting)
            waiting, place = [], here
            homes.add(element.getparent())
        elif place >= 0 and key not in found and _is_story(element, text, homes):
            waiting.append(_Dropped(place, text, element.getparent()))
            found += f"\n{key}"
    _put(restored, [dropped for dropped in waiting if dropped.parent in homes])
    return restored


def _paragraphs(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The innermost paragraphs of a page in order, those of its furniture left out."""
    for child in tree:
        if child.tag in _FURNITURE_TAGS:
            yield from _quotations(child) if child.tag == "figure" else ()
            continue
        if _is_paragraph(child):
            yield child
        elif len(child):
            yield from _paragraphs(child)


def _is_paragraph(element: HtmlElement) -> bool:
    """Whether an element is an innermost paragraph, or a division that is used as one."""
    if element.tag in _PARAGRAPHS:
        return next(element.iterdescendants(*_PARAGRAPHS), None) is None
    is_text = element.tag == "div" and bool((element.text or "").strip())
    return is_text and next(element.iterdescendants(*_BLOCKS), None) is None


def _quotations(figure: HtmlElement) -> Iterator[HtmlElement]:
    """The paragraphs of the block quotes in a figure, which some editors set so."""
    for quote in figure.iter("blockquote"):
        inner = [*quote.iterdescendants(*_PARAGRAPHS)]
        yield from inner or [quote]


def _put(restored: dict[int, list[str]], dropped: list[_Dropped]) -> None:
    for one in dropped:
        restored.setdefault(one.place, []).append(one.text)


def _within(key: str, line: str) -> bool:
    """Whether a paragraph is a line that was found, or a good part of one."""
    return bool(key) and (key == line or (len(key) >= _LEAST_LETTERS and key in line))


def _is_story(element: HtmlElement, text: str, homes: set[HtmlElement]) -> bool:
    """Whether a paragraph that was dropped is part of the story: a quotation or a long text, and no furniture."""
    quoted = bool(_QUOTED.search(text))
    long = len(text.split()) >= _LEAST_WORDS and element.tag != "div"
    if not (quoted or long) or _WIDGET.match(text):
        return False
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    if (2 * linked > len(text) and not (quoted and text.endswith(_STOP))) or element.tag in ("h2", "h3", "h4"):
        return False
    for holder in (element, *element.iterancestors()):
        if holder.tag in ("article", "main", "body") or holder in homes:
            return True
        named = f"{holder.get('class') or ''} {holder.get('id') or ''} {holder.get('role') or ''}"
        hidden = "display:none" in (holder.get("style") or "").replace(" ", "") or holder.get("hidden") is not None
        if hidden or (holder.tag in _FURNITURE_TAGS and holder.tag != "figure"):
            return False
        if _names_furniture(named) and not (quoted and holder is element):  # its neighbours say that it is the story
            return False
    return True


@lru_cache(4096)
def _names_furniture(named: str) -> bool:
    return bool(_FURNITURE.search(named))


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text))
