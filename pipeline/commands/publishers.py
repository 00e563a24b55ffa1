"""``newsledger publishers``: look after the list of publishers."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.commands.console import JsonOption, explained, show
from pipeline.settings import load_settings

app = typer.Typer(help="Look after the list of publishers.", no_args_is_help=True)


@app.command()
def check(
    publisher: Annotated[
        list[str] | None, typer.Option("--publisher", help="id; may be repeated; default: all")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every feed and sitemap once and tell what answers; nothing is kept."""
    import asyncio

    from pipeline.nights.night import chosen_publishers
    from pipeline.press.probe import SHOWN, probe

    with explained():
        settings = load_settings()
        chosen = chosen_publishers(publisher or (), settings)
        rows = [row for one in chosen for row in asyncio.run(probe(one, settings))]
    show(rows, list(SHOWN), "the publishers have no feeds, sitemaps or pages", as_json)
    if any(row["trouble"] for row in rows):
        raise typer.Exit(1)
