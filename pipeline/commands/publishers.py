"""``newsledger publishers``: look after the list of publishers."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from pipeline.commands.console import JsonOption, explained, out, show
from pipeline.publishers import read_publishers
from pipeline.settings import load_settings

app = typer.Typer(help="Look after the list of publishers.", no_args_is_help=True)


@app.command()
def add(
    publisher_id: Annotated[str, typer.Argument(help="short name, used as publisher_id; do not change it later")],
    domain: Annotated[str, typer.Option("--domain", help="the outlet's own domain")],
    name: Annotated[str | None, typer.Option("--name", help="name as printed; default: the domain")] = None,
    feed: Annotated[list[str] | None, typer.Option("--feed", help="address; may be repeated")] = None,
    sitemap: Annotated[list[str] | None, typer.Option("--sitemap", help="address; may be repeated")] = None,
    pace: Annotated[float, typer.Option("--pace", help="least seconds between two requests to one host")] = 5.0,
    licence: Annotated[str, typer.Option("--licence", help="what you may do with its texts")] = "",
    private: Annotated[bool, typer.Option("--private-network", help="its hosts are at private addresses")] = False,
) -> None:
    """Add an outlet at the end of the publishers file; `check` then shows what answers."""
    with explained():
        if not feed and not sitemap:
            raise typer.BadParameter("give at least one --feed or --sitemap")
        path = load_settings().publishers
        entry: dict[str, Any] = {
            "id": publisher_id,
            "name": name or domain,
            "domain": domain,
            "feeds": feed or [],
            "sitemaps": sitemap or [],
        }
        entry |= {"pace_seconds": pace, "licence": licence, "private_network": private}
        before = path.read_text(encoding="utf-8").rstrip() if path.exists() else ""
        lines = [f"{key} = {json.dumps(value)}" for key, value in entry.items()]  # such values are TOML as well
        after = "\n".join([*([before, ""] if before else []), "[[publishers]]", *lines, ""])
        count = len(read_publishers(after, path))
        path.write_text(after, encoding="utf-8")
    out.print(f"{path} lists {count}; `newsledger publishers check --publisher {publisher_id}` asks it", markup=False)


@app.command()
def check(
    publisher: Annotated[
        list[str] | None, typer.Option("--publisher", help="id; may be repeated; default: all")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every feed, sitemap and page once and show what answers; nothing is kept."""
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
