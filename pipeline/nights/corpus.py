"""A corpus in files, taken as articles of a range of nights.

Records of web archives and Parquet files that tell a day are filed under it. Everything else is filed under the last
night of the range.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.forms import ImportForm
from pipeline.lake.storage import Manifest
from pipeline.nights.backfill import Backfilled, backfill
from pipeline.nights.intake import run_archive, run_files
from pipeline.nights.night import working_on
from pipeline.nights.progress import Progress, silent
from pipeline.press.archives import ARCHIVES, is_archive
from pipeline.press.fetch import FILE_TYPES
from pipeline.settings import Settings

_TYPES = {
    "any": (*ARCHIVES, *FILE_TYPES),
    "warc": (".warc", ".warc.gz"),
    "html": (".html", ".htm"),
}


def files_of(form: ImportForm) -> list[Path]:
    """The files that an import takes, in name order.

    Raises:
        ConfigurationError: the path leads nowhere, or to no file of the format.
    """
    path, endings = Path(form.path).expanduser(), _TYPES.get(form.format, (f".{form.format}",))
    if not path.exists():
        raise ConfigurationError(f"path: there is nothing at {path} on the machine that looked")
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    files = [file.resolve() for file in found if file.is_file() and file.name.lower().endswith(endings)]
    if not files:
        raise ConfigurationError(f"path: {path} has no file of format {form.format!r} ({', '.join(endings)})")
    return files


def take(form: ImportForm, night: date, settings: Settings, *, progress: Progress = silent) -> list[Manifest]:
    """Take what a corpus has for one night of the range; what was taken before is not taken again.

    Raises:
        ConfigurationError: the form is wrong, or a file is damaged; what stands before the damage is taken.
    """
    nights, files = form.nights, files_of(form)
    span = nights[0], nights[-1]
    taken = [m for path in files if is_archive(path) for m in run_archive(path, night, settings, progress, span)]
    others = [path for path in files if not is_archive(path)]
    if others and night == span[1]:
        progress("take files")
        taken.append(run_files(others, night, settings))
    return taken


def import_corpus(form: ImportForm, settings: Settings, *, progress: Progress = silent) -> tuple[Backfilled, list[str]]:
    """Take a corpus, then run its nights, oldest first; what became of them, and what a person should be told.

    Raises:
        ConfigurationError: the form is wrong, a file is damaged, or nothing lies in the range.
    """
    nights, taken = form.nights, []
    for night in nights:
        with working_on(night, settings):
            taken += take(form, night, settings, progress=progress)
    done = backfill(nights[0], nights[-1], settings, progress=progress)
    return done, list(dict.fromkeys(message for manifest in taken for message in manifest.messages))
