"""Tables on the terminal hold every character of a value, however narrow the terminal is."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pipeline.commands import console

ADDRESS = "https://example-post.example/world/2026/03/02/a-very-long-address-of-a-feed-that-fits-no-column.xml"


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_long_address_is_folded_and_not_cut(width, monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(console, "out", Console(file=screen, width=width, soft_wrap=True))
    row = {"publisher_id": "post", "address": ADDRESS, "listed": 12, "trouble": None}
    console.show([row], list(row), "nothing", as_json=False)
    lines = [line.split("│")[2].strip() for line in screen.getvalue().splitlines() if "│" in line]
    assert "".join(lines) == ADDRESS
