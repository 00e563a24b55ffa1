"""The outlets, as ``outlets.toml`` describes them, and the publishers file that points a fetcher at them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

_TOML = Path(__file__).parent / "outlets.toml"


@dataclass(frozen=True, slots=True)
class File:
    """One address of an outlet that is not a story: its path, its template, and the media type it is sent with."""

    path: str
    template: str
    type: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet.

    Args:
        domain: the domain of its canonical addresses; nothing is served there.
        language: ISO 639-1 code; ``locale`` adds the country, as the pages' ``lang`` attribute has it.
        feeds, sitemaps: paths of ``files`` where a fetcher begins.
    """

    id: str
    name: str
    domain: str
    tagline: str
    language: str
    locale: str
    sections: tuple[str, ...]
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    files: tuple[File, ...]


@cache
def load_outlets() -> Mapping[str, Outlet]:
    """All outlets by id, in the order of their ports."""
    rows = tomllib.loads(_TOML.read_text(encoding="utf-8"))["outlets"]
    return {outlet.id: outlet for outlet in TypeAdapter(tuple[Outlet, ...]).validate_python(rows)}


def publishers_toml(addresses: Iterable[tuple[Outlet, str]]) -> str:
    """A publishers file for outlets served at the given addresses (``http://host:port``, no slash at the end)."""
    return "\n".join(_publisher(outlet, address) for outlet, address in addresses)


def _publisher(outlet: Outlet, address: str) -> str:
    # A JSON string or list of strings is also a TOML one.
    values = {
        "id": outlet.id,
        "name": outlet.name,
        "domain": outlet.domain,
        "language": outlet.language,
        "feeds": [address + path for path in outlet.feeds],
        "sitemaps": [address + path for path in outlet.sitemaps],
        "pace_seconds": 0.0,
        "private_network": True,
        "licence": "invented text, same licence as the project",
    }
    return "[[publishers]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
