"""Ask a publisher's feeds and sitemaps once, to see what answers."""

from __future__ import annotations

from typing import Any

from pipeline.errors import RetryLater, RowRefused
from pipeline.press.fetch import listing_of
from pipeline.press.network import Client
from pipeline.publishers import Publisher
from pipeline.settings import Settings

SHOWN = ("publisher_id", "address", "articles", "newest", "validators", "trouble")


async def probe(publisher: Publisher, settings: Settings) -> list[dict[str, Any]]:
    """A row of ``SHOWN`` for each feed, sitemap and page of the entry; ``trouble`` is null where it can be fetched.

    A sitemap index counts the sitemaps it lists, which are not asked.
    """
    kinds = [(url, "feed") for url in publisher.feeds] + [(url, "sitemap") for url in publisher.sitemaps]
    rows = []
    async with Client(settings, publisher.pace_seconds, publisher.private_places) as client:
        for url, kind in [*kinds, *((url, "page") for url in publisher.pages)]:
            row: dict[str, Any] = dict.fromkeys(SHOWN) | {"publisher_id": publisher.id, "address": url}
            try:
                answer = await client.get(url)
                row["validators"] = bool(answer.etag or answer.last_modified)
                if kind != "page":
                    listing = listing_of(answer, url, kind, settings)
                    row["articles"] = len(listing.articles) or f"{len(listing.sitemaps)} sitemaps"
                    row["newest"] = max((one.at for one in listing.articles if one.at), default=None)
                    row["trouble"] = None if listing.articles or listing.sitemaps else "it lists nothing"
            except (RowRefused, RetryLater) as error:
                row["trouble"] = str(error)
            rows.append(row)
    return rows
