"""The small ledger, published, and the browser over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from small_ledger import publish

from pipeline.settings import Settings
from pipeline.web.app import create_app


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a ledger that no test changes."""
    made = Settings(home=tmp_path_factory.mktemp("desk"), excerpt_characters=20)
    publish(made.published_warehouse)
    return made


@pytest.fixture(scope="session")
def browser(published: Settings) -> Iterator[TestClient]:
    """The claims browser over it."""
    with TestClient(create_app(published)) as client:
        yield client


@pytest.fixture
def settings(published: Settings, tmp_path: Path) -> Settings:
    """The settings of a ledger of the test's own."""
    made = published.model_copy(update={"home": tmp_path})
    shutil.copyfile(published.published_warehouse, made.published_warehouse)
    return made


@pytest.fixture
def own_browser(settings: Settings) -> Iterator[TestClient]:
    """The claims browser over it."""
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def republish(settings: Settings) -> Callable[[str], None]:
    """Publishes the test's own ledger anew, after one more statement."""
    return lambda more: publish(settings.published_warehouse, more)
