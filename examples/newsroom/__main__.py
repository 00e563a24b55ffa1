"""The newsroom's command line: ``python -m examples.newsroom serve`` and ``python -m examples.newsroom gold``."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from examples.newsroom.golden import GOLD, write_gold
from examples.newsroom.press import Press
from examples.newsroom.story import load_stories

app = typer.Typer(add_completion=False, no_args_is_help=True, help="A small invented press on loopback.")


@app.command()
def serve(
    night: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Show what is published up to this UTC day.")],
    port: Annotated[int, typer.Option(help="Port of the first outlet; the others follow. 0 takes free ports.")] = 8701,
    publishers: Annotated[Path | None, typer.Option(help="Write the publishers file for this server here.")] = None,
) -> None:
    """Serve the outlets until Ctrl-C."""
    with Press(night.date(), port) as press:
        if publishers:
            press.write_publishers(publishers)
        for outlet, address in press.addresses.items():
            typer.echo(f"{outlet:12} {address}/")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            typer.echo("stopped")


@app.command()
def gold() -> None:
    """Write the gold file of every annotated story anew."""
    typer.echo(f"{write_gold(load_stories())} gold files in {GOLD.name}/")


if __name__ == "__main__":
    app()
