"""Time every recipe of the cookbook and every page of the claims browser on a large ledger.

    python -m benchmarks.analyst LARGE

``LARGE`` is a file made by ``benchmarks.large_ledger``. Each is asked twice; of the second, the wall and the processor
time (of all threads) are printed: on a busy machine only the latter says something.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from fastapi.testclient import TestClient

from pipeline.settings import PROJECT, Settings
from pipeline.web.app import create_app

RECIPE = re.compile(r"^## (\d+\. .+?)$\n+```sql\n(.+?)\n```", re.DOTALL | re.MULTILINE)


Took = tuple[float, float, str]


def seconds(ask: Callable[[str], object], asked: str, what: str) -> Took:
    """Wall and processor seconds of the second of two calls of ``ask(asked)``."""
    ask(asked)
    wall, processor = time.perf_counter(), time.process_time()
    ask(asked)
    return time.perf_counter() - wall, time.process_time() - processor, what


def measure(large: Path) -> list[Took]:
    """Wall and processor seconds of each recipe and page."""
    cookbook = (PROJECT / "docs" / "cookbook.md").read_text(encoding="utf-8")
    with duckdb.connect(str(large), read_only=True) as ledger:
        [(claim, document, speaker)] = ledger.execute(
            "SELECT claim_id, document_id, speaker_entity_id FROM said_by('Étienne Marchand') ORDER BY claim_id LIMIT 1"
        ).fetchall()
        found = [
            seconds(lambda sql: ledger.execute(sql).fetchall(), statement, question)
            for question, statement in RECIPE.findall(cookbook)
        ]
    pages = [
        "/", "/?page=400", "/?words=sanctions", "/?words=said", "/?speaker=Marchand&about=sanctions", "/?verbatim=true",
        "/?outlet=sentinel&quote_type=direct", f"/claims/{claim}", f"/articles/{document}", "/speakers",
        f"/speakers/{speaker}", "/outlets", "/claims.parquet?words=sanctions", "/claims.csv?speaker=Marchand",
    ]  # fmt: skip
    browser = TestClient(create_app(Settings(home=large.parent)))
    return found + [seconds(lambda page: browser.get(page).raise_for_status(), page, page) for page in pages]


if __name__ == "__main__":
    for wall, processor, what in measure(Path(sys.argv[1])):
        sys.stdout.write(f"{wall:6.2f} s  {processor:6.2f} s processor  {what}\n")
