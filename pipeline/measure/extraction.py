"""Claims and mentions of text files, without lake or warehouse: the form in which extractors are measured.

One JSON line a file: ``path``; ``attributions`` with ``source``, ``cue`` and ``content`` as lists of [start, end], and
``parent``, the number in this list of the claim in whose content one stands, null where it stands in none;
``mentions`` with ``start``, ``end``, ``label`` and ``entity``; ``no_claims_because``, see table readings. Offsets are
code points into the file as read in UTF-8 without newline translation, half-open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigurationError
from pipeline.stages.extract import silence_of
from pipeline.stages.parse import language_of


def texts_in(paths: Iterable[Path]) -> list[Path]:
    """The files of ``paths``, folders standing for the ``.txt`` files below them.

    Raises:
        ConfigurationError: a path does not exist.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ConfigurationError(f"{path}: no such file or folder")
        files += sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    return files


def write_extraction(files: Iterable[Path], to: Path, model: str) -> list[str]:
    """Write one line a readable file to ``to``, as ``model`` reads it; a message for each file that is not.

    Raises:
        ConfigurationError: ``to`` cannot be written.
    """
    from pipeline.nlp.reader import Reader

    reader = Reader(model)
    unread: list[str] = []
    try:
        with to.open("w", encoding="utf-8") as sink:
            for file in files:
                try:
                    text = file.read_bytes().decode("utf-8")
                except (OSError, UnicodeDecodeError) as error:
                    unread.append(f"{file}: not read: {error}")
                    continue
                sink.write(json.dumps({"path": str(file), **_read(reader, text)}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise ConfigurationError(f"{to}: cannot be written: {error.strerror}") from error
    return unread


def _read(reader: Any, text: str) -> dict[str, Any]:
    reading = next(iter(reader.read([text])))
    return {
        "no_claims_because": None if reading.claims else silence_of(text, language_of(text)),
        "attributions": [
            {
                "source": claim.source,
                "cue": claim.cue,
                "content": claim.content,
                "quote_type": claim.quote_type,
                "speaker": claim.speaker,
                "confidence": claim.confidence,
                "role": claim.role,
                "unresolved_reason": claim.unresolved_reason,
                "parent": claim.parent,
            }
            for claim in reading.claims
        ],
        "mentions": [
            {"start": m.span.start, "end": m.span.end, "label": m.label, "kind": m.kind, "entity": m.name}
            for m in reading.mentions
        ],
    }
