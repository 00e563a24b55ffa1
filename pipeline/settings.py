"""Everything that may differ between two installations, read from ``NEWSLEDGER_*`` environment variables.

``NEWSLEDGER_HOME=/data/newsledger`` sets ``home``, and so on; defaults suit one person on one machine.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import ConfigurationError
from pipeline.ids import digest

_SOURCE = Path(__file__).resolve().parent
PROJECT = _SOURCE.parent
_IS_CHECKOUT = (PROJECT / "pyproject.toml").exists()
RESOURCES = PROJECT if _IS_CHECKOUT else _SOURCE / "resources"
"""The folder of sql/ and expectations/: the checkout, or what a wheel carries along."""
_NO_ROWS = ("cli.py", "commands", "measure", "pages", "reference.py", "tasks.py", "web")  # source that makes no row
FILES_PUBLISHER = "files"  # the publisher_id of articles that were given as files


class Settings(BaseSettings):
    """One installation's settings."""

    model_config = SettingsConfigDict(env_prefix="NEWSLEDGER_", frozen=True)

    home: Path = Field(Path(".newsledger"), description="folder that everything is written under")
    lake: str = Field("", description="pyarrow file system URI of the Parquet lake; default: <home>/lake")
    publishers: Path = Field(
        (PROJECT if _IS_CHECKOUT else Path()) / "publishers.toml", description="the file that lists the publishers"
    )
    expectations: Path = Field(RESOURCES / "expectations", description="folder of the validation suites")
    entities_file: Path | None = Field(None, description="CSV or Parquet file of known entities with Wikidata ids")
    model: str = Field("encoder", description="what reads the texts: encoder, fast, plain, or a spaCy pipeline")
    documents_per_shard: int = Field(1000, ge=1, description="size of the unit of parallel work, in articles")
    editions_kept: int = Field(3, ge=1, description="published editions that are kept, the newest ones")
    memory_nights: int = Field(14, ge=0, description="nights before, that are searched for copies and equal claims")
    user_agent: str = Field("newsledger/0.1 (+contact: set NEWSLEDGER_USER_AGENT)", description="sent with requests")
    timeout_seconds: float = Field(30, gt=0, description="limit for one request, body included")
    max_body_bytes: int = Field(5_000_000, gt=0, description="a longer response is refused")
    max_redirects: int = Field(5, ge=0, description="redirects followed in one request")
    attempts: int = Field(3, ge=1, description="tries of one request that fails in a passing way")
    fetch_minutes: float = Field(
        120, gt=0, description="time for one publisher's night; what is left is over the limit"
    )
    parse_seconds: float = Field(20, gt=0, description="time for reading one page or feed; a slower one is refused")
    excerpt_characters: int = Field(
        280, ge=1, description="longest text of one claim in a file exported by the browser"
    )
    export_rows: int = Field(10_000, ge=1, description="most claims in a file exported by the browser")

    @property
    def lake_uri(self) -> str:
        """Where the Parquet lake lives, as a pyarrow file system URI."""
        return self.lake or (self.home.resolve() / "lake").as_uri()

    @property
    def working_warehouse(self) -> Path:
        """The DuckDB file that the pipeline writes; analysts never open it."""
        return self.home / "working.duckdb"

    @property
    def published_warehouse(self) -> Path:
        """The DuckDB file that analysts open; replaced whole by each edition."""
        return self.home / "newsledger.duckdb"


def load_settings() -> Settings:
    """The settings of this process's environment.

    Raises:
        ConfigurationError: naming the first variable whose value is wrong.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        variable = "NEWSLEDGER_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(f"{variable}: {first['msg']}, not {first['input']!r}") from None


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
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"no publishers file at {path} ({error.strerror}); set NEWSLEDGER_PUBLISHERS"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
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


@cache
def code_version() -> str:
    """Version of this project, with a digest of the source that makes rows: other code means other runs.

    What only shows rows is left out, so that a page's new look does not make every night anew.
    """
    sources = (
        path
        for path in _SOURCE.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.relative_to(_SOURCE).parts[0] not in _NO_ROWS
    )
    content = b"".join(digest(p.read_bytes()).encode() for p in sorted(sources))
    return f"{version('newsledger')}+{digest(content)[:12]}"


_DECISIVE = (  # libraries whose version may change a row
    "feedparser", "great-expectations", "numpy", "onnxruntime", "pandas", "py3langid", "pyarrow", "spacy", "tokenizers",
    "trafilatura",
)  # fmt: skip


@cache
def library_versions() -> str:
    """The versions of the libraries that may change what comes out of a stage, as ``name version, …``."""
    return ", ".join(f"{name} {version(name)}" for name in _DECISIVE)
