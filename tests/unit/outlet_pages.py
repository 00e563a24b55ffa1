"""Pages marked up in the ways of well-known outlets. Outlets, people and events are invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pipeline.stages.page import read_html

TITLE = "Westmarch Signs Water Bill After Long Night"
AT = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
ONE, TWO, THREE = "Orla Brandt", "Tomas Hale", "Ines Calloway"
STORY = (
    "The governor of Westmarch signed the water bill on Tuesday after a debate that lasted most of the night.",
    "“We did not come here to win an argument,” said Senator Pia Lund, who had opposed an earlier draft of it.",
    "The bill sets aside 40 million crowns for pipes and wells in the five driest counties over four years.",
    "“My father dug that well by hand,” Mr. Voss said. “I have watched it go dry twice in my time.”",
    "The measure passed by two votes and takes effect in July, when the counties must name the wells.",
)


class Layout(NamedTuple):
    """What stands in the head and above the story, and what must be read out of it."""

    head: str
    above: str = f"<h1>{TITLE}</h1>"
    authors: tuple[str, ...] = (ONE, TWO)
    modified: datetime | None = None


def data(**article: object) -> str:
    given = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **article}
    return f'<script type="application/ld+json">{json.dumps(given)}</script>'


def graph(*items: object) -> str:
    given = {"@context": "https://schema.org", "@graph": items}
    return f'<script type="application/ld+json">{json.dumps(given)}</script>'


def meta(**tags: str) -> str:
    return "".join(f'<meta name="{name.replace("__", ":").replace("_", "-")}" content="{tags[name]}">' for name in tags)


def prop(**tags: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{tags[name]}">' for name in tags)


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


ID1, ID2 = {"@id": "#1"}, {"@id": "#2"}
OUTLET = {"@type": "NewsMediaOrganization", "name": "The Westmarch Courier"}
UTC_TIME, EAST = "2026-03-03T14:05:00.000Z", "2026-03-03T09:05:00-05:00"
NOON = "2026-03-03T12:05:00-05:00"
LATER = AT + timedelta(hours=3)


def read(layout: Layout):
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)
    page = (
        f"<!doctype html><html lang='en'><head><title>{TITLE} | The Westmarch Courier</title>{layout.head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><main><article>{layout.above}{paragraphs}</article></main>"
        "<footer><p>© 2026 The Westmarch Courier</p></footer></body></html>"
    )
    return read_html(page.encode(), "utf-8", "https://courier.example/2026/03/03/water")
