from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from examples.newsroom.outlets import load_outlets
from examples.newsroom.story import Story, load_stories, shown_on
from pipeline.measure.annotation import AnnotationError
from pipeline.measure.markup import MarkError
from pipeline.spans import are_sorted_and_disjoint

HEAD = "outlet: meridian\ntitle: T\npublished: 2026-03-02T14:05:00+00:00\nsection: World\n"
NIGHTS = [date(2026, 3, day) for day in (2, 3, 4, 5)]


def test_every_outlet_publishes_every_night(stories: list[Story]) -> None:
    assert {(story.outlet, story.night) for story in stories} == {(o, n) for o in load_outlets() for n in NIGHTS}


def test_an_address_belongs_to_one_story_and_its_updates(stories: list[Story]) -> None:
    first = [(story.outlet, story.path) for story in stories if not story.update_of]
    assert len(set(first)) == len(first)
    assert {(story.outlet, story.path) for story in stories} == set(first)


def test_text_is_the_blocks_lines(stories: list[Story]) -> None:
    for story in stories:
        assert story.text.split("\n") == [block.line for block in story.blocks]
        assert not set("{}") & set(story.text), story.file


def test_gold_spans_lie_in_the_text_sorted_and_disjoint(stories: list[Story]) -> None:
    for story in stories:
        for claim in story.claims:
            for spans in (claim.marks.source, claim.marks.cue, claim.marks.content):
                assert are_sorted_and_disjoint(spans), (story.file, claim.number)
                assert all(span.start >= 0 and span.end <= len(story.text) for span in spans)


def test_no_gold_span_cuts_a_word(stories: list[Story]) -> None:
    for story in stories:
        for claim in story.claims:
            for span in (*claim.marks.source, *claim.marks.cue, *claim.marks.content):
                for edge in (span.start, span.end):
                    around = story.text[max(0, edge - 1) : edge + 1]
                    assert len(around) < 2 or not around.isalnum(), (story.file, claim.number, span.text(story.text))


def test_blocks_of_every_kind(write_story: Callable[..., Path]) -> None:
    body = (
        "{s1:Ines} {c1:said} {t1:no}.\n\n> “No.”\n\n## Why\n\n- {t1:One}\n\n- Two\n\n@ 09:40 Ferry back\n\nIt came.\n"
    )
    head = HEAD + "claims:\n  1: {speaker: Ines Okafor, act: state, uttered_on: 2026-03-02}\n"
    (story,) = load_stories(write_story(head=head, body=body))
    kinds = ["paragraph", "quote", "heading", "item", "item", "entry", "paragraph"]
    assert [block.kind for block in story.blocks] == kinds
    assert story.text == "Ines said no.\n“No.”\nWhy\n- One\n- Two\nFerry back\nIt came."
    assert story.blocks[5].time == "09:40"
    (claim,) = story.claims
    assert [span.text(story.text) for span in claim.marks.content] == ["no", "One"]
    assert (claim.row.speaker, claim.row.uttered_on, claim.row.core) == ("Ines Okafor", date(2026, 3, 2), True)


def test_an_update_takes_the_place_of_its_story(write_story: Callable[..., Path]) -> None:
    write_story("2026-03-02/meridian-ferry", HEAD, "First.\n")
    more = HEAD + "update_of: meridian-ferry\n"
    write_story("2026-03-03/meridian-ferry-back", more + "updated: 2026-03-03T09:00:00+00:00\n", "Second.\n")
    again = HEAD + "update_of: meridian-ferry-back\nupdated: 2026-03-05T09:00:00+00:00\n"
    stories = load_stories(write_story("2026-03-05/meridian-ferry-gone", again, "Third.\n"))
    assert [story.path for story in stories] == ["/2026/03/02/ferry"] * 3
    assert [[story.text for story in shown_on(stories, night)] for night in NIGHTS] == [
        ["First."],
        ["Second."],
        ["Second."],
        ["Third."],
    ]


def test_a_repost_has_a_footer_outside_its_text(write_story: Callable[..., Path]) -> None:
    (story,) = load_stories(write_story(head=HEAD + "repost_of: {publisher: Tidewater Post, title: Old}\n"))
    assert story.footer == "The post Old appeared first on Tidewater Post."
    assert story.footer not in story.text


CLAIM = HEAD + "claims:\n  1: {act: state, speaker: Ines}\n"


@pytest.mark.parametrize(
    ("head", "body", "message"),
    [
        (HEAD + "mood: gloomy\n", "It rained.", r"meridian-ferry\.txt: head key mood"),
        (HEAD + "kind: poem\n", "It rained.", r"head key kind"),
        (HEAD.replace("section: World\n", ""), "It rained.", r"head key section"),
        (HEAD.replace("+00:00", ""), "It rained.", r"head key published"),
        (HEAD.replace("03-02", "03-04"), "It rained.", r"belongs in that folder"),
        (HEAD.replace("meridian", "sentinel"), "It rained.", r"must be named sentinel-<slug>\.txt"),
        (HEAD + "updated: 2026-03-02T09:00:00+00:00\n", "It rained.", r"updated is not after published"),
        (HEAD + "update_of: meridian-boat\n", "It rained.", r"update_of names meridian-boat"),
        (HEAD, "It\nrained.", r"block 1 must be one line"),
        (HEAD, 'It "rained".', r"block 1 must be one line"),
        (HEAD, "It rained.\n\n\n\nIt stopped.", r"block 2 is empty"),
        (HEAD, "{s1:Ines} {c1:said} so.", r"claim 1 is in the body but not in the head"),
        (CLAIM, "Ines said so.", r"claim 1 is in the head but not in the body"),
        (CLAIM, "{s1:Ines} said so.", r"claim 1 has neither cue nor content"),
        (CLAIM, "{s1:Ines }{c1:said} so.", r"claim 1 has a mark that begins or ends in a space"),
        (CLAIM, "Ines {t1:said\n\nso}.", r"claim 1 has a mark that begins or ends in .* another block"),
        (CLAIM.replace("Ines}", "null}"), "{c1:said}", r"claim 1 needs a speaker, or null and a reason"),
        (CLAIM.replace("Ines}", "Ines, parent: 2}"), "{c1:said}", r"claim 1 has parent 2"),
        (CLAIM.replace("Ines}", "Ines, mood: 2}"), "{c1:said}", r"head key 1\.mood"),
        ("[\n", "It rained.", r"no YAML mapping"),
    ],
)
def test_broken_files_are_named(write_story: Callable[..., Path], head: str, body: str, message: str) -> None:
    with pytest.raises(AnnotationError, match=message):
        load_stories(write_story(head=head, body=body))


def test_broken_marks_name_the_file(write_story: Callable[..., Path]) -> None:
    with pytest.raises(MarkError, match=r"2026-03-02/meridian-ferry\.txt of claim 1: mark is never closed"):
        load_stories(write_story(body="{s1:Ines said."))
