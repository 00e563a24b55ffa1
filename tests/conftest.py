"""What all tests share: homes of their own, the invented press, and whole nights."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from ledger import FIRST_NIGHT, contents, environment, night
from typer.testing import CliRunner

from examples.newsroom.press import Press
from examples.newsroom.story import Story, load_stories
from pipeline.cli import app
from pipeline.settings import PROJECT, Settings
from pipeline.stages.frames import FRAMES

SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", PROJECT.parent / "shared"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on the ledger of all four nights are slow, whichever of them makes it."""
    for item in items:
        if "newsroom" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def seed_article() -> Path:
    """A real report with hand-marked claims; it lies outside the project because its text is somebody's."""
    article = SHARED / "seed" / "article.txt"
    if not article.exists():
        pytest.skip(f"no seed article at {article}; set NEWSLEDGER_SHARED to the folder that holds seed/")
    return article


@pytest.fixture(scope="session")
def stories() -> list[Story]:
    """The stories of the invented newsroom, read once."""
    return load_stories()


@pytest.fixture(scope="session")
def standing_press() -> Iterator[Press]:
    """The invented newsroom on free ports."""
    with Press(FIRST_NIGHT) as serving:
        yield serving


@pytest.fixture
def press(standing_press: Press) -> Press:
    """The invented newsroom as if just opened, showing its first night."""
    standing_press.night = FIRST_NIGHT
    standing_press.requests.clear()
    standing_press.faults.clear()
    return standing_press


@pytest.fixture(scope="session")
def few_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of suites of which only that of documents has rules: all of them take as long as the rest of a night."""
    folder = tmp_path_factory.mktemp("suites")
    for name in FRAMES:
        (folder / f"{name}.yml").write_text("expectations: []\n", encoding="utf-8")
    shutil.copy(Settings().expectations / "documents.yml", folder)
    return folder


@pytest.fixture(scope="session")
def homes(
    standing_press: Press, few_rules: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, int], Path]:
    """Gives a home in which an extractor has read the newsroom's first nights; each is made once, to be copied."""
    made: dict[tuple[str, int], Path] = {}

    def ready(model: str, nights: int) -> Path:
        if (model, nights) not in made:
            folder = tmp_path_factory.mktemp(f"{model}-{nights}")
            if nights > 1:
                shutil.copytree(ready(model, nights - 1), folder, dirs_exist_ok=True)
            settings = Settings(
                home=folder, publishers=folder / "publishers.toml", attempts=1, model=model, expectations=few_rules
            )
            standing_press.write_publishers(settings.publishers)
            standing_press.night = FIRST_NIGHT + timedelta(days=nights - 1)
            night(settings, standing_press.night)
            standing_press.requests.clear()
            made[model, nights] = folder
        return made[model, nights]

    return ready


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a ledger of all four nights of the newsroom, made once."""
    home = tmp_path_factory.mktemp("newsroom")
    settings = Settings(home=home, publishers=home / "publishers.toml", attempts=1)
    with Press(FIRST_NIGHT) as press:
        press.write_publishers(settings.publishers)
        for day in range(2, 6):
            press.night = date(2026, 3, day)
            night(settings, press.night)
    return settings


@pytest.fixture(scope="session")
def newsroom_ledger(newsroom: Settings) -> Path:
    """The published file of all four nights of the newsroom."""
    return newsroom.published_warehouse


@pytest.fixture
def home(tmp_path: Path, press: Press, homes: Callable[[str, int], Path], few_rules: Path) -> Callable[..., Settings]:
    """Makes settings with a home of their own, the quick extractor and few rules, all pointing at the same newsroom.

    So many ``nights`` have been run in the home; the newsroom then shows the last of them.
    """

    def make(name: str = "a", nights: int = 0, model: str = "plain", **more: Any) -> Settings:
        folder = tmp_path / name
        if nights:
            shutil.copytree(homes(model, nights), folder)
            press.night = FIRST_NIGHT + timedelta(days=nights - 1)
            press.faults.clear()
        folder.mkdir(parents=True, exist_ok=True)
        press.write_publishers(folder / "publishers.toml")
        given = {"attempts": 1, "model": model, "expectations": few_rules, **more}
        return Settings(home=folder, publishers=folder / "publishers.toml", **given)

    return make


@pytest.fixture
def two_nights(home: Callable[..., Settings]) -> Settings:
    """A home that has run the newsroom's first two nights."""
    return home("two", nights=2)


@pytest.fixture
def undisturbed(homes: Callable[[str, int], Path]) -> dict[str, list[tuple[Any, ...]]]:
    """The tables of the first night, run in peace."""
    return contents(homes("plain", 1) / "newsledger.duckdb")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Calls ``newsledger`` in a home; gives what it printed."""

    def call(settings: Settings, *arguments: str, status: int = 0) -> str:
        for name, value in environment(settings).items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == status, result.output
        return result.output

    return call
