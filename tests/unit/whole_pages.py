"""Whole pages of one story, for tests of what is read out of them. Outlets, people and events are invented."""

from __future__ import annotations

from outlet_pages import ONE, OUTLET, STORY, TITLE, TWO, UTC_TIME, data, person

from pipeline.stages.page import Page, read_html

MORE = (
    "Farmers in Hollin County had waited nine years for the bill, and some of them had sold their land by then.",
    "“It is a start,” she added. “Nobody here thinks that it is the end.”",
    "The counties must now say by the tenth of May which wells they mean to mend first, and at what cost.",
)
LINES = (*STORY, *MORE)
BOTH = data(datePublished=UTC_TIME, author=[person(ONE), person(TWO)], publisher=OUTLET)
H1 = f"<h1>{TITLE}</h1>"
SINGLE = "A man who taught horses to swim has died at ninety"  # a headline of another story
TEASER = f'<a href="/other">{SINGLE}</a>'


def ps(*texts: str, kind: str = "") -> str:
    return "".join(f"<p{kind}>{text}</p>" for text in texts)


def read(head: str, body: str, title: str = f"{TITLE} | The Westmarch Courier") -> Page:
    page = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><header>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/water'>Water</a></li></ul></nav></header>"
        f"{body}<aside class='rail'><h2>Most read</h2><ol><li>{TEASER}</li></ol></aside>"
        "<footer><ul><li><a href='/terms'>Terms of use</a></li></ul><p>© 2026 The Westmarch Courier</p>"
        "</footer></body></html>"
    )
    return read_html(page.encode(), "utf-8", "https://courier.example/2026/03/03/water")


def story(amid: str = "", after: str = "", head: str = BOTH) -> list[str]:
    """The lines of a plain page with something in the midst of its story, and after it."""
    whole = f"{ps(*LINES[:4])}{amid}{ps(*LINES[4:])}{after}"
    return read(head, f"<main><article>{H1}<div class='article-body'>{whole}</div></article></main>").text.split("\n")
