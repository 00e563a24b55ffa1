"""A web server on loopback, fresh for each test."""

from __future__ import annotations

import pytest
from origin import Origin


@pytest.fixture(scope="module")
def server():
    with Origin() as serving:
        yield serving


@pytest.fixture
def origin(server) -> Origin:
    server.reset()
    return server
