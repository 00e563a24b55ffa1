"""The page of a night, as a file that is sent to somebody."""

from __future__ import annotations

import re
from datetime import date

import pytest
from ledger_rows import insert

from pipeline.ledger.published import Ledger
from pipeline.ledger.warehouse import attached, define
from pipeline.pages.night_page import page, write
from pipeline.schema import TABLES
from pipeline.settings import Settings

NIGHTS = [date(2026, 3, day) for day in range(2, 6)]


def test_publishing_a_night_wrote_its_page(newsroom):
    written = {path.stem: path for path in (newsroom.home / "pages").iterdir()}
    assert set(written) == {str(night) for night in NIGHTS}
    assert written[str(NIGHTS[-1])].read_text(encoding="utf-8") == page(NIGHTS[-1], Ledger(newsroom))


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_every_link_of_the_page_leads_to_a_place_on_it(newsroom, night):
    html = page(night, Ledger(newsroom))
    targets = re.findall(r'\bid="([^"]+)"', html)
    links = re.findall(r'href="([^"]*)"', html)
    assert len(links) > 20
    assert {link for link in links if not link.startswith("#")} == set()
    assert {link[1:] for link in links} <= set(targets)
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize("night", NIGHTS, ids=str)
def test_the_page_loads_nothing_and_runs_nothing(newsroom, night):
    html = page(night, Ledger(newsroom))
    assert not re.search(r"<script|<link|<iframe|<img|\bsrc=|url\(|@import|\bon\w+=", html)
    assert "<svg" in html


def test_what_a_story_says_is_shown_and_not_run(settings):
    html = write(NIGHTS[0], settings).read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;window.ran = 1&lt;/script&gt;" in html


def test_a_statement_of_two_outlets_is_told_with_both(settings):
    assert "meridian, sentinel" in page(NIGHTS[0], Ledger(settings))


def test_a_night_without_anything_still_has_a_page(tmp_path):
    settings = Settings(home=tmp_path)
    with attached(settings.published_warehouse) as con:
        define(con)
        insert(con, TABLES["coverage"], [{"publisher_id": "meridian"}])
    html = page(NIGHTS[0], Ledger(settings))
    assert "0 claims in 0 articles of 1 outlet." in html
    assert "No statement was found in more than one outlet" in html
