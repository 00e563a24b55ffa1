"""``make demo``: run the nightly DAG for real on the invented newsroom, then answer an analyst's question.

Four nights are run one after another in this process, by Airflow's own DAG test runner; no web server is needed.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from examples.newsroom.press import Press
from ops.environment import airflow_environment, airflow_home
from pipeline.settings import PROJECT, Settings

NIGHTS = [date(2026, 3, 2) + timedelta(days=days) for days in range(4)]
_LONGEST_CELL = 160  # characters of a value shown in a table
PORT = int(os.environ.get("NEWSROOM_PORT", "8701"))
QUESTION = "What did France’s president say about the sanctions in March, and how much of it in his own words?"
ANSWER = """
SELECT published_on, publisher_id, cue, quote_type, content
FROM who_said_what
WHERE speaker = 'Étienne Marchand' AND published_on BETWEEN '2026-03-01' AND '2026-03-31'
  AND regexp_matches(content, 'sanction|fleet|tanker')
ORDER BY ALL
"""
SPEAKERS = """
SELECT speaker, any_value(role) AS role, count(*) AS claims, count(DISTINCT publisher_id) AS outlets,
       arg_max(cue, (confidence, claim_id)) AS cue, arg_max(content, (confidence, claim_id)) AS for_example
FROM who_said_what
WHERE speaker IS NOT NULL AND NOT is_copy
GROUP BY speaker
ORDER BY claims DESC, speaker
LIMIT 12
"""

console = Console(width=max(120, Console().width))


def main() -> int:
    """Run the nights and show what came of them; the exit status."""
    settings = Settings(publishers=Settings().home / "newsroom-publishers.toml")
    settings.home.mkdir(parents=True, exist_ok=True)
    os.environ.update(airflow_environment(settings, AIRFLOW__LOGGING__LOGGING_LEVEL="WARNING"))
    log = settings.home / "demo.log"
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        try:
            press = stack.enter_context(Press(NIGHTS[0], PORT))
        except OSError as error:
            console.print(f"ports {PORT} to {PORT + 2} are needed for the newsroom: {error}. Set NEWSROOM_PORT.")
            return 1
        press.write_publishers(settings.publishers)
        console.print(f"The newsroom is open on {', '.join(press.addresses.values())}; Airflow's log goes to {log}")
        sink = stack.enter_context(log.open("w", encoding="utf-8"))
        stack.enter_context(contextlib.redirect_stdout(sink))
        stack.enter_context(contextlib.redirect_stderr(sink))
        states = [_run_night(night, press) for night in NIGHTS]
    if any(state != "success" for state in states):
        console.print(f"[red]a night did not succeed[/red]; the end of {log}:")
        console.print("\n".join(log.read_text(encoding="utf-8").splitlines()[-40:]), markup=False)
        return 1
    _show(settings)
    console.print(f"\n{len(NIGHTS)} nights in {time.monotonic() - started:.0f} seconds")
    return 0


def _run_night(night: date, press: Press) -> str:
    """One run of the nightly DAG and of the DAG that publishes; the state of the first that does not succeed."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import initdb

    press.night = night
    if night == NIGHTS[0] and not (airflow_home(Settings()) / "airflow.db").exists():
        initdb()
    dags = DagBag(str(PROJECT / "dags")).dags
    dags["newsledger_nightly"].deadline = None  # Airflow 3.3's test runner fails on a DAG with a deadline
    run = dags["newsledger_nightly"].test(run_conf={"night": str(night)})
    instances = run.get_task_instances()
    if run.state == "success":  # without a scheduler nobody follows the asset
        run = dags["newsledger_publish"].test(run_conf={"nights": [str(night)]})
        instances += run.get_task_instances()
    told = " ".join(f"{ti.task_id}{'' if ti.map_index < 0 else f'[{ti.map_index}]'}" for ti in instances)
    print(f"  {night} {run.state}: {told}", file=sys.__stdout__, flush=True)
    return str(run.state)


def _show(settings: Settings) -> None:
    import duckdb

    with duckdb.connect(str(settings.published_warehouse), read_only=True) as ledger:
        _grid("Who said what", ledger.sql(SPEAKERS))
        console.print(f"\n[bold]{QUESTION}[/bold]\n[dim]{ANSWER.strip()}[/dim]")
        _grid("", ledger.sql(ANSWER))
        [counts] = ledger.sql("SELECT count(*), count(DISTINCT document_id), count(speaker) FROM claims").fetchall()
    console.print(f"\n{counts[0]} claims in {counts[1]} documents, {counts[2]} with a named speaker")
    path = _shown(settings.published_warehouse)
    console.print(f"\nThe ledger is published at [bold]{path}[/bold]. Open it in Python,")
    console.print(f"  duckdb.connect('{path}', read_only=True).sql('FROM who_said_what')", markup=False)
    console.print("or with DuckDB's command line,")
    console.print(f"  duckdb -readonly {path} 'FROM who_said_what'", markup=False)


def _grid(title: str, relation: Any) -> None:
    grid = Table(*relation.columns, title=title or None, title_justify="left")
    for row in relation.fetchall():
        grid.add_row(*(_cell(value) for value in row))
    console.print(grid)


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return escape(text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL].rstrip()}…")


def _shown(path: Path) -> Path:
    """The path as short as it can be given."""
    return path.resolve().relative_to(Path.cwd()) if path.resolve().is_relative_to(Path.cwd()) else path.resolve()


if __name__ == "__main__":
    raise SystemExit(main())
