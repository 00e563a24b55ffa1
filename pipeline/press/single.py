"""Single addresses given by hand, as publishers of a night: each outlet's in one, at its own pace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.errors import ConfigurationError
from pipeline.publishers import Publisher, place_of
from pipeline.urls import outlet_of, site_of


def publishers_of(addresses: Iterable[str], known: Mapping[str, Publisher]) -> list[Publisher]:
    """The outlets of the addresses, which list these pages and nothing else.

    A known publisher whose domain or feeds the address belongs to keeps its name, pace and rights.

    Raises:
        ConfigurationError: one is no web address.
    """
    pages: dict[Publisher, list[str]] = defaultdict(list)
    for address in addresses:
        if not place_of(address) or not address.startswith(("http://", "https://")):
            raise ConfigurationError(f"{address}: this is no web address; it begins with http:// or https://")
        own = (publisher for publisher in known.values() if _is_of(address, publisher))
        site = outlet_of(address)
        pages[next(own, None) or Publisher(id=site, name=site, domain=site)].append(address)
    return [_only(outlet, tuple(found)) for outlet, found in pages.items()]


def _is_of(address: str, publisher: Publisher) -> bool:
    listed = (*publisher.feeds, *publisher.sitemaps, *publisher.pages)
    is_same_site = site_of(address) == site_of(f"https://{publisher.domain}")
    return is_same_site or place_of(address) in map(place_of, listed)


def _only(outlet: Publisher, pages: tuple[str, ...]) -> Publisher:
    """The outlet with these pages alone; private hosts that its own entry allows stay allowed."""
    allowed = tuple(sorted(outlet.private_places))
    return outlet.model_copy(update={"feeds": (), "sitemaps": (), "pages": pages, "private_network": allowed})
