"""How answers become HTML: one set of templates for the claims browser and for pages that are files, all escaped."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.settings import PROJECT

STYLE = PROJECT / "pipeline" / "web" / "static" / "style.css"


@cache
def environment() -> Environment:
    """The templates of ``pipeline/pages/templates``."""
    made = Environment(
        loader=PackageLoader("pipeline.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "itself": itself, "plural": plural, "query": query, "web_address": web_address}
    return made


def render(template: str, **values: Any) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)


def sheet(template: str, **values: Any) -> str:
    """A page that is one file: its style is in it, and it loads and runs nothing."""
    return render(template, style=STYLE.read_text(encoding="utf-8"), **values)


def day(value: date | datetime | None) -> str:
    """A day as people write it: 2 March 2026."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def itself(values: list[str] | None) -> dict[str, str]:
    """Choices that are shown as they are sent."""
    return {value: value for value in values or ()}


def web_address(value: str | None) -> str | None:
    """An address that a page may link to, or none: what was fetched can say ``javascript:``."""
    return value if value and urlsplit(value).scheme in ("http", "https") else None


def query(values: dict[str, Any], **more: Any) -> str:
    """A query string of what is given; ``None`` leaves a key out."""
    return urlencode({key: value for key, value in {**values, **more}.items() if value is not None})


def plural(count: int, word: str) -> str:
    """A number with its word: 1 claim, 2 claims, 10,000 claims."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
