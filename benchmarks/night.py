"""A whole night, stage by stage: what it costs beyond reading the pages and the texts, and what it costs again."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import corpus
from benchmarks.measuring import Goal, processor_seconds, spread
from pipeline.flow import STAGES, WHOLE, Per, stage
from pipeline.lake.storage import Lake
from pipeline.ledger import publishing, warehouse
from pipeline.nights.intake import run_archive
from pipeline.nights.night import validate
from pipeline.nights.progress import silent
from pipeline.nights.runner import plan, run
from pipeline.nights.workers import one_thread
from pipeline.nlp.reader import reader_of
from pipeline.pages import night_page
from pipeline.schema import DOCUMENTS
from pipeline.settings import Settings
from pipeline.stages.page import article_as_json

NIGHT = date(2026, 3, 2)
_WARM_UP = 12  # articles of a night before the one that is measured, so that nothing is loaded in it


@dataclass(slots=True)
class Costs:
    """Processor seconds of each step of a night, in order, and seconds by the clock."""

    steps: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    clock: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        """Count what runs in the block as a part of ``step``."""
        began, began_at = processor_seconds(), time.monotonic()
        yield
        self.steps[step] += processor_seconds() - began
        self.clock[step] += time.monotonic() - began_at

    @property
    def total(self) -> float:
        """Of all steps."""
        return sum(self.steps.values())


def run_night(file: Path, night: date, settings: Settings) -> Costs:
    """Every step of a night from a file of pages to the published ledger, as ``newsledger run`` takes them."""
    costs = Costs()
    with costs.of("fetch"):
        run_archive(file, night, settings, silent)
        shards = plan(night, settings)
    for step in STAGES:
        for shard in shards if step.per is Per.SHARD else [WHOLE]:
            with costs.of(step.name):
                if step.name == "validate":
                    validate(night, settings)
                else:
                    run(step, night, shard, settings)
    with costs.of("load"):
        warehouse.load(night, settings)
    with costs.of("publish"):
        publishing.publish(settings)
        night_page.write(night, settings)
    return costs


def reading_alone(file: Path, night: date, settings: Settings) -> tuple[float, float]:
    """Processor seconds of text extraction and of the language part over the same pages and texts, and nothing else."""
    pages = [row["html"].encode() for row in pq.read_table(file, columns=["html"]).to_pylist()]
    began = processor_seconds()
    for page in pages:
        article_as_json(page, "page", "text/html", None)
    pages_took = processor_seconds() - began
    rows = Lake(settings.lake_uri).read(DOCUMENTS, night, columns=["text", "language"]).to_pylist()
    texts = list(dict.fromkeys(row["text"] for row in rows if row["language"] == "en"))
    began = processor_seconds()
    for _ in reader_of(settings.model).read(texts):
        pass
    return pages_took, processor_seconds() - began


def goals(home: Path, documents: int, model: str, rounds: int) -> Iterator[Goal]:
    """G1, G4, G7 and G10 of a night of so many documents, and what each of its steps costs."""
    shutil.rmtree(home, ignore_errors=True)
    settings = Settings(home=home, model=model, documents_per_shard=min(1000, max(1, documents // 2)))
    warm, file = home / "warm.parquet", home / "night.parquet"
    corpus.write_night(warm, NIGHT - timedelta(days=1), _WARM_UP)
    corpus.write_night(file, NIGHT, documents, first=_WARM_UP)
    fixed = run_night(warm, NIGHT - timedelta(days=1), settings)
    costs = run_night(file, NIGHT, settings)
    sides = [reading_alone(file, NIGHT, settings) for _ in range(rounds)]
    alone = statistics.median(map(sum, sides))
    pages, texts = (statistics.median(side) for side in zip(*sides, strict=True))
    yield Goal(
        "G1",
        f"a night of {documents} articles over text extraction and language part ({model})",
        f"{costs.total:.1f} s",
        f"{pages:.1f} + {texts:.1f} s",
        costs.total / alone,
        1.05,
        spread=spread([costs.total / sum(side) for side in sides]),
        note=f"in a process that had run a night before, which took {fixed.total:.1f} s, mostly imports",
    )
    started = _start(model)
    shard = 1000 * costs.steps["extract"] / documents
    yield Goal(
        "G4",
        "imports and the model of one task over an extract shard of 1,000 articles",
        f"{started:.1f} s",
        f"{shard:.1f} s",
        started / shard,
        0.05,
        note="Airflow's own time is not in it",
    )
    for step, seconds in costs.steps.items():
        yield Goal("", f"of that: {step}", f"{seconds:.2f} s", "the night", seconds / costs.total)
    again = run_night(file, NIGHT, settings)
    yield Goal(
        "G7", "the same night again", f"{again.total:.2f} s", f"{costs.total:.1f} s", again.total / costs.total, 0.02
    )
    yield Goal(
        "G10",
        "validation",
        f"{costs.steps['validate']:.2f} s",
        f"{costs.total:.1f} s",
        costs.steps["validate"] / costs.total,
        0.005,
    )


def _start(model: str) -> float:
    """Processor seconds until a fresh process can read its first text."""
    program = f"import pipeline.nights.runner; from pipeline.nlp.reader import reader_of; reader_of({model!r})"
    began = processor_seconds()
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 ourselves
    return processor_seconds() - began


def workers_goal(home: Path, rounds: int) -> Goal:
    """G3: the same shards with two workers and with one, each warm before it is measured."""
    settings = Settings(home=home)
    lake = Lake(settings.lake_uri)
    model = str(lake.manifests(NIGHT, "extract")[0].extractor).split()[0]
    settings = settings.model_copy(update={"model": model, "documents_per_shard": _articles_per_shard(lake)})
    shards = plan(NIGHT, settings)
    words = sum(len(row["text"].split()) for row in lake.read(DOCUMENTS, NIGHT, columns=["text"]).to_pylist())
    took: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for count, found in took.items():
            with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=one_thread) as pool:
                list(pool.map(_warm, [model] * count))
                for shard in shards:
                    lake.unseal(NIGHT, "extract", shard)
                began = processor_seconds()
                list(pool.map(_extract, [settings] * len(shards), shards))
                found.append(processor_seconds() - began)
    one, two = (statistics.median(found) for found in took.values())
    return Goal(
        "G3",
        f"extraction by two workers over one, {len(shards)} shards",
        f"{words / two:,.0f} words/s",
        f"{words / one:,.0f} words/s",
        two / one,
        1.05,
        spread=spread([b / a for a, b in zip(*took.values(), strict=True)]),
    )


def _articles_per_shard(lake: Lake) -> int:
    """The setting under which the night lies in the lake."""
    shards = len(lake.manifests(NIGHT, "extract"))
    rows = lake.read(DOCUMENTS, NIGHT, columns=["document_id"]).num_rows
    return -(-rows // shards)


def _warm(model: str) -> None:
    for _ in reader_of(model).read(corpus.texts(2)):
        pass
    time.sleep(0.5)  # so that every worker gets one


def _extract(settings: Settings, shard: str) -> None:
    run(stage("extract"), NIGHT, shard, settings)
