"""The claims browser as a person uses it, in a headless Chromium."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from small_ledger import publish, seal

from pipeline.pages.night_page import write
from pipeline.settings import Settings
from pipeline.web.app import create_app

playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="the package axe-playwright-python is missing"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
playwright.expect.set_options(timeout=120_000)  # milliseconds: a busy machine is no failure
MANY = """
    INSERT INTO claims BY NAME
    SELECT claims.* REPLACE (
        concat('c-many-', number) AS claim_id, concat('Flood warning number ', number) AS content_text
    )
    FROM claims
    CROSS JOIN range(10000) AS numbers (number)
    WHERE claim_id = 'c-3'
"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install the package chromium, or set CHROMIUM"),
]


@pytest.fixture(scope="module")
def address(published: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the browser over the small ledger, with ten thousand claims more, is served."""
    settings = published.model_copy(update={"home": tmp_path_factory.mktemp("chromium")})
    publish(settings.published_warehouse, MANY)
    seal(settings)
    app = create_app(settings, lambda request: "ada")
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    [port] = [sock.getsockname()[1] for sock in server.servers[0].sockets]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def tab(chromium, address) -> Iterator[object]:
    """A tab that notes what went wrong and every request that leaves the machine."""
    context = chromium.new_context(base_url=address, accept_downloads=True)
    context.set_default_timeout(120_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else wrong.append(request.url))
    yield page
    context.close()
    assert wrong == []


def test_a_search_a_filter_and_a_permalink_lead_to_the_marked_article(tab):
    tab.goto("/")
    tab.keyboard.press("/")
    tab.keyboard.type("rained")
    tab.keyboard.press("Enter")
    playwright.expect(tab.get_by_role("heading", level=1)).to_have_text("1 claim")
    tab.get_by_label("Outlet").select_option("sentinel")
    tab.get_by_role("button", name="Apply").click()
    tab.wait_for_url(re.compile("words=rained.*outlet=sentinel"))
    tab.get_by_role("link", name="It rained", exact=True).click()
    tab.wait_for_url("**/claims/c-3")
    tab.reload()  # a permalink
    tab.get_by_role("link", name="Read it in the article").click()
    tab.wait_for_url("**/articles/d-2?claim=c-3*")
    assert set(tab.locator("mark.lit").all_inner_texts()) == {"It rained", "Ash", "said"}


def test_what_a_story_says_is_shown_and_not_run(tab):
    tab.goto("/articles/d-1")
    assert "<script>window.ran = 1</script>" in tab.locator("mark.content[data-claims]").first.inner_text()
    assert tab.evaluate("window.ran") is None
    assert tab.locator("main img, main script").count() == 0


def test_pointing_at_words_lights_their_claim_and_its_evidence(tab):
    tab.goto("/articles/d-1")
    tab.get_by_text("it was “too late”").hover()
    assert tab.locator("mark.lit").all_inner_texts() == ["He", "told", "it was “too late”"]
    assert tab.locator("#note-2.lit").count() == 1
    tab.locator("#note-1 a").focus()  # the same by keyboard
    assert "Ines Okafor" in tab.locator("mark.lit").all_inner_texts()
    assert tab.locator("#note-1.lit").count() == 1


def test_ten_thousand_hits_are_paged_to_the_last(tab):
    tab.goto("/?words=flood")
    assert tab.get_by_role("heading", level=1).inner_text() == "10,000 claims"
    assert tab.locator("article.claim").count() == 25
    first = tab.locator(".words").first.inner_text()
    tab.get_by_role("link", name="Next page").click()
    playwright.expect(tab.locator(".pager")).to_contain_text("Page 2 of 400")
    assert tab.locator(".words").first.inner_text() != first
    tab.goto("/?words=flood&page=400")
    assert tab.locator("article.claim").count() == 25
    assert tab.get_by_role("link", name="Next page").count() == 0


def test_an_export_is_taken_as_a_file(tab):
    tab.goto("/?words=flood")
    with tab.expect_download() as taken:
        tab.get_by_role("link", name="CSV").click()
    lines = Path(taken.value.path()).read_text(encoding="utf-8").splitlines()
    assert taken.value.suggested_filename == "claims.csv"
    assert len(lines) == 10_001


def test_the_keys_j_and_k_go_from_claim_to_claim(tab):
    tab.goto("/")
    tab.keyboard.press("j")
    first = tab.evaluate("document.activeElement.innerText")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.innerText") != first
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.innerText") == first


def test_a_wrong_speaker_is_corrected_on_the_page_of_the_claim(tab):
    tab.goto("/claims/c-3")
    tab.get_by_label("Value").fill("Rafe Dunmore")
    tab.get_by_label("Why").fill("named in the caption")
    tab.get_by_role("button", name="Correct").click()
    playwright.expect(tab.locator("#corrections li")).to_contain_text("Rafe Dunmore ada")
    assert tab.url.endswith("/claims/c-3#corrections")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "page", ["/", "/?words=rained", "/claims/c-1", "/articles/d-1?claim=c-2", "/speakers", "/speakers/e-1", "/outlets"]
)
def test_axe_finds_nothing_serious(tab, page, scheme):
    tab.emulate_media(color_scheme=scheme)
    tab.goto(page)
    found = axe.Axe().run(tab).response["violations"]
    serious = {each["id"]: each["nodes"][0]["html"] for each in found if each["impact"] in ("serious", "critical")}
    assert serious == {}


def test_the_page_of_a_night_reads_without_scripts_and_passes_axe(chromium, published):
    file = write(date(2026, 3, 2), published)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    page.locator("a[href^='#c-']").first.click()
    assert "#c-" in page.url
    context.close()
    tab = chromium.new_page()
    tab.goto(file.as_uri())
    found = axe.Axe().run(tab).response["violations"]
    tab.close()
    assert {each["id"] for each in found if each["impact"] in ("serious", "critical")} == set()
