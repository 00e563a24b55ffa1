"""The claims browser alone, for the person at this machine."""

from __future__ import annotations

import socket

import uvicorn
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.settings import Settings
from pipeline.web.app import create_app

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether nobody listens on that port of this machine yet."""
    with socket.socket() as asking:
        return asking.connect_ex((HOST, port)) != 0


def serve(settings: Settings, port: int, author: str | None = None) -> None:
    """Serve until interrupted, under the machine's own names only: a page elsewhere could otherwise read along.

    With an ``author``, rows can be corrected in that name.
    """
    browser = create_app(settings, (lambda request: author) if author else None)
    app = TrustedHostMiddleware(browser, allowed_hosts=[HOST, "localhost"])
    uvicorn.run(app, host=HOST, port=port, log_level="warning", server_header=False)
