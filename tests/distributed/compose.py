"""docker-compose.yml as Compose reads it: merged, with every variable filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from pipeline.settings import PROJECT

FILE = PROJECT / "docker-compose.yml"
EXAMPLE = PROJECT / ".env.example"
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\})")


def services(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The services by name.

    Raises:
        LookupError: a variable that must have a value has none.
    """
    return _filled(yaml.safe_load(FILE.read_text(encoding="utf-8")), environment)["services"]


def variables(path: Path) -> dict[str, str]:
    """The variables of an environment file."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def _filled(value: Any, environment: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _VARIABLE.sub(lambda found: _value(found, environment), value)
    if isinstance(value, list):
        return [_filled(item, environment) for item in value]
    if isinstance(value, dict):
        return {
            key: environment.get(key) if item is None else _filled(item, environment) for key, item in value.items()
        }
    return value


def _value(found: re.Match[str], environment: Mapping[str, str]) -> str:
    if found["dollar"]:
        return "$"
    value = environment.get(found["name"], "")
    if value or not found["kind"]:
        return value
    if found["kind"] == "?":
        raise LookupError(f"{found['name']}: {found['rest']}")
    return found["rest"]
