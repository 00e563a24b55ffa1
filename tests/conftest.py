"""What all tests share: homes of their own, the invented press, and whole nights."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from examples.newsroom.press import Press
from examples.newsroom.story import Story, load_stories
from pipeline.nights.night import read_request, run_night
from pipeline.settings import PROJECT, Settings

FIRST_NIGHT = date(2026, 3, 2)
SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", PROJECT.parent / "shared"))


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
def serving(stories: list[Story]) -> Iterator[Press]:
    """The invented newsroom on free ports."""
    with Press(FIRST_NIGHT, stories=stories) as press:
        yield press


@pytest.fixture
def press(serving: Press) -> Press:
    """The invented newsroom, showing its first night, without faults, asked by nobody yet."""
    serving.night = FIRST_NIGHT
    serving.faults.clear()
    serving.requests.clear()
    return serving


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory, stories: list[Story]) -> Settings:
    """The settings of a ledger of all four nights of the newsroom, made once, and read by the default model."""
    home = tmp_path_factory.mktemp("newsroom")
    settings = Settings(home=home, publishers=home / "publishers.toml", attempts=1)
    with Press(FIRST_NIGHT, stories=stories) as press:
        press.write_publishers(settings.publishers)
        for day in range(2, 6):
            press.night = date(2026, 3, day)
            run_night(read_request({"night": str(press.night)}), settings)
    return settings


@pytest.fixture(scope="session")
def newsroom_ledger(newsroom: Settings) -> Path:
    """The published file of all four nights of the newsroom."""
    return newsroom.published_warehouse


@pytest.fixture
def home(tmp_path: Path, press: Press) -> Callable[[str], Settings]:
    """Makes settings with a home of their own, all pointing at the same newsroom.

    Texts are read by rules: how a night runs does not depend on the model, and a network takes six times as long.
    """

    def make(name: str, *, model: str = "plain", **more: Any) -> Settings:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        press.write_publishers(folder / "publishers.toml")
        return Settings(home=folder, publishers=folder / "publishers.toml", attempts=1, model=model, **more)

    return make


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, serving: Press) -> Callable[[int], Path]:
    """Gives a home that has run so many nights of the newsroom; each is made once and only ever copied."""

    @cache
    def make(nights: int) -> Path:
        home = tmp_path_factory.mktemp("finished")
        if nights > 1:
            shutil.copytree(make(nights - 1), home, dirs_exist_ok=True)
        settings = Settings(home=home, publishers=home / "publishers.toml", attempts=1, model="plain")
        serving.write_publishers(settings.publishers)
        serving.night = FIRST_NIGHT + timedelta(days=nights - 1)
        run_night(read_request({"night": str(serving.night)}), settings)
        return home

    return make


@pytest.fixture
def ran(home: Callable[..., Settings], finished: Callable[[int], Path], press: Press) -> Callable[..., Settings]:
    """Makes settings of a home that has run the newsroom's first nights; the newsroom shows the last of them."""

    def make(name: str = "a", nights: int = 1) -> Settings:
        settings = home(name)
        shutil.copytree(finished(nights), settings.home, dirs_exist_ok=True)
        press.night = FIRST_NIGHT + timedelta(days=nights - 1)
        press.requests.clear()
        return settings

    return make


def environment(settings: Settings) -> dict[str, str]:
    """The environment in which another process works with these settings."""
    return os.environ | {
        "NEWSLEDGER_HOME": str(settings.home),
        "NEWSLEDGER_PUBLISHERS": str(settings.publishers),
        "NEWSLEDGER_EXPECTATIONS": str(settings.expectations),
        "NEWSLEDGER_DOCUMENTS_PER_SHARD": str(settings.documents_per_shard),
        "NEWSLEDGER_ATTEMPTS": str(settings.attempts),
        "NEWSLEDGER_MODEL": settings.model,
    }
