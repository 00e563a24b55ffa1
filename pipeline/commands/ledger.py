"""Commands of those who read the published ledger: search, ask and serve."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pipeline.commands.console import JsonOption, err, explained, out, show
from pipeline.errors import ConfigurationError
from pipeline.settings import load_settings

LimitOption = Annotated[int, typer.Option("--limit", min=1, help="most claims shown")]

_SHOWN = ["said_on", "publisher_id", "speaker", "cue", "content"]  # what fits a terminal


def search(
    words: Annotated[list[str], typer.Argument(help="words of a claim, or of its speaker's name")],
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Find claims in the published ledger by their words, best match first."""
    _answer({"words": " ".join(words)}, limit, as_json)


def ask(
    speaker: Annotated[str, typer.Argument(help="whole words of the speaker's name")],
    about: Annotated[str | None, typer.Option("--about", help="words of the content, or a name in it")] = None,
    since: Annotated[str | None, typer.Option("--since", help="said on this day or later, e.g. 2026-03-01")] = None,
    until: Annotated[str | None, typer.Option("--until", help="said on this day or earlier")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="id of a publisher")] = None,
    verbatim: Annotated[bool, typer.Option("--verbatim", help="only claims with words in quotation marks")] = False,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """Show what a speaker said, in the published ledger, newest first."""
    asked = {"speaker": speaker, "about": about, "since": since, "until": until, "outlet": outlet}
    _answer({**asked, "verbatim": verbatim}, limit, as_json)


def serve(
    port: Annotated[int, typer.Option("--port", help="on 127.0.0.1")] = 8600,
    author: Annotated[str | None, typer.Option("--correct-as", help="allow corrections, made under this name")] = None,
) -> None:
    """Serve the published ledger in the claims browser, to this machine only."""
    from pipeline.web.serve import is_free
    from pipeline.web.serve import serve as serve_browser

    with explained():
        settings = load_settings()
        if not is_free(port):
            raise ConfigurationError(f"port {port} of 127.0.0.1 is taken; choose another with --port")
        out.print(f"claims browser: http://127.0.0.1:{port} (Ctrl+C stops it)", markup=False)
        serve_browser(settings, port, author)


def add_to(app: typer.Typer) -> None:
    """Make these commands of ``app``."""
    for command in (search, ask, serve):
        app.command()(command)


def _answer(asked: dict[str, Any], limit: int, as_json: bool) -> None:
    """Claims that fit, as a table; the texts whole, because they are what was asked for."""
    from pipeline.ledger.published import Ledger, read_question

    with explained():
        ledger = Ledger(load_settings())
        rows = ledger.hits(read_question(asked), limit=limit).to_pylist()
        show(rows, list(rows[0]) if rows and as_json else _SHOWN, "no claim fits", as_json)
        alike = ledger.rows("speakers_like", name=asked["speaker"]) if asked.get("speaker") and not rows else []
        if alike:
            names = ", ".join(one["name"] for one in alike)
            err.print(f"nobody who speaks here is named {asked['speaker']!r}; close to it: {names}", markup=False)
        if "words" in asked and not ledger.is_indexed:
            err.print("no full-text index in this edition: the words were looked for as one phrase", markup=False)
        if rows and rows[0]["total"] > len(rows):
            err.print(f"{len(rows)} of {rows[0]['total']} claims; --limit shows more", markup=False)
