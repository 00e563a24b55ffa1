"""What the claims browser promises, asked over HTTP."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import duckdb
import pyarrow.parquet as pq
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pipeline.settings import Settings
from pipeline.web.app import create_app

PAGES = [
    "/",
    "/?words=rained",
    "/claims/c-1",
    "/claims/c-2",
    "/articles/d-1",
    "/speakers",
    "/speakers/e-1",
    "/outlets",
    "/nights",
]
TRICKS = [
    "' OR 1=1 --", "'; DROP TABLE claims; --", '" OR ""="', "$words", "{0}", "%", "\\", "(", "[", "*", "\x00", "🦉" * 9,
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "read_csv('/etc/passwd')", "<script>alert(1)</script>",
]  # fmt: skip


class Links(HTMLParser):
    """Every address on a page, by tag and attribute."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.found += [(tag, name, value or "") for name, value in attributes]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_with_a_policy_that_lets_nothing_in_from_elsewhere(browser, page):
    answer = browser.get(page)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("page", PAGES)
def test_what_a_story_says_is_shown_and_not_run(browser, page):
    read = Links(browser.get(page).text)
    assert read.tags.count("script") == 1  # our own
    assert not {"img", "i", "u"} & set(read.tags)
    assert [name for _, name, _ in read.found if name.startswith("on") or name == "style"] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_and_submits_to_itself_only(browser, page):
    for tag, name, value in Links(browser.get(page).text).found:
        if name in ("src", "action") or (tag == "link" and name == "href"):
            assert value.startswith("/"), (tag, value)
        assert not value.startswith("javascript:")


def test_the_hostile_words_stand_on_the_page_as_words(browser):
    assert "&lt;script&gt;window.ran = 1&lt;/script&gt;" in browser.get("/articles/d-1").text


def test_source_cue_and_content_are_three_marks(browser):
    page = browser.get("/articles/d-1?claim=c-2").text
    assert '<mark class="source" data-claims="1">Ines Okafor</mark>' in page
    assert '<mark class="cue" data-claims="1">said</mark>' in page
    assert '<mark class="content lit" data-claims="2">it was “too late”</mark>' in page
    assert "name 90\u00a0%" in re.sub(r"<[^>]+>", "", page)


def test_a_claim_shows_its_proof_its_day_its_parent_and_the_other_outlets(browser):
    page = browser.get("/claims/c-1").text
    assert "equals the claim" in page
    assert "same weekday, counted from 2 March 2026" in page
    assert "It rained" in page, "the same statement elsewhere"
    assert "/claims/c-2" in page, "the claim reported within it"
    assert "Reported within" in browser.get("/claims/c-2").text


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ("words=too+late", {"c-2"}),
        ("words=ash+rains", {"c-3"}),
        ("speaker=okafor", {"c-1"}),
        ("entity=e-2", {"c-3"}),
        ("outlet=meridian", {"c-1", "c-2"}),
        ("since=2026-03-03", {"c-3"}),
        ("until=2026-03-02", {"c-1", "c-2"}),
        ("quote_type=mixed", {"c-2"}),
        ("act=predict", {"c-1"}),
        ("confidence=0.8", {"c-1"}),
        ("verbatim=true", {"c-2"}),
        ("speaker=okafor&outlet=sentinel", set()),
        ("speaker=&outlet=&since=&words=", {"c-1", "c-2", "c-3"}),
    ],
)
def test_a_filter_leaves_the_claims_that_fit(browser, asked, claims):
    page = browser.get(f"/?{asked}").text
    assert set(re.findall(r'class="words"><a href="/claims/(c-\d)"', page)) == claims
    rows = browser.get(f"/claims.json?{asked}").json()
    assert {row["claim_id"] for row in rows} == claims


@pytest.mark.parametrize("trick", TRICKS, ids=range(len(TRICKS)))
@pytest.mark.parametrize("name", ["words", "speaker", "about", "outlet", "act", "entity"])
def test_tricks_in_a_filter_find_nothing_and_break_nothing(browser, name, trick):
    answer = browser.get("/", params={name: trick})
    assert answer.status_code == 200
    if name not in ("words", "about", "speaker"):
        assert "No claim fits" in answer.text
    assert len(browser.get("/claims.json").json()) == 3


