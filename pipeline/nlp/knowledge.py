"""The file of setting ``entities_file``: names with their Wikidata ids, kept by whoever runs the project.

Columns ``name``, ``wikidata_id`` and, if wanted, ``aliases`` (parted by semicolons); CSV in UTF-8, or Parquet.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pyarrow as pa

from pipeline.errors import ConfigurationError
from pipeline.ids import digest
from pipeline.nlp.identity import folded

_ID = re.compile(r"Q[1-9]\d*")


def knowledge_version(path: Path) -> str:
    """Digest of the file.

    Raises:
        ConfigurationError: there is no such file.
    """
    return digest(_content(path))[:16]


@lru_cache(maxsize=1)
def wikidata_ids(path: Path) -> dict[str, str]:
    """Folded name to Wikidata id; a name of two ids is nobody's.

    Raises:
        ConfigurationError: the file cannot be read, lacks a column or has a value that is no id; with the line.
    """
    found: dict[str, str | None] = {}
    table = _table(path)
    if missing := [name for name in ("name", "wikidata_id") if name not in table.column_names]:
        raise ConfigurationError(f"{path}: column {missing[0]!r} is missing; it has {', '.join(table.column_names)}")
    for number, row in enumerate(table.to_pylist(), 1):
        if not _ID.fullmatch(str(row["wikidata_id"])):
            raise ConfigurationError(f"{path}, row {number}: {row['wikidata_id']!r} is no Wikidata id such as Q42")
        for name in {folded(name) for name in f"{row['name']};{row.get('aliases') or ''}".split(";")} - {""}:
            found[name] = row["wikidata_id"] if found.get(name, row["wikidata_id"]) == row["wikidata_id"] else None
    return {name: known for name, known in found.items() if known}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror}); see NEWSLEDGER_ENTITIES_FILE") from error


def _table(path: Path) -> pa.Table:
    from pyarrow import csv, parquet

    source = BytesIO(_content(path))
    try:
        return parquet.read_table(source) if path.suffix == ".parquet" else csv.read_csv(source)
    except pa.ArrowException as error:
        raise ConfigurationError(f"{path}: is no {path.suffix.lstrip('.') or 'CSV'} file: {error}") from error
