"""What all tests share: homes of their own, the invented press, and whole nights."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from examples.newsroom.press import Press
from pipeline.forms import read_request
from pipeline.nights.night import run_night
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


@pytest.fixture
def press() -> Iterator[Press]:
    """The invented newsroom on free ports, showing its first night."""
    with Press(FIRST_NIGHT) as serving:
        yield serving


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a ledger of all four nights of the newsroom, made once."""
    home = tmp_path_factory.mktemp("newsroom")
    settings = Settings(home=home, publishers=home / "publishers.toml", attempts=1)
    with Press(FIRST_NIGHT) as press:
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
    """Makes settings with a home of their own, all pointing at the same newsroom."""

    def make(name: str, **more: Any) -> Settings:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        press.write_publishers(folder / "publishers.toml")
        return Settings(home=folder, publishers=folder / "publishers.toml", attempts=1, **more)

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
