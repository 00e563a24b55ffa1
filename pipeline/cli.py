"""The command line: ``newsledger run``, ``extract``, ``status`` and the rest.

Exit status: 0 if everything held, 1 if something did not, 2 if the call was wrong.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.logging import RichHandler
from rich.progress import track

from pipeline.commands import decisions, ledger, nights, publishers
from pipeline.commands.console import JsonOption, err, out, working
from pipeline.commands.console import explained as _explained
from pipeline.commands.console import show as _show
from pipeline.errors import ConfigurationError
from pipeline.forms import EXTRACTORS
from pipeline.partitions import parse_night
from pipeline.settings import Settings, load_settings

app = typer.Typer(
    help="Every night's news, turned into a ledger of who said what.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(decisions.quarantine, name="quarantine")
app.add_typer(decisions.override, name="override")
app.add_typer(publishers.app, name="publishers")
nights.add_to(app)
ledger.add_to(app)

NightOption = Annotated[str | None, typer.Option("--night", help="UTC day, e.g. 2026-03-02; default: today")]


@app.callback()
def _main(verbose: Annotated[bool, typer.Option("--verbose", "-v", help="say what each stage does")] = False) -> None:
    logging.basicConfig(format="%(message)s", handlers=[RichHandler(logging.ERROR, err, show_path=False)])
    own = logging.getLogger("pipeline")  # the libraries keep silent, whatever is asked of the stages
    own.propagate = False
    own.setLevel(logging.INFO if verbose else logging.ERROR)
    own.addHandler(RichHandler(console=err, show_path=False))


@app.command()
def run(
    night: NightOption = None,
    files: Annotated[
        list[Path] | None, typer.Option("--files", help="file or folder of txt, html, json, jsonl, warc or parquet")
    ] = None,
    more: Annotated[list[Path] | None, typer.Argument(help="further paths after --files", metavar="PATH")] = None,
    url: Annotated[list[str] | None, typer.Option("--url", help="address of one article; may be repeated")] = None,
    publisher: Annotated[
        list[str] | None, typer.Option("--publisher", help="id; may be repeated; default: all")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="most articles from each publisher")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="stop before the warehouse")] = False,
    again: Annotated[bool, typer.Option("--again", help="fetch anew what was fetched before")] = False,
    as_json: JsonOption = False,
) -> None:
    """Run every stage of a night, load it and publish an edition."""
    from pipeline.forms import read_request
    from pipeline.nights.night import run_night

    with _explained():
        if more and not files:
            raise ConfigurationError(f"{more[0]}: paths are given after --files")
        if sum(map(bool, (files, publisher, url))) > 1:
            raise ConfigurationError("give one of --files, --url and --publisher")
        asked = {
            "night": night or _today(),
            "publishers": tuple(publisher or ()),
            "limit": limit,
            "dry_run": dry_run,
        }
        settings = load_settings()
        paths = [*files, *(more or ())] if files else None
        with working("night") as progress:
            outcome = run_night(
                read_request(asked), settings, files=paths, addresses=url or (), again=again, progress=progress
            )
        for message in [*outcome.messages, *outcome.unsettled]:
            err.print(message, markup=False)
        counts = _counts(outcome.night, settings)
        if as_json:
            published = str(outcome.published) if outcome.published else None
            json.dump({"night": str(outcome.night), "published": published, **counts}, sys.stdout)
            sys.stdout.write("\n")
        else:
            told = ", ".join(f"{count} {name}" for name, count in counts.items())
            out.print(f"{outcome.night}: {told}", markup=False)
            if outcome.published:
                out.print(f"published: {outcome.published}", markup=False)
    if outcome.unsettled or ((paths or url) and not counts["documents"]):
        raise typer.Exit(1)


@app.command()
def extract(
    paths: Annotated[list[Path], typer.Argument(help="text file or folder of them")],
    to: Annotated[Path, typer.Option("--out", help="the JSON Lines file to write")],
) -> None:
    """Read texts and write their claims and mentions, one JSON line per file; no lake, no warehouse."""
    from pipeline.measure.extraction import texts_in, write_extraction

    with _explained():
        files = texts_in(paths)
        unread = write_extraction(track(files, "extract", console=err), to, load_settings().model)
        for message in unread:
            err.print(message, markup=False)
    if unread:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    shared: Annotated[Path | None, typer.Option("--shared", help="folder of gold sets that others own")] = None,
    model: Annotated[str | None, typer.Option("--model", help=f"{EXTRACTORS}; default: the setting")] = None,
    floors: Annotated[Path | None, typer.Option("--floors", help="default: tests/quality/floors.json")] = None,
    write: Annotated[bool, typer.Option("--write-floors", help="pin the figures; floors only rise")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="with --write-floors: floors may fall")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure an extractor on hand-annotated texts, against its floors."""
    from pipeline.measure.evaluation import BINS, COLUMNS, FLOORS, SHOWN, eval_command

    with _explained():
        name = model or load_settings().model
        outcome = eval_command(shared, name, floors or FLOORS, write=write, lower=lower)
        _show(outcome.table, list(COLUMNS if as_json else SHOWN), "no gold set is there", as_json)
        if not as_json:
            _show(outcome.calibration, list(BINS), "no claims to judge", as_json)
        for message in outcome.complaints:
            err.print(message, markup=False)
    if outcome.complaints:
        raise typer.Exit(1)


