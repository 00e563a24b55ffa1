"""A tiny press of the tests' own, and one HTTP request without redirects, retries or exceptions for statuses."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from examples.newsroom.press import Press
from examples.newsroom.story import Story

HEAD = """\
outlet: meridian
title: Ferry Returns
authors: [Ines Okafor]
published: 2026-03-02T14:05:00+00:00
section: World
"""
BODY = "The ferry came back on Monday, the harbor office said.\n\n“It was late,” its captain said. “It was also wet.”\n"


class Reply(NamedTuple):
    """Status, headers with lower-case names, and body of one answer."""

    status: int
    headers: Mapping[str, str]
    text: str


@pytest.fixture
def write_story(tmp_path: Path) -> Callable[..., Path]:
    """Writes a story file into the test's own folder of stories and returns that folder."""

    def write(name: str = "2026-03-02/meridian-ferry", head: str = HEAD, body: str = BODY) -> Path:
        path = tmp_path / "stories" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{head}---\n{body}", encoding="utf-8")
        return tmp_path / "stories"

    return write


@pytest.fixture
def press(stories: list[Story]) -> Iterator[Press]:
    """The newsroom's press on its last night."""
    with Press(date(2026, 3, 5), stories=stories) as running:
        yield running


@pytest.fixture
def get() -> Callable[..., Reply]:
    """Asks for an address once."""

    def ask(url: str, headers: Mapping[str, str] | None = None) -> Reply:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path, headers=headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)

    return ask
