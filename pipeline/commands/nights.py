"""Commands about whole nights: backfill, diff, promote, rollback, publish and report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.console import JsonOption, err, explained, out, show, working
from pipeline.forms import EXTRACTORS
from pipeline.partitions import parse_night
from pipeline.settings import load_settings

Nights = Annotated[list[str], typer.Argument(help="UTC days, e.g. 2026-03-02", metavar="NIGHT...")]
Model = Annotated[str, typer.Option("--with", help=EXTRACTORS)]
_EDITION = ("edition", "first_night", "last_night", "nights", "size", "made_at", "sha256")
_SHOWN = 20  # rows of a diff on the terminal


def backfill(
    first: Annotated[str, typer.Argument(metavar="FROM", help="UTC day")],
    last: Annotated[str, typer.Argument(metavar="TO", help="UTC day, included")],
    again: Annotated[bool, typer.Option("--again", help="fetch every night of the range anew")] = False,
) -> None:
    """Run a range of nights again, from the bytes that are kept, and publish one edition."""
    from pipeline.nights.backfill import backfill as run_range

    with explained():
        with working("backfill") as progress:
            done = run_range(parse_night(first), parse_night(last), load_settings(), again=again, progress=progress)
        for fault in done.faults:
            err.print(fault, markup=False)
        out.print(f"{len(done.nights)} nights run", markup=False)
        if done.published:
            out.print(f"published: {done.published}", markup=False)
    if done.faults:
        raise typer.Exit(1)


def diff(nights: Nights, model: Model, as_json: JsonOption = False) -> None:
    """Read nights with another model and show what it would change; nothing is changed."""
    from pipeline.nights import versions

    with explained():
        settings = load_settings()
        with working("diff") as progress:
            rows = versions.diff([parse_night(night) for night in nights], model, settings, progress)
        lines, page = versions.write_diff(rows, model, settings)
        show(
            rows if as_json else rows[:_SHOWN],
            versions.COLUMNS if as_json else versions.SHOWN,
            "no claim differs",
            as_json,
        )
    if not as_json:
        out.print(", ".join(f"{count} {change}" for change, count in versions.counts(rows).items()), markup=False)
        out.print(f"all of them: {lines} and {page}", markup=False)


def promote(nights: Nights, model: Model) -> None:
    """Make another model serve nights, and publish; the results of the one before are kept."""
    from pipeline.nights import versions

    with explained(), working("promote") as progress:
        path = versions.promote([parse_night(night) for night in nights], model, load_settings(), progress)
    out.print(f"published: {path}", markup=False)


def rollback(nights: Nights) -> None:
    """Undo the last promotion of nights, and publish."""
    from pipeline.nights import versions

    with explained(), working("rollback") as progress:
        path = versions.rollback([parse_night(night) for night in nights], load_settings(), progress)
    out.print(f"published: {path}", markup=False)


def publish(
    edition: Annotated[str | None, typer.Option("--edition", help="a kept edition; default: the working file")] = None,
    kept: Annotated[bool, typer.Option("--list", help="publish nothing; list the kept editions")] = False,
    as_json: JsonOption = False,
) -> None:
    """Publish an edition: the working file as it stands, or a kept edition."""
    from pipeline.ledger import editions, publishing

    with explained():
        settings = load_settings()
        if kept:
            rows = [found.model_dump(mode="json") for found in editions.editions(settings)]
            show(rows, _EDITION, "no edition is kept", as_json)
            return
        if edition:
            with editions.alone(settings):
                path = editions.serve(edition, settings)
        else:
            path = publishing.publish(settings)
        now = editions.served(settings)
    out.print(f"published: {path} ({now.edition if now else ''})", markup=False)


def report(night: Annotated[str, typer.Option("--night", help="UTC day")]) -> None:
    """Write the quality report of a judged night, and print its path."""
    from pipeline.errors import ConfigurationError
    from pipeline.lake.storage import Lake
    from pipeline.pages.report import write_report

    with explained():
        settings = load_settings()
        judged = Lake(settings.lake_uri).manifests(parse_night(night), "validate")
        if not judged:
            raise ConfigurationError(f"night {night} has not been judged yet; run it first")
        out.print(str(write_report(judged[0], settings)), markup=False)


def warc(
    first: Annotated[str, typer.Argument(metavar="FROM", help="UTC day")],
    to: Annotated[Path, typer.Option("--out", help="the file to write, e.g. night.warc.gz")],
    last: Annotated[str | None, typer.Argument(metavar="TO", help="UTC day, included; default: FROM alone")] = None,
) -> None:
    """Write the responses that are kept of a range of nights as a web archive, byte for byte."""
    from pipeline.nights.archive import write_archive

    with explained():
        days = parse_night(first), parse_night(last or first)
        with working("warc") as progress:
            count = write_archive(*days, to, load_settings(), progress=progress)
    out.print(f"{count} responses: {to}", markup=False)


def upkeep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="count what would be removed, and remove nothing")] = False,
) -> None:
    """Remove what nobody needs: old editions and nights, left-over files, empty space in the working file."""
    from pipeline.nights.sealing import now
    from pipeline.nights.upkeep import upkeep as keep_up

    with explained():
        done = keep_up(load_settings(), now(), dry_run=dry_run)
    out.print(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in done.told.items()), markup=False)


def import_corpus(
    path: Annotated[str, typer.Argument(help="file or folder")],
    first: Annotated[str, typer.Option("--from", help="first night that articles are filed under")],
    last: Annotated[str, typer.Option("--to", help="last night, included")],
    kind: Annotated[str, typer.Option("--format", help="any, warc, parquet, jsonl, json, html or txt")] = "any",
) -> None:
    """Take a corpus in files, each article under its own night, then run and publish these nights."""
    from pipeline.forms import ImportForm, read_form
    from pipeline.nights import corpus

    with explained():
        form = read_form(ImportForm, {"path": path, "format": kind, "first": first, "last": last})
        with working("import") as progress:
            done, messages = corpus.import_corpus(form, load_settings(), progress=progress)
        for message in [*messages, *done.faults]:
            err.print(message, markup=False)
        out.print(f"{len(done.nights)} nights run", markup=False)
        if done.published:
            out.print(f"published: {done.published}", markup=False)
    if done.faults:
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Make these commands of ``app``."""
    for command in (backfill, diff, promote, rollback, publish, report, warc, upkeep):
        app.command()(command)
    app.command("import")(import_corpus)
