"""What every command shares: where it prints, how it shows rows, and how it tells of errors."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid
from rich.text import Text

from pipeline.errors import ConfigurationError, NewsledgerError

if TYPE_CHECKING:
    from pipeline.nights.progress import Progress as Steps

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)

_ON_ONE_LINE = ("night", "publisher_id", "row_key", "override_id", "edition")  # columns that a person copies from

JsonOption = Annotated[bool, typer.Option("--json", help="print JSON for a script instead of a table")]


@contextmanager
def explained() -> Iterator[None]:
    """Turn an error that was raised on purpose into one message and an exit status."""
    try:
        yield
    except ConfigurationError as error:
        err.print(f"newsledger: {error}", markup=False, style="red")
        raise typer.Exit(2) from error
    except (NewsledgerError, OSError) as error:  # a full disk, a folder that may not be written
        err.print(f"newsledger: {error}", markup=False, style="red")
        raise typer.Exit(1) from error


@contextmanager
def working(what: str) -> Iterator[Steps]:
    """A line that tells the step of a long command and how far it is; gives what sets them."""
    look = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*look, console=err, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(step: str, share: float = 0.0) -> None:
            bar.update(task, description=step, completed=share, total=1.0 if share else None)

        yield tell


def show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], nothing: str, as_json: bool) -> None:
    """Print rows as a table, or as JSON; a long value, such as an address, goes on in the next line of its cell."""
    if as_json:
        json.dump([{c: row[c] for c in columns} for row in rows], sys.stdout, default=str, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    if not rows:
        out.print(nothing)
        return
    grid = Grid()
    for column in columns:
        grid.add_column(column, no_wrap=column in _ON_ONE_LINE, overflow="fold")
    for row in rows:
        grid.add_row(*(Text("" if row[c] is None else str(row[c])) for c in columns))
    out.print(grid)
