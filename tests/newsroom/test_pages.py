from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import trafilatura

from examples.newsroom.outlets import load_outlets
from examples.newsroom.site import render_story
from examples.newsroom.story import AnnotationError, Story, load_stories

ADDRESS = "http://127.0.0.1:8701"
STORIES = {story.file: story for story in load_stories()}
WHOLE = [file for file, story in STORIES.items() if story.kind in ("article", "liveblog", "foreign")]
BROKEN = [file for file, story in STORIES.items() if story.kind == "broken"]


def page(story: Story) -> str:
    return render_story(load_outlets()[story.outlet], story, ADDRESS)


def extract(story: Story, *, fast: bool) -> trafilatura.settings.Document:
    url = ADDRESS + story.path
    found = trafilatura.bare_extraction(page(story), url=url, fast=fast, include_comments=False, with_metadata=True)
    assert found is not None
    return found


def linked_data(story: Story) -> dict[str, object]:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(story), re.DOTALL)
    assert match
    return json.loads(match[1])


@pytest.mark.parametrize("fast", [True, False], ids=["fast", "default"])
@pytest.mark.parametrize("file", WHOLE)
def test_extraction_gives_back_the_text_line_for_line(file: str, fast: bool) -> None:
    story = STORIES[file]
    footer = [story.footer] if story.footer else []
    found = extract(story, fast=fast)
    assert found.text.split("\n") == story.text.split("\n") + footer
    assert found.title == story.title
    assert found.date == story.published.date().isoformat()


@pytest.mark.parametrize("file", BROKEN)
def test_a_broken_page_stops_inside_a_paragraph(file: str) -> None:
    story = STORIES[file]
    assert not page(story).endswith(">")
    assert "</html>" not in page(story)
    *lines, last = extract(story, fast=True).text.split("\n")
    expected = story.text.split("\n")
    assert lines == expected[: len(lines)]
    assert expected[len(lines)].startswith(last)
    assert len(lines) < len(expected) - 1


def test_only_the_canonical_link_leaves_loopback() -> None:
    for story in STORIES.values():
        html = page(story)
        outlet = load_outlets()[story.outlet]
        links = re.findall(r'(?:href|src|action)="([^"]*)"', html)
        away = [link for link in links if not link.startswith(ADDRESS)]
        assert away == [f"https://{outlet.domain}{story.path}"], story.file
        assert html.count(".example") == 1


def test_foreign_pages_name_their_language(write_story: Callable[..., Path]) -> None:
    head = "outlet: sentinel\ntitle: T\npublished: 2026-03-02T14:05:00+00:00\nsection: World\nkind: foreign\n"
    (story,) = load_stories(write_story("2026-03-02/sentinel-a", head + "language: fr\n"))
    assert '<html lang="fr">' in page(story)
    (story,) = load_stories(write_story("2026-03-02/sentinel-a", head))
    assert '<html lang="und">' in page(story)


def test_linked_data_of_an_article(write_story: Callable[..., Path]) -> None:
    head = (
        "outlet: sentinel\ntitle: Ferry </script> returns\nauthors: [Ines Okafor, Bo Lind]\nsection: World\n"
        "published: 2026-03-02T14:05:00+00:00\nupdated: 2026-03-02T15:00:00+00:00\nwire: Northgate Press\n"
    )
    (story,) = load_stories(write_story("2026-03-02/sentinel-a", head))
    data = linked_data(story)
    assert (data["@type"], data["headline"]) == ("NewsArticle", "Ferry </script> returns")
    assert data["datePublished"] == "2026-03-02T14:05:00+00:00"
    assert data["dateModified"] == "2026-03-02T15:00:00+00:00"
    assert data["author"] == [
        {"@type": "Person", "name": "Ines Okafor"},
        {"@type": "Person", "name": "Bo Lind"},
        {"@type": "Organization", "name": "Northgate Press"},
    ]


def test_linked_data_of_a_live_blog() -> None:
    blogs = [story for story in STORIES.values() if story.kind == "liveblog"]
    assert blogs
    for story in blogs:
        data = linked_data(story)
        assert data["@type"] == ["NewsArticle", "LiveBlogPosting"]
        updates = data["liveBlogUpdate"]
        assert isinstance(updates, list)
        assert [row["headline"] for row in updates] == [b.words for b in story.blocks if b.kind == "entry"]


def test_dates_and_credit_of_the_other_layouts(write_story: Callable[..., Path]) -> None:
    rest = "title: T\nauthors: [Bo Lind]\npublished: 2026-03-02T14:05:00+00:00\nsection: World\nwire: Northgate Press\n"
    write_story("2026-03-02/meridian-a", f"outlet: meridian\n{rest}")
    stories = load_stories(write_story("2026-03-02/ledgertimes-a", f"outlet: ledgertimes\n{rest}"))
    ledgertimes, meridian = (page(story) for story in stories)
    assert '<meta property="article:published_time" content="2026-03-02T14:05:00+00:00">' in meridian
    assert '<span class="credit">Northgate Press</span>' in meridian
    assert '<meta name="date" content="2026-03-02T14:05:00+00:00">' in ledgertimes
    assert "Published March 2, 2026" in ledgertimes
    assert "By Bo Lind, Northgate Press" in ledgertimes


def test_a_live_blog_needs_a_layout(write_story: Callable[..., Path]) -> None:
    head = "outlet: meridian\ntitle: T\npublished: 2026-03-02T14:05:00+00:00\nsection: World\nkind: liveblog\n"
    (story,) = load_stories(write_story(head=head))
    with pytest.raises(AnnotationError, match=r"meridian-ferry\.txt: meridian has no layout liveblog"):
        page(story)
