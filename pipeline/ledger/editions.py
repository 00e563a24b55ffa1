"""Editions: finished copies of the working file, the last ones kept, one of them in the place that analysts open.

<home>/editions/<edition>/newsledger.duckdb, edition.json
<home>/newsledger.duckdb, newsledger.duckdb.json        the one that is served: a link to its file, put by a rename
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ConfigurationError, RetryLater
from pipeline.locks import held
from pipeline.settings import Settings

_ROOM = 2  # free space asked for, over the size of the working file: the full-text index adds half to its copy


class Edition(BaseModel):
    """What stands beside an edition's file.

    Args:
        edition: its name: the last night, and a digest of the runs, overrides and definitions that it is made of.
        sha256: of the file's bytes; ``sha256sum`` gives the same.
        tables: rows of each table.
    """

    model_config = ConfigDict(frozen=True)

    edition: str
    first_night: date | None
    last_night: date | None
    nights: int
    tables: dict[str, int]
    code_version: str
    made_at: datetime
    size: int = 0
    sha256: str = ""


def alone(settings: Settings) -> AbstractContextManager[None]:
    """Keep others from making, serving and removing editions."""
    return held(settings.home / "locks" / "editions", str(_folder(settings)))


def begin(working: Path, name: str, settings: Settings) -> Path | None:
    """A copy of the working file to be finished and kept as an edition; none if that edition is kept already.

    Raises:
        RetryLater: the disk has no room for the copy; nothing has been written.
    """
    folder = _folder(settings) / name
    if _read(folder / "edition.json"):
        return None
    _ask_for_room(working.stat().st_size, settings)
    aside = folder.with_name(f"{name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    return shutil.copyfile(working, aside / settings.published_warehouse.name)


def keep(copy: Path, edition: Edition) -> None:
    """Keep a finished copy as an edition, with its size and checksum beside it."""
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    made = edition.model_copy(update={"size": copy.stat().st_size, "sha256": sha256})
    (copy.parent / "edition.json").write_text(made.model_dump_json(indent=1), encoding="utf-8")
    folder = copy.parent.with_name(edition.edition)
    shutil.rmtree(folder, ignore_errors=True)
    copy.parent.replace(folder)


def serve(name: str, settings: Settings) -> Path:
    """Put a kept edition where analysts open it; a session that is open keeps the one it opened.

    Raises:
        ConfigurationError: there is no such edition, or its file is not what its checksum says.
    """
    folder, target = _folder(settings) / name, settings.published_warehouse
    file = folder / target.name
    edition = _read(folder / "edition.json")
    if edition is None:
        known = ", ".join(kept.edition for kept in editions(settings)) or "none"
        raise ConfigurationError(f"there is no edition {name!r}; kept are: {known}")
    with file.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != edition.sha256:
            raise ConfigurationError(f"{file} is damaged: its checksum is not {edition.sha256}; remove {folder}")
    for source, place in ((file, target), (folder / "edition.json", _record(settings))):
        aside = place.with_name(f"{place.name}.new")
        aside.unlink(missing_ok=True)
        aside.hardlink_to(source)
        aside.replace(place)
    return target


def served(settings: Settings) -> Edition | None:
    """The edition that analysts open now."""
    return _read(_record(settings))


def is_served(name: str, settings: Settings) -> bool:
    """Whether analysts open that edition, whole."""
    now, target = served(settings), settings.published_warehouse
    return now is not None and now.edition == name and target.exists() and target.stat().st_size == now.size


def editions(settings: Settings) -> list[Edition]:
    """The kept editions, newest first."""
    found = [edition for path in _folder(settings).glob("*/edition.json") if (edition := _read(path))]
    return sorted(found, key=lambda edition: (edition.made_at, edition.edition), reverse=True)


def surplus(settings: Settings) -> list[Path]:
    """Folders that need not be kept: editions beyond the newest ones and the served one, and half-made ones."""
    now = served(settings)
    old = [edition.edition for edition in editions(settings)[settings.editions_kept :]]
    folders = [_folder(settings) / name for name in old if now is None or name != now.edition]
    return [*folders, *sorted(_folder(settings).glob("*.new"))]


def prune(settings: Settings) -> None:
    """Keep the newest editions and the served one; remove the others. The caller is alone."""
    for folder in surplus(settings):
        shutil.rmtree(folder)


def _folder(settings: Settings) -> Path:
    return settings.home / "editions"


def _record(settings: Settings) -> Path:
    return settings.published_warehouse.with_name(f"{settings.published_warehouse.name}.json")


def _read(path: Path) -> Edition | None:
    try:
        return Edition.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None  # not there, or torn: no edition


def _ask_for_room(size: int, settings: Settings) -> None:
    free = shutil.disk_usage(settings.home).free
    if free < size * _ROOM:
        raise RetryLater(
            f"no room for the edition in {settings.home}: it needs {size * _ROOM / 1e6:.0f} MB and {free / 1e6:.0f} MB "
            "are free. Nothing was published, and analysts keep the last edition; make room and publish again"
        )
