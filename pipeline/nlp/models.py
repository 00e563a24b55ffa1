"""The models that setting ``model`` may name, and what exactly each stands for; loads no language library."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

from pipeline.errors import ConfigurationError

ENCODERS = ("encoder", "fast")
"""The trained networks that come with the project: the accurate one, and one of two layers at twice its speed."""
PLAIN = "plain"
"""Names and claims by word lists and rules."""
MODELS = (*ENCODERS, PLAIN)

WEIGHTS = Path(__file__).parent / "weights"
_RULES = "0.2"  # version of the word lists and rules


def extractor_version(model: str) -> str:
    """Name and version of what reads texts under ``model``; a network's version is a digest of its weights.

    Raises:
        ConfigurationError: there is no such model, or its weights are not installed.
    """
    if model == PLAIN:
        return f"{PLAIN} {_RULES}"
    if model in ENCODERS:
        return f"{model} {_digest(model)}"
    try:
        installed = version(model)
    except (PackageNotFoundError, ValueError):
        installed = ""
    if not installed or model.replace("-", "_") not in installed_pipelines():
        raise ConfigurationError(
            f"no model is called {model!r}; there are {', '.join(MODELS)}, and of spaCy's pipelines "
            f"{', '.join(installed_pipelines()) or 'none is installed'}; to get one: python -m spacy download {model}"
        )
    return f"{model} {installed}, claims by {ENCODERS[0]} {_digest(ENCODERS[0])}"


def weights_of(model: str) -> Path:
    """The folder of the network that finds the claims under ``model``."""
    return WEIGHTS / (model if model in ENCODERS else ENCODERS[0])


def installed_pipelines() -> list[str]:
    """The spaCy pipelines that are installed as packages."""
    return sorted({entry.name for entry in entry_points(group="spacy_models")})


def _digest(model: str) -> str:
    meta = weights_of(model) / "meta.json"
    try:
        return str(json.loads(meta.read_text(encoding="utf-8"))["model_sha256"][:12])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{meta}: the network's weights are missing or damaged ({error!r})") from error
