"""``python -m examples.gold check`` names everything that is wrong with the gold documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from examples.gold.laws import problems
from pipeline.measure.annotation import AnnotationError, read_annotated
from pipeline.measure.markup import MarkError

GOLD = Path(__file__).parent

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The gold documents.")


@app.callback()
def main() -> None:
    """A command of its own name, although there is one only."""


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Files; without, all of dev and gate.")] = None,
) -> None:
    """Name every file and claim that breaks the guide; the exit status is 1 if there is one."""
    paths = files or sorted(GOLD.glob("*/*.txt"))
    complaints = [complaint for path in paths for complaint in complaints_about(path)]
    for complaint in complaints:
        typer.echo(complaint)
    typer.echo(f"{len(paths)} documents, {len(complaints)} problems")
    raise typer.Exit(1 if complaints else 0)


def complaints_about(path: Path) -> list[str]:
    """What is wrong with one file; where it cannot be read, only why."""
    file = f"{path.parent.name}/{path.name}"
    try:
        document = read_annotated(path.read_text(encoding="utf-8"), file)
    except (AnnotationError, MarkError, UnicodeDecodeError) as error:
        return [str(error)]
    return [f"{file}: {problem}" for problem in problems(document)]


if __name__ == "__main__":
    app()
