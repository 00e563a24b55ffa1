"""Everything that may differ between two installations, read from ``NEWSLEDGER_*`` environment variables.

``NEWSLEDGER_HOME=/data/newsledger`` sets ``home``, and so on; defaults suit one person on one machine.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import ConfigurationError
from pipeline.ids import digest

_SOURCE = Path(__file__).resolve().parent
PROJECT = _SOURCE.parent
_IS_CHECKOUT = (PROJECT / "pyproject.toml").exists()
RESOURCES = PROJECT if _IS_CHECKOUT else _SOURCE / "resources"
"""The folder of sql/ and expectations/: the checkout, or what a wheel carries along."""
_NO_ROWS = (  # source that makes no row
    "alerts.py", "cli.py", "commands", "forms.py", "measure", "pages", "reference.py", "tasks.py", "web",
)  # fmt: skip


class Settings(BaseSettings):
    """One installation's settings."""

    model_config = SettingsConfigDict(env_prefix="NEWSLEDGER_", frozen=True)

    home: Path = Field(Path(".newsledger"), description="folder that everything is written to")
    lake: str = Field("", description="pyarrow file system URI of the Parquet lake; default: `lake` below home")
    publishers: Path = Field(
        (PROJECT if _IS_CHECKOUT else Path()) / "publishers.toml", description="the file that lists the publishers"
    )
    expectations: Path = Field(RESOURCES / "expectations", description="folder of the validation suites")
    entities_file: Path | None = Field(
        None,
        description="CSV or Parquet file with columns `name`, `wikidata_id` and `aliases` (divided by semicolons)",
    )
    model: str = Field(
        "encoder",
        description="what reads the texts of new nights: `encoder` (a trained network), `fast` (a smaller one, at "
        "twice the speed), `plain` (rules, ten times faster), or the name of an installed spaCy pipeline, which then "
        "gives tokens and names",
    )
    documents_per_shard: int = Field(1000, ge=1, description="size of the unit of parallel work, in articles")
    workers: int = Field(1, ge=1, description="processes that work on the shards of a night in parallel")
    editions_kept: int = Field(3, ge=1, description="published editions that are kept, the newest ones")
    memory_nights: int = Field(14, ge=0, description="earlier nights that are searched for copies and equal claims")
    user_agent: str = Field(
        f"newsledger/{version('newsledger')} (+contact: set NEWSLEDGER_USER_AGENT)", description="sent with requests"
    )
    timeout_seconds: float = Field(30, gt=0, description="limit for one request, body included")
    max_body_bytes: int = Field(5_000_000, gt=0, description="a longer response is refused")
    max_redirects: int = Field(5, ge=0, description="redirects followed in one request")
    attempts: int = Field(3, ge=1, description="attempts at a request that fails temporarily")
    fetch_minutes: float = Field(
        120, gt=0, description="time for one publisher's night; what is left is over the limit"
    )
    retry_seconds: float = Field(30, ge=0, description="pause before Airflow tries a failed task again")
    deadline_minutes: float = Field(360, gt=0, description="a nightly run that takes longer is reported; it goes on")
    alert_webhook: str = Field("", pattern=r"^(https?://.+)?$", description="address that alerts are posted to as JSON")
    alert_mail: str = Field("", description="addresses that alerts are mailed to, separated by commas")
    alert_smtp: str = Field(
        "smtp://127.0.0.1:25",
        pattern=r"^smtps?://.+$",
        description="the mail server, as smtp(s)://user:password@host:port; smtp with a user means STARTTLS",
    )
    nights_kept: int | None = Field(None, ge=31, description="newest nights that upkeep keeps; default: all")
    parse_seconds: float = Field(
        20, gt=0, description="processor time for reading one page or feed; a slower one is refused"
    )
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
    "babel", "courlan", "fastwarc", "feedparser", "great-expectations", "htmldate", "lxml", "numpy", "onnxruntime",
    "pandas", "py3langid", "pyarrow", "python-dateutil", "rensa", "spacy", "tokenizers", "trafilatura",
)  # fmt: skip


@cache
def library_versions() -> str:
    """The versions of the libraries that may change what comes out of a stage, as ``name version, …``."""
    return ", ".join(f"{name} {version(name)}" for name in _DECISIVE)
