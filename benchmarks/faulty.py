"""A small web on loopback: many hosts, each with a feed and pages, and hosts with every fault there is."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import Counter
from typing import Self

from aiohttp import web

STORY = "<p>“The bridge of {0} will open in May,” Mayor Ines Calloway said on Monday to all who had come.</p>" * 3
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "bomb" * 100}">' for n in range(10))
LARGE = b"<p>words</p>" * 4_000_000  # 48 MB
PACKED = gzip.compress(LARGE)
FAULTS = (
    *("retry_after", "unavailable", "trickle", "redirects", "large", "gzip_bomb", "entity_bomb", "disallow"),
    *("robots_500", "changed_etag", "future", "long_feed", "private_feed", "wrong_type", "lying"),
)


class Web:
    """Serves hosts ``127.0.1.1``, ``127.0.1.2``, … on one port while its ``with`` block runs.

    Attributes:
        hosts: host -> its fault, empty for a sound one.
        asked: (host, path) -> how often it was asked for; ``answered`` the statuses of a host.
    """

    def __init__(self, sound: int, pages: int) -> None:
        names = ["" for _ in range(sound)] + list(FAULTS)
        self.hosts = {f"127.0.1.{number}": fault for number, fault in enumerate(names, 1)}
        self.pages = pages
        self.asked: Counter[tuple[str, str]] = Counter()
        self.answered: dict[str, Counter[int]] = {host: Counter() for host in self.hosts}
        self.version = 1

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, host: str, path: str) -> str:
        """The address of a path of a host."""
        return f"http://{host}:{self.port}{path}"

    def publishers(self, pace: float, most: int = 20) -> str:
        """The publishers file that lists every host, each asked for so many articles at most."""
        return "\n".join(
            f'[[publishers]]\nid = "h{number}"\nname = "Host {number}"\ndomain = "{host}"\n'
            f'feeds = ["{self.url(host, "/feed.xml")}"]\npace_seconds = {pace}\nmost_articles = {most}\n'
            "private_network = true\n"
            for number, host in enumerate(self.hosts, 1)
        )

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        self.port = 0
        for host in (*self.hosts, "127.0.0.1"):
            site = web.TCPSite(self._runner, host, self.port)
            await site.start()
            self.port = self._runner.addresses[-1][1]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        self.asked[host, request.path] += 1
        answer = await self._made(request, host, self.hosts.get(host, "outside"))
        self.answered.setdefault(host, Counter())[answer.status] += 1
        return answer

    async def _made(self, request: web.Request, host: str, fault: str) -> web.StreamResponse:
        if request.path == "/robots.txt":
            text = "User-agent: *\nDisallow: /page/" if fault == "disallow" else ""
            return web.Response(status=500 if fault == "robots_500" else 200, text=text)
        if request.path == "/feed.xml":
            return self._feed(request, host, fault)
        if fault == "trickle":
            return await self._trickled(request)
        if fault == "retry_after" and self.asked[host, request.path] == 1:
            return web.Response(status=429, headers={"Retry-After": "1"})
        broken = self._broken(request, fault)
        tag = f'"{request.path}-{self.version if fault == "changed_etag" else 1}"'
        return broken or self._page(request, tag, f"<html><body>{STORY.format(request.path + tag)}</body></html>")

    def _broken(self, request: web.Request, fault: str) -> web.Response | None:
        """The answer of a host that gives no page at all."""
        headers = {"Content-Type": "text/html; charset=utf-8"}
        match fault:
            case "unavailable":
                return web.Response(status=503)
            case "redirects":
                return web.Response(status=302, headers={"Location": f"{request.path}x"})
            case "large":
                return web.Response(body=LARGE, headers=headers)
            case "gzip_bomb":
                return web.Response(body=PACKED, headers=headers | {"Content-Encoding": "gzip"})
            case "wrong_type":
                return web.Response(body=b"\x89PNG\r\n", content_type="image/png")
            case "lying":
                return web.Response(body=STORY.format("Zoë").encode("cp1252"), headers=headers)
            case _:
                return None

    def _page(self, request: web.Request, tag: str, body: str, kind: str = "text/html") -> web.Response:
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(text=body, headers={"ETag": tag}, content_type=kind)

    def _feed(self, request: web.Request, host: str, fault: str) -> web.Response:
        count = {"long_feed": 10_000, "": self.pages}.get(fault, 3)
        links = [self.url(host, f"/page/{number}") for number in range(count)]
        if fault == "private_feed":
            links = [
                f"http://127.0.0.1:{self.port}/secret",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/x",
            ]
        date = "<pubDate>Mon, 02 Mar 2099 06:30:00 GMT</pubDate>" if fault == "future" else ""
        items = "".join(f"<item><link>{link}</link>{date}</item>" for link in links)
        if fault == "entity_bomb":
            items = f"<item><title>&a9;</title><link>{self.url(host, '/page/0')}</link></item>"
        doctype = f"<!DOCTYPE rss [{BOMB}]>" if fault == "entity_bomb" else ""
        body = f"{doctype}<rss version='2.0'><channel>{items}</channel></rss>"
        return self._page(request, '"feed"', body, "application/rss+xml")

    async def _trickled(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        try:
            for _ in range(600):
                await answer.write(b"<")
                await asyncio.sleep(0.1)
        except ConnectionError:
            pass
        return answer
