"""The outlets to fetch from: data in one TOML file, never code."""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigurationError

FILES_PUBLISHER = "files"  # the publisher_id of articles that were given as files


def place_of(url: str) -> str:
    """The host and port of a web address, such as ``paper.example:443``; empty where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if parts.hostname and port else ""


class Publisher(BaseModel):
    """One outlet to fetch from; an entry of the publishers file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$", description="short name, used as publisher_id")
    name: str = Field(description="name as printed")
    domain: str = Field(description="the outlet's own domain")
    language: str = Field("en", description="ISO 639-1 code of its articles")
    feeds: tuple[str, ...] = Field((), description="addresses of RSS, Atom or JSON feeds")
    sitemaps: tuple[str, ...] = Field((), description="addresses of news sitemaps or sitemap indexes")
    pages: tuple[str, ...] = Field((), description="addresses of single articles")
    pace_seconds: float = Field(5.0, ge=0, description="least time between two requests to one host")
    most_articles: int = Field(2000, ge=1, description="articles asked for in one night; the rest is over the limit")
    private_network: bool | tuple[str, ...] = Field(
        False,
        description="whether the hosts of its own entry may be at private addresses, or further ones, as host:port",
    )
    licence: str = Field("", description="what may be done with its texts")

    @property
    def private_places(self) -> frozenset[str]:
        """Hosts with port that are asked though their addresses are private: those of its own entry, if it says so."""
        if not self.private_network:
            return frozenset()
        further = self.private_network if isinstance(self.private_network, tuple) else ()
        return frozenset((*map(place_of, (*self.feeds, *self.sitemaps, *self.pages)), *further)) - {""}


def load_publishers(path: Path) -> dict[str, Publisher]:
    """The publishers of a TOML file with ``[[publishers]]`` entries, by id.

    Raises:
        ConfigurationError: the file is missing, is no TOML, or an entry is wrong; the message names entry and field.
    """
    try:
        return read_publishers(path.read_text(encoding="utf-8"), path)
    except OSError as error:
        raise ConfigurationError(
            f"no publishers file at {path} ({error.strerror}); set NEWSLEDGER_PUBLISHERS"
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}") from error


def read_publishers(text: str, path: Path) -> dict[str, Publisher]:
    """The publishers that ``text`` lists, which stands or will stand in the file ``path``; see ``load_publishers``."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}") from error
    entries = content.get("publishers", [])
    if content.keys() - {"publishers"} or not isinstance(entries, list):
        raise ConfigurationError(f"{path}: publishers are given as [[publishers]] entries and nothing else")
    found: dict[str, Publisher] = {}
    for number, entry in enumerate(entries, 1):
        try:
            publisher = Publisher.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise ConfigurationError(f"{path}, publisher {number}, field {field!r}: {first['msg']}") from None
        if publisher.id in found or publisher.id == FILES_PUBLISHER:
            raise ConfigurationError(f"{path}, publisher {number}: the id {publisher.id!r} is taken")
        found[publisher.id] = publisher
    return found
