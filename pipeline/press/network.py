"""The only code that opens a connection: polite, bounded, and closed to private addresses.

Robots rules are read by protego, names resolved by aiohttp. Every address is judged after name resolution and again
at each redirect, so that a feed cannot point the fetcher at a machine inside the network. How fast a host is asked is
kept in ``pipeline.press.pacing``.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from protego import Protego
from yarl import URL

from pipeline.errors import RetryLater, RowRefused
from pipeline.press.pacing import Pace, seconds_of
from pipeline.publishers import place_of
from pipeline.settings import Settings

_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (429, 500, 502, 503, 504)
_CHUNK = 65_536  # bytes
_CARRIERS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "::/96")]  # whose last 32 bits are an IPv4 address
_INNER = [ipaddress.ip_network(net) for net in ("64:ff9b:1::/48", "fec0::/10")]  # that Python takes for public
_NOTHING = "User-agent: *\nDisallow: /"  # a robots.txt that allows nothing


class ServerFailed(RetryLater):
    """The server answered, with a status that may pass; ``after`` is the wait in seconds that it asks for."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status 200 with a body, or 304 without.

    ``head`` is its status line and its header fields as they came, one a line, in ISO 8859-1.
    """

    status: int
    url: str
    body: bytes
    content_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    head: str = ""


@dataclass(slots=True)
class _Host:
    """What is known of one host: its robots rules, and when it may be asked again."""

    robots: Protego
    pace: Pace


class PublicResolver(AbstractResolver):
    """Resolves names, and refuses those that stand for private, loopback or link-local addresses.

    Args:
        private_places: hosts with port that may stand for such addresses.
    """

    def __init__(self, private_places: Container[str] = ()) -> None:
        self._private = private_places
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public addresses of ``host``.

        Raises:
            RowRefused: rule ``private_address``.
        """
        found = await self._inner.resolve(host, port, family)
        for result in found if f"{host}:{port}" not in self._private else ():
            _refuse_private(result["host"], host)
        return found

    async def close(self) -> None:
        """Nothing is held open."""
        await self._inner.close()


