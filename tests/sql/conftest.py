"""A ledger of all four nights of the newsroom, made once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from examples.newsroom.press import Press
from pipeline.night import read_request, run_night
from pipeline.settings import Settings


@pytest.fixture(scope="session")
def newsroom_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("newsroom")
    settings = Settings(home=home, publishers=home / "publishers.toml", attempts=1)
    with Press(date(2026, 3, 2)) as press:
        press.write_publishers(settings.publishers)
        for day in range(2, 6):
            press.night = date(2026, 3, day)
            run_night(read_request({"night": str(press.night)}), settings)
    return settings.published_warehouse
