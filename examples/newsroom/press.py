"""The press as a server on loopback: one port an outlet, showing what is published up to a chosen night."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import threading
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from aiohttp import web

from examples.newsroom.outlets import Outlet, load_outlets, publishers_toml
from examples.newsroom.site import Answer, build_site
from examples.newsroom.story import Story, load_stories

_HOST = "127.0.0.1"
_GOODBYE_SECONDS = 1.0
_ABSENT = "<!DOCTYPE html>\n<html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>\n"


class Request(NamedTuple):
    """One request as it was answered; ``path`` includes the query."""

    outlet: str
    method: str
    path: str
    headers: Mapping[str, str]
    status: int


class Press:
    """Serves the outlets from a background thread while its ``with`` block runs.

    Args:
        night: the UTC day up to which stories are shown.
        port: port of the first outlet, the others follow; 0 takes free ports.
        stories: what to publish; None means the stories of this folder.

    Attributes:
        night: may be set at any time; it holds from the next request on.
        requests: every request answered so far, in order.
        faults: path without query -> the status every outlet answers there instead, e.g. ``{"/feed.xml": 500}``.
        addresses: ``http://host:port`` of each outlet by its id, once serving.

    Raises:
        OSError: on entering the block, when a port is taken.
    """

    def __init__(self, night: date, port: int = 0, stories: Iterable[Story] | None = None) -> None:
        self.night = night
        self.requests: list[Request] = []
        self.faults: dict[str, int] = {}
        self.addresses: dict[str, str] = {}
        self._port = port
        self._stories = tuple(load_stories() if stories is None else stories)
        self._sites: dict[tuple[str, date], Mapping[str, Answer]] = {}
        self._runners: list[web.AppRunner] = []

    def __enter__(self) -> Self:
        outlets = load_outlets().values()
        ports = [self._port and self._port + place for place in range(len(outlets))]
        listeners = [socket.create_server((_HOST, port)) for port in ports]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="newsroom", daemon=True)
        self._thread.start()
        for outlet, listener in zip(outlets, listeners, strict=True):
            self.addresses[outlet.id] = f"http://{_HOST}:{listener.getsockname()[1]}"
            asyncio.run_coroutine_threadsafe(self._serve(outlet, listener), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for runner in self._runners:
            asyncio.run_coroutine_threadsafe(runner.cleanup(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, outlet: str, path: str) -> str:
        """The address at which ``outlet`` answers ``path``."""
        return self.addresses[outlet] + path

    def write_publishers(self, path: Path) -> None:
        """Write the publishers file that points a fetcher at this server."""
        outlets = load_outlets()
        text = publishers_toml((outlets[name], address) for name, address in self.addresses.items())
        path.write_text(text, encoding="utf-8")

    async def _serve(self, outlet: Outlet, listener: socket.socket) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", partial(self._answer, outlet))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GOODBYE_SECONDS)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        self._runners.append(runner)

    async def _answer(self, outlet: Outlet, request: web.Request) -> web.Response:
        fault = self.faults.get(request.path)
        response = web.Response(status=fault) if fault else _respond(request, self._site(outlet))
        path, headers = request.path_qs, dict(request.headers)
        self.requests.append(Request(outlet.id, request.method, path, headers, response.status))
        return response

    def _site(self, outlet: Outlet) -> Mapping[str, Answer]:
        key = outlet.id, self.night
        if key not in self._sites:
            self._sites[key] = build_site(outlet, self._stories, self.night, self.addresses[outlet.id])
        return self._sites[key]


def _respond(request: web.Request, site: Mapping[str, Answer]) -> web.Response:
    answer = site.get(request.path)
    if answer is None:
        return web.Response(status=404, text=_ABSENT, content_type="text/html")
    etag = hashlib.sha256(answer.body).hexdigest()[:16]
    if _is_known(request, etag, answer):
        response = web.Response(status=304)
    else:
        response = web.Response(body=answer.body, content_type=answer.type, charset="utf-8")
    response.etag = etag
    response.last_modified = answer.changed
    return response


def _is_known(request: web.Request, etag: str, answer: Answer) -> bool:
    """Whether the asker already has this body; where both conditions are sent, the ETag alone decides."""
    if request.if_none_match is not None:
        return any(tag.value in ("*", etag) for tag in request.if_none_match)
    return request.if_modified_since is not None and answer.changed <= request.if_modified_since
