"""Calling the client that fetches, with its server on loopback."""

from __future__ import annotations

import asyncio

import pytest
from origin import Answer

from pipeline.errors import RowRefused
from pipeline.press.network import Client, Response
from pipeline.settings import Settings

PAGE = Answer(b"<p>Hello</p>", headers={"Content-Type": "Text/HTML; charset=ISO-8859-1"})


class EveryPlace:
    """Private addresses that may all be asked."""

    def __contains__(self, place):
        return True


EVERY_PLACE = EveryPlace()


def with_client(use, *, pace=0.0, private=True, **settings):
    """What ``use`` gives back, called with an open client."""

    async def work():
        limits = Settings(**{"attempts": 1, "timeout_seconds": 5} | settings)
        async with Client(limits, pace, EVERY_PLACE if private else ()) as client:
            return await use(client)

    return asyncio.run(work())


def get(url, etag=None, last_modified=None, **more) -> Response:
    return with_client(lambda client: client.get(url, etag, last_modified), **more)


def rule_of(url, **more) -> str:
    with pytest.raises(RowRefused) as told:
        get(url, **more)
    assert told.value.reason
    return told.value.rule


def robots(text) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "text/plain"})
