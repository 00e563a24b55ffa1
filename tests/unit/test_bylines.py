"""Who wrote a story is read out of the page's data and out of the byline that readers see, whichever tells it all.

Outlets, people and events are invented.
"""

from __future__ import annotations

import pytest
from outlet_pages import ONE, OUTLET, THREE, TITLE, TWO, UTC_TIME, Layout, data, person, prop, read

H1 = f"<h1>{TITLE}</h1>"
TIME = prop(article__published_time=UTC_TIME)


def names(head: str, above: str = "", *, site: str = "") -> tuple[str, ...]:
    return read(Layout(head + (prop(og__site_name=site) if site else ""), H1 + above)).authors


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ([{"@type": "Person", "byline": ONE, "name": ""}, {"@type": "Person", "byline": TWO}], (ONE, TWO)),
        ({"@type": "Person", "givenName": "Orla", "familyName": "Brandt"}, (ONE,)),
        ([person(f"{ONE}, Staff Writer"), person(f"{TWO}, The Associated Press")], (ONE, TWO)),
        ([person(f"{ONE} Staff Writer")], (ONE,)),
        ([person("By ORLA BRANDT - Associated Press")], ("ORLA BRANDT", "Associated Press")),
        ([person("Jean-Luc van der Berg"), person("Maria de la Cruz Jr."), person("M. K. O’Neil, M.D.")],
         ("Jean-Luc van der Berg", "Maria de la Cruz Jr.", "M. K. O’Neil")),
        ([person(ONE), {"@type": "Organization", "name": "dpa"}], (ONE, "dpa")),
        (["https://courier.example/orla-brandt", ONE], (ONE,)),
    ],
)  # fmt: skip
def test_names_are_read_out_of_the_data_in_whatever_form(author, found):
    assert names(data(datePublished=UTC_TIME, author=author)) == found


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ({"@type": "Organization", "name": "The Westmarch Courier"}, ("The Westmarch Courier",)),
        (person("Courier staff reporter"), ("Courier staff reporter",)),
        (person("admin"), ()),
        (person("https://courier.example/staff"), ()),
    ],
)
def test_where_nobody_is_named_the_author_is_whom_the_data_give(author, found):
    assert names(data(datePublished=UTC_TIME, author=author, publisher=OUTLET)) == found


@pytest.mark.parametrize(
    ("byline", "found"),
    [
        (f"By {ONE.upper()} and {TWO.upper()}", (ONE, TWO.upper())),  # all, and one more: spelled as the data do
        (f"By {TWO}", (ONE,)),  # not the one that the data name: of another article
        (f"By {ONE} and The National Press", (ONE,)),  # no further person
    ],
)
def test_a_byline_that_names_all_and_more_is_taken_instead_of_the_data(byline, found):
    given = data(datePublished=UTC_TIME, author=person(ONE))
    assert names(given, f'<div class="Page-authors">{byline}</div>') == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (f'<meta name="author" content="{ONE}"><meta name="author" content="{TWO}">', (ONE, TWO)),
        (f'<meta name="DCSext.author" content="{ONE}; {TWO}">', (ONE, TWO)),
        (f'<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="{ONE}">', (ONE,)),
        (f'<meta property="article:author" content="https://x.example/o"><meta name="author" content="{ONE}">', (ONE,)),
    ],
)
def test_names_are_read_out_of_tags(head, found):
    assert names(TIME + head) == found


@pytest.mark.parametrize(
    ("above", "found"),
    [
        (f'<div class="byline">By {ONE} orla.brandt@courier.example</div>', (ONE,)),
        (f'<div class="byline">{ONE} | @orla | March 3, 2026</div>', (ONE,)),
        (f'<div class="byline">By {ONE} (Westmarch, special correspondent)</div>', (ONE,)),
        (f'<div class="byline"><div>By <a>{ONE}</a></div><div>Staff Writer</div><div><a>{TWO}</a></div></div>',
         (ONE, TWO)),
        (f'<div class="byline"><span>{ONE}</span><span>Political correspondent</span></div>', (ONE,)),
        (f'<div class="byline"><a class="author">{ONE}</a> <a class="author">{TWO}</a></div>', (ONE, TWO)),
        (f'<span itemprop="author"><span itemprop="name">{ONE}</span></span>'
         f'<span itemprop="author"><meta itemprop="name" content="{TWO}"></span>', (ONE, TWO)),
        (f'<span class="submitted">By <span class="username" property="schema:name">{ONE}</span></span>', (ONE,)),
        (f'<div class="author-info"><div class="author-name">{ONE}</div>'
         f'<div class="author-bio">{ONE} has written of water since 2012.</div></div>', (ONE,)),
        (f'<div class="byline">Analysis by {ONE}</div>', (ONE,)),
        (f'<div class="byline">{ONE} and agencies</div>', (ONE,)),
        (f'<div class="byline">by {ONE} | The National Desk</div>', (ONE,)),
        (f'<div class="byline">By {ONE}<span> Courier News</span></div>', (ONE,)),
        ("<div class='byline'>By The Associated Press</div>", ("The Associated Press",)),
        (f"<div class='byline'>By {ONE}</div><section><article><div class='byline'>By {TWO}</div></article>"
         f"<article><div class='byline'>By {THREE}</div></article></section>", (ONE,)),
    ],
)  # fmt: skip
def test_names_are_read_out_of_a_byline_in_its_many_forms(above, found):
    assert names(TIME, above, site="Courier News") == found


def test_a_byline_that_is_the_first_paragraph_names_the_authors_and_is_no_text():
    page = read(Layout(TIME, f"{H1}<p>By {ONE}</p>"))
    assert page.authors == (ONE,)
    assert not page.text.startswith("By")


def test_the_article_of_this_address_is_taken_of_several_in_the_data():
    other = data(headline="Another story", datePublished="2026-03-01T10:00:00Z", author=person(THREE),
                 url="https://courier.example/2026/03/01/other")  # fmt: skip
    own = data(datePublished=UTC_TIME, author=person(ONE), url="https://courier.example/2026/03/03/water")
    assert names(other + own) == (ONE,)


def test_what_is_left_of_broken_data_is_read():
    broken = data(datePublished=UTC_TIME, author=person(ONE), articleBody="no QUOTE here").replace("QUOTE", '"no"')
    page = read(Layout(broken, ""))
    assert (page.title, page.authors) == (TITLE, (ONE,))
    assert page.published is not None
    assert page.published.origin == "json-ld"
