"""``spacy.load("newsledger")`` opens the project's reading of news as a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_config

from pipeline.nlp.components import config_of
from pipeline.nlp.models import ENCODERS


def load(config: dict[str, Any] | None = None, **given: Iterable[str] | Any) -> Language:
    """What ``spacy.load`` calls; ``config={"model": "fast"}`` opens another of the project's models."""
    return load_model_from_config(config_of((config or {}).get("model", ENCODERS[0])), auto_fill=True, **given)
