"""What one outlet answers on one night: pages, front page, feeds and sitemaps, made from stories and layouts.

A story's page depends on the story and the outlet alone, never on the night, so its bytes stay the same from night to
night until an update replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from examples.newsroom.outlets import Outlet
from examples.newsroom.story import Block, Story, appeared_first, shown_on
from pipeline.measure.annotation import AnnotationError

_LAYOUTS = Path(__file__).parent / "layouts"
_TRACKING = "?utm_source=feed&utm_medium=rss"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent for one path: media type, body, and the moment it last changed."""

    type: str
    body: bytes
    changed: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry of a feed: the story and the address the feed gives for it."""

    story: Story
    url: str


def build_site(outlet: Outlet, stories: Iterable[Story], night: date, address: str) -> Mapping[str, Answer]:
    """Every path of ``outlet`` that answers on ``night``, stories of kind ``missing`` left out.

    Args:
        stories: all stories of all nights and outlets.
        address: where the outlet is served, ``http://host:port``; all links but the canonical one begin with it.
    """
    shown = shown_on((story for story in stories if story.outlet == outlet.id), night)
    answers = {
        story.path: Answer("text/html", render_story(outlet, story, address).encode(), story.changed)
        for story in shown
        if story.kind != "missing"
    }
    changed = max((story.changed for story in shown), default=datetime.combine(night, time(), UTC))
    for file in outlet.files:
        body = (
            _layout(outlet)
            .get_template(file.template)
            .render(outlet=outlet, address=address, stories=shown, listings=_listings(shown, address), changed=changed)
        )
        answers[file.path] = Answer(file.type, body.encode(), changed)
    return answers


def render_story(outlet: Outlet, story: Story, address: str) -> str:
    """The HTML page of ``story``; of a broken story, the page up to the middle of a paragraph.

    Raises:
        AnnotationError: a live blog at an outlet that has no layout for one.
    """
    layout = _layout(outlet)
    template = "liveblog.html.j2" if story.kind == "liveblog" else "article.html.j2"
    if template not in layout.list_templates():
        raise AnnotationError(f"{story.file}: {outlet.id} has no layout {template}; give the story another kind")
    html = layout.get_template(template).render(
        outlet=outlet,
        story=story,
        address=address,
        canonical=f"https://{outlet.domain}{story.path}",
        language="und" if story.kind == "foreign" and not story.language else story.language or outlet.locale,
        groups=_grouped(story.blocks),
    )
    return _cut_off(html, story) if story.kind == "broken" else html


def _listings(stories: Iterable[Story], address: str) -> list[Listing]:
    listings = []
    for story in stories:
        listings.append(Listing(story, address + story.path))
        if story.listed_twice:
            listings.append(Listing(story, address + story.path + _TRACKING))
    return listings


def _grouped(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    """Blocks in order as (kind, neighbours of that kind): list items need one list around them."""
    return [(kind, list(group)) for kind, group in groupby(blocks, key=lambda block: block.kind)]


def _cut_off(html: str, story: Story) -> str:
    paragraphs = [block.words for block in story.blocks if block.kind == "paragraph"]
    words = str(escape(paragraphs[len(paragraphs) // 2]))
    return html[: html.rindex(words) + len(words) // 2]


@cache
def _layout(outlet: Outlet) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_LAYOUTS / outlet.id),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["rfc822"] = lambda moment: format_datetime(moment.astimezone(UTC), usegmt=True)
    environment.filters["at_time"] = _at_time
    environment.globals["appeared_first"] = appeared_first
    return environment


def _at_time(moment: datetime, clock: str) -> datetime:
    """The moment of the same day at ``clock`` (HH:MM)."""
    return datetime.combine(moment.date(), time.fromisoformat(clock), moment.tzinfo)
