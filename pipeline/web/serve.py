"""The claims browser alone, for the person at this machine."""

from __future__ import annotations

import uvicorn
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.settings import Settings
from pipeline.web.app import create_app

HOST = "127.0.0.1"


def serve(settings: Settings, port: int) -> None:
    """Serve until interrupted, under the machine's own names only: a page elsewhere could otherwise read along."""
    app = TrustedHostMiddleware(create_app(settings), allowed_hosts=[HOST, "localhost"])
    uvicorn.run(app, host=HOST, port=port, log_level="warning", server_header=False)