@pytest.mark.parametrize("trick", TRICKS, ids=range(len(TRICKS)))
@pytest.mark.parametrize("page", ["/claims/", "/articles/", "/speakers/", "/static/", "/claims."])
def test_tricks_in_a_path_find_nothing(browser, page, trick):
    answer = browser.get(page + trick.replace("\x00", "%00").replace("#", "%23"))
    assert answer.status_code in (404, 422)
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "asked", ["since=yesterday", "confidence=2", "quote_type=shouted", "page=0", "colour=red", "words=" + "x" * 201]
)
def test_a_value_that_cannot_be_is_refused_with_its_name(browser, asked):
    answer = browser.get(f"/?{asked}")
    assert answer.status_code == 422
    assert asked.partition("=")[0] in answer.text


def test_what_is_asked_for_is_told_and_each_part_can_be_taken_away(browser):
    page = browser.get("/?entity=e-2&confidence=0.5&since=2026-03-01").text
    told = re.findall(r'href="/\?([^"]*)" aria-label="(Without [^"]*)"', page)
    assert told == [
        ("since=2026-03-01&amp;confidence=0.5", "Without speaker Reuben Ash"),
        ("entity=e-2&amp;confidence=0.5", "Without said since 1 March 2026"),
        ("entity=e-2&amp;since=2026-03-01", "Without confidence from 50\u00a0%"),
    ]


def test_a_name_that_nobody_bears_is_answered_with_likely_ones(browser):
    page = browser.get("/?speaker=Okafr&outlet=meridian").text
    assert "Nobody who speaks here is named “Okafr”" in page
    assert 'href="/?speaker=Ines+%3Ci%3EOkafor%3C%2Fi%3E&amp;outlet=meridian"' in page
    assert "Nobody who speaks here" not in browser.get("/?speaker=okafor&outlet=sentinel").text


def test_nothing_can_be_sent(browser):
    for method in ("post", "put", "delete", "patch"):
        assert browser.request(method, "/claims/c-1").status_code == 405


def test_an_export_is_the_answer_with_texts_cut_to_the_setting(browser):
    rows = browser.get("/claims.json").json()
    long = next(row for row in rows if row["claim_id"] == "c-1")
    assert long["content"] == "<script>window.ran =…"
    assert len(rows) == 3
    assert "text" not in long
    table = pq.read_table(io.BytesIO(browser.get("/claims.parquet").content))
    assert [json.loads(json.dumps(row, default=str)) for row in table.to_pylist()] == rows
    answer = browser.get("/claims.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="claims.csv"'
    assert [row["claim_id"] for row in csv.DictReader(io.StringIO(answer.text))] == [r["claim_id"] for r in rows]


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1"])
def test_a_spreadsheet_takes_no_exported_text_for_a_formula(own_browser, republish, formula):
    republish(f"UPDATE claims SET content_text = E{formula!r} WHERE claim_id = 'c-3'")
    [row] = csv.DictReader(io.StringIO(own_browser.get("/claims.csv?entity=e-2").text))
    assert row["content"] == f"'{formula}"


def test_a_new_edition_is_followed_without_a_restart(own_browser, republish):
    assert len(own_browser.get("/claims.json").json()) == 3
    republish("DELETE FROM claims WHERE claim_id = 'c-2'")
    assert {row["claim_id"] for row in own_browser.get("/claims.json").json()} == {"c-1", "c-3"}


def test_before_the_first_edition_it_says_what_to_do(tmp_path):
    answer = TestClient(create_app(Settings(home=tmp_path))).get("/")
    assert answer.status_code == 503
    assert "run a night first" in answer.text


def test_without_the_index_words_are_looked_for_as_a_phrase_and_it_says_so(own_browser, settings):
    with duckdb.connect(str(settings.published_warehouse)) as con:
        con.execute("DROP SCHEMA fts_main_claims CASCADE")
    page = own_browser.get("/?words=it+rained").text
    assert "no full-text index" in page
    assert "/claims/c-3" in page


def test_mounted_below_a_path_every_address_stays_below_it(settings):
    host = FastAPI()
    host.mount("/newsledger", create_app(settings))
    client = TestClient(host)
    for page in PAGES:
        answer = client.get(f"/newsledger{page}")
        assert answer.status_code == 200
        for tag, name, value in Links(answer.text).found:
            if name in ("href", "src", "action") and not value.startswith(("#", "https://sentinel.example")):
                assert value.startswith("/newsledger/"), (tag, value)
    assert client.get("/newsledger/static/style.css").status_code == 200


def test_the_reader_of_an_edition_can_reach_no_other_file(browser):
    ledger = browser.app.state.desk._ledger
    ledger.rows("choices")
    with pytest.raises(duckdb.PermissionException):
        ledger._run("SELECT * FROM read_csv('/etc/passwd')", {})
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        ledger._run("SET TimeZone = 'CET'", {})
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        ledger._run("DELETE FROM ledger.claims", {})
