"""A web server on loopback that answers as a test tells it to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web


@dataclass
class Answer:
    """One response; with an ETag it answers a matching conditional request by 304 alone."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Origin:
    """Serves ``routes`` from a background thread while its ``with`` block runs.

    Attributes:
        routes: path -> the answer, or a function from the request to it; other paths answer 404.
        asked: the requests so far, in order.
    """

    def __init__(self) -> None:
        self.routes: dict[str, Answer | Callable[[web.Request], Answer]] = {}
        self.asked: list[web.Request] = []

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="origin", daemon=True)
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(self, *error: object) -> None:
        self._do(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def reset(self) -> None:
        """Forget all routes and requests."""
        self.routes.clear()
        self.asked.clear()

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.asked)

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        route = self.routes.get(request.path, Answer(status=404))
        answer = route(request) if callable(route) else route
        etag = answer.headers.get("ETag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=answer.headers)
        return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