class Client:
    """An HTTP client for one publisher's run.

    Args:
        settings: limits and user agent.
        pace_seconds: least time between two requests to one host; a robots crawl-delay may raise it.
        private_places: hosts with port that may be asked though their addresses are private.
    """

    def __init__(self, settings: Settings, pace_seconds: float, private_places: Container[str] = ()) -> None:
        self._settings = settings
        self._pace = pace_seconds
        self._private = private_places
        self._hosts: dict[str, _Host] = {}
        self._opening: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._silent: dict[str, str] = {}  # hosts that did not answer at all: what was said of them

    async def __aenter__(self) -> Self:
        self._ends_at = asyncio.get_running_loop().time() + 60 * self._settings.fetch_minutes
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=PublicResolver(self._private)),
            timeout=aiohttp.ClientTimeout(total=self._settings.timeout_seconds),
            headers={"User-Agent": self._settings.user_agent, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Response:
        """The resource at ``url``, or status 304 if it is still what the validators name.

        Raises:
            RowRefused: the address may not be asked, or answered in a way that a later try will not mend.
            RetryLater: no answer, or one that may pass, after all attempts.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in validators.items() if value}
        seen = url
        for _ in range(self._settings.max_redirects + 1):
            host = await self._host(seen)
            if not host.robots.can_fetch(seen, self._settings.user_agent):
                raise RowRefused("robots", f"{seen}: the host's robots.txt forbids it")
            answer = await self._attempt(seen, headers, host)
            if isinstance(answer, Response):
                return answer
            seen = _joined(seen, answer)
        raise RowRefused("redirects", f"{url}: more than {self._settings.max_redirects} redirects, last to {seen}")

    async def _attempt(self, url: str, headers: dict[str, str], host: _Host) -> Response | str:
        """One request with its retries: the response, or the address it redirects to."""
        for attempt in range(1, self._settings.attempts + 1):
            async with host.pace.turn(self._ends_at) as turn:
                try:
                    return await self._request(url, headers)
                except RowRefused:
                    raise
                except RetryLater as error:
                    turn.failed(error.after if isinstance(error, ServerFailed) else None)
                    if attempt == self._settings.attempts:
                        raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _request(self, url: str, headers: dict[str, str]) -> Response | str:
        limit = self._settings.max_body_bytes
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status in _REDIRECTS and "Location" in answer.headers:
                    return _text(answer.headers["Location"])
                if answer.status in _PASSING:
                    after = seconds_of(answer.headers.get("Retry-After"), answer.headers.get("Date"))
                    raise ServerFailed(f"{url}: the server answered {answer.status} {_text(answer.reason)}", after)
                if answer.status not in (200, 304):
                    told = f"{url}: answered {answer.status} {_text(answer.reason)}"
                    raise RowRefused(f"http_{answer.status}", told)
                body = bytearray()
                if (answer.content_length or 0) > limit:
                    raise RowRefused("too_large", f"{url}: the body is longer than {limit} bytes")
                async for chunk in answer.content.iter_chunked(_CHUNK):
                    body += chunk
                    if len(body) > limit:
                        raise RowRefused("too_large", f"{url}: the body is longer than {limit} bytes")
                return Response(
                    status=answer.status,
                    url=url,
                    body=bytes(body),
                    content_type=answer.content_type.lower(),
                    charset=answer.charset,
                    etag=_text(answer.headers.get("ETag")) or None,
                    last_modified=_text(answer.headers.get("Last-Modified")) or None,
                    head=_head(answer),
                )
        except UnicodeError as error:
            raise RowRefused("no_web_address", f"{url}: not a host name: {error}") from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise RetryLater(f"{url}: no answer: {error or type(error).__name__}") from error

    async def _host(self, url: str) -> _Host:
        """The host of ``url``, its robots.txt read on first use.

        Raises:
            RowRefused: the address is not http(s), or is a private one.
        """
        origin = self._judge(url)
        async with self._opening[origin]:
            if origin in self._silent:
                raise RetryLater(self._silent[origin])
            if origin in self._hosts:
                return self._hosts[origin]
            try:
                rules = Protego.parse(await self._robots(origin))
            except RetryLater as error:
                self._silent[origin] = str(error)
                raise
            delay = float(rules.crawl_delay(self._settings.user_agent) or 0.0)
            self._hosts[origin] = _Host(rules, Pace(origin, max(self._pace, delay)))
            return self._hosts[origin]

    def _judge(self, url: str) -> str:
        """The origin of an address that may be asked.

        Raises:
            RowRefused: the address is not http(s), or is a private one.
        """
        parts = _split(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RowRefused("no_web_address", f"{url}: not an http or https address")
        if place_of(url) not in self._private:
            _refuse_private(_asked_for(url), parts.hostname)
        return f"{parts.scheme}://{parts.netloc}"

    async def _robots(self, origin: str) -> str:
        """The text of robots.txt; a host without one allows all, a host that fails allows nothing (RFC 9309).

        Raises:
            RetryLater: the host does not answer at all.
            RowRefused: the host, or the place robots.txt has moved to, is inside a private network.
        """
        address = f"{origin}/robots.txt"
        try:
            for _ in range(self._settings.max_redirects + 1):
                answer = await self._request(address, {})
                if isinstance(answer, Response):
                    return answer.body.decode("utf-8", "replace")
                address = _joined(address, answer)
                self._judge(address)
        except RowRefused as error:
            if error.rule in ("private_address", "no_web_address"):
                raise
            return _NOTHING if error.rule == "too_large" or error.rule.startswith("http_5") else ""
        except ServerFailed:
            return _NOTHING
        return ""


def _head(answer: aiohttp.ClientResponse) -> str:
    version = f"HTTP/{answer.version.major}.{answer.version.minor}" if answer.version else "HTTP/1.1"
    fields = (f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in answer.raw_headers)
    return "\n".join((f"{version} {answer.status} {_text(answer.reason)}".rstrip(), *fields))


def _text(header: str | None) -> str:
    """A header as text that can be kept; bytes that are not UTF-8 are replaced."""
    return (header or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise RowRefused("no_web_address", f"{url}: not an address: {error}") from None


def _asked_for(url: str) -> str:
    """The host that aiohttp connects to, which spells ``①②⑦.0.0.1`` and its like in plain digits."""
    try:
        return URL(url).host or ""
    except ValueError as error:
        raise RowRefused("no_web_address", f"{url}: not an address: {error}") from None


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError as error:
        raise RowRefused("no_web_address", f"{base}: redirects to {target!r}, which is no address: {error}") from None


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address leads out of every network; an IPv4 address that IPv6 carries is judged as such."""
    if address.is_multicast or not address.is_global or any(address in net for net in _INNER):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if any(address in net for net in _CARRIERS) else None
    return all(_is_public(inner) for inner in (last, address.sixtofour, *(address.teredo or ())) if inner)


def _refuse_private(address: str, host: str) -> None:
    try:
        is_public = _is_public(ipaddress.ip_address(address.strip("[]")))
    except ValueError:
        return  # a name, not an address: judged when it is resolved
    if not is_public:
        raise RowRefused(
            "private_address",
            f"{host} is at {address}, inside a private network; if that is meant, name the host in a feed or a "
            "sitemap of the publisher and set private_network = true",
        )