@app.command()
def stage(
    name: Annotated[str, typer.Argument(help="a stage of the flow, e.g. extract")],
    night: Annotated[str, typer.Option("--night", help="UTC day")],
    shard: Annotated[str | None, typer.Option("--shard", help="e.g. 0-of-4; default: every shard")] = None,
) -> None:
    """Run one stage of a night, as an Airflow task would."""
    from pipeline.flow import STAGES, WHOLE, Per
    from pipeline.nights.runner import plan
    from pipeline.nights.runner import run as run_stage

    with _explained():
        found = next((step for step in STAGES if step.name == name), None)
        if found is None:
            raise ConfigurationError(f"no stage {name!r}; the stages are {', '.join(step.name for step in STAGES)}")
        settings, day = load_settings(), parse_night(night)
        shards = plan(day, settings) if found.per is Per.SHARD else [WHOLE]
        for one in [shard] if shard else shards:
            done = run_stage(found, day, one, settings)
            out.print(f"{name} {one}: {done.rows_in} in, {done.rows_kept} kept, {done.rows_quarantined} quarantined")


@app.command()
def status(
    night: Annotated[str | None, typer.Option("--night", help="UTC day; default: the latest")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what every publisher listed and delivered on a night, those that need a look first; JSON: every night."""
    from pipeline.commands.overview import SHOWN, overview
    from pipeline.lake.storage import Lake
    from pipeline.schema import COVERAGE

    with _explained():
        lake = Lake(load_settings().lake_uri)
        last = parse_night(night) if night else date.max
        rows = [row for day in lake.nights() if day <= last for row in lake.read(COVERAGE, day).to_pylist()]
    if as_json or not rows:
        columns = [column.name for column in COVERAGE.columns if column.name != "run_id"]
        _show(rows, columns, "no night has been run yet", as_json)
        return
    told, shown = overview(rows)
    out.print(told, markup=False)
    _show(shown, list(SHOWN), "", as_json)


@app.command()
def reference(
    check: Annotated[bool, typer.Option("--check", help="write nothing; fail if a page is out of date")] = False,
) -> None:
    """Write the pages that are derived from the code: tables, marts, commands, settings, rules and sql/ddl."""
    from pipeline.reference import pages

    stale = [path for path, text in pages(app) if not path.exists() or path.read_text(encoding="utf-8") != text]
    if check and stale:
        err.print(f"out of date: {', '.join(path.name for path in stale)}; run `newsledger reference`")
        raise typer.Exit(1)
    for path, text in pages(app):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    out.print(f"{len(stale)} pages changed")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _counts(night: date, settings: Settings) -> dict[str, int]:
    """Rows of the night that a person asks for."""
    from pipeline.lake.storage import Lake

    lake = Lake(settings.lake_uri)
    names = ("articles", "documents", "mentions", "claims", "quarantine")
    return {name: sum(part.rows for part in lake.parts(name, night)) for name in names}
