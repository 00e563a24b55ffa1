"""The parts of a night by themselves: reading, memory, the ledger, pages, copies, fetching."""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks import corpus, large_ledger, reading
from benchmarks.fetching import fetched
from benchmarks.heavy_pages import heavy_page
from benchmarks.measuring import Goal, processor_seconds, resident_bytes, spread
from benchmarks.night import NIGHT
from examples.newsroom.press import Press
from pipeline.forms import read_request
from pipeline.ledger import publishing, warehouse
from pipeline.nights.night import run_night
from pipeline.nlp.reader import Reader
from pipeline.settings import Settings
from pipeline.stages import sketches
from pipeline.stages.dedupe import ALIKE
from pipeline.stages.page import read_html

_EDITS = ("dateline", "trimmed", "longer", "light")  # kinds of planted copies, whose texts share 0.65 and more


def language(stories: int, rounds: int) -> Iterator[Goal]:
    """G2: words a processor second, each model in turn with a stock pipeline."""
    found = reading.speeds([story.text for story in corpus.stories()[:stories]], rounds=rounds)
    stock = found.pop(reading.STOCK)
    for model, figures in found.items():
        ratios = [ours / other for ours, other in zip(figures, stock, strict=True)]
        yield Goal(
            "G2" if model == "fast" else "",
            f"words a processor second, {model} over a pipeline of stock spaCy's shape",
            f"{statistics.median(figures):,.0f}",
            f"{statistics.median(stock):,.0f}",
            statistics.median(ratios),
            1.5 if model == "fast" else None,
            is_least=True,
            spread=spread(ratios),
        )


def memory(documents: int, model: str) -> Goal:
    """G5: what a worker holds after so many texts and after a tenth of them."""
    command = [sys.executable, "-m", "benchmarks.parts", str(documents), model]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 ourselves
    early, late = (int(line) for line in told.stdout.split())
    return Goal(
        "G5",
        f"memory of a worker after {documents:,} articles over that after {documents // 10:,} ({model})",
        f"{late / 2**20:.0f} MiB",
        f"{early / 2**20:.0f} MiB",
        late / early,
        1.10,
        note="and at most 1.2 GB",
    )


def _hold(documents: int, model: str) -> None:
    reader = Reader(model)
    for share in (documents // 10, documents - documents // 10):
        for _ in reader.read(corpus.texts(share, first=share)):
            pass
        sys.stdout.write(f"{resident_bytes()}\n")


def ledger(home: Path, night_of: Settings, sizes: tuple[int, int]) -> Iterator[Goal]:
    """G6: a night loaded and published into ledgers of two sizes, made by variation from the newsroom's."""
    shutil.rmtree(home, ignore_errors=True)
    small = Settings(home=home / "newsroom", publishers=home / "publishers.toml", model="plain", attempts=1)
    home.mkdir(parents=True)
    with Press(date(2026, 3, 2)) as press:
        press.write_publishers(small.publishers)
        run_night(read_request({"night": "2026-03-02"}), small)
    loading, published = [], []
    for size in sizes:
        into = replace_home(night_of, home / str(size))
        large_ledger.make(small.published_warehouse, into.working_warehouse, size, 10 * size, finished=False)
        began = processor_seconds()
        warehouse.load(NIGHT, into)
        loading.append(processor_seconds() - began)
        began = processor_seconds()
        publishing.publish(into)
        published.append(processor_seconds() - began)
        shutil.rmtree(into.home)
    few, many = sizes
    for goal, what, took, limit in (("G6", "loaded", loading, 1.3), ("", "published", published, None)):
        yield Goal(
            goal,
            f"a night {what} into {many:,} articles over into {few:,}",
            f"{took[1]:.2f} s",
            f"{took[0]:.2f} s",
            took[1] / took[0],
            limit,
        )


def replace_home(settings: Settings, home: Path) -> Settings:
    """The settings with another home for the ledger, and the lake where it was."""
    return settings.model_copy(update={"home": home, "lake": settings.lake_uri})


def pages(rounds: int) -> Iterator[Goal]:
    """G8: text found on the newsroom's pages, ours and trafilatura's; and the time that reading pages takes.

    The time is held against parsing alone, and trafilatura, on the newsroom's pages and on some as large outlets have.
    """
    from lxml.html import document_fromstring
    from trafilatura import bare_extraction, extract

    given = [(corpus.page(story), story.text) for story in corpus.stories()]
    ways: dict[str, Callable[[str], str]] = {
        "ours": lambda page: read_html(page.encode(), "utf-8", "page").text,
        "trafilatura, text only": lambda page: extract(page, include_comments=False) or "",
        "lxml, parsing only": lambda page: str(document_fromstring(page.encode()).tag),
    }
    found = [[ways[name](page) for page, _ in given] for name in ("ours", "trafilatura, text only")]
    ours, theirs = (_agreement(texts, [text for _, text in given]) for texts in found)
    yield Goal("G8", "F1 of the text on the newsroom's pages", f"{ours:.3f}", f"trafilatura's default {theirs:.3f}",
               ours, 0.955, is_least=True)  # fmt: skip
    yield from _paces([page for page, _ in given], "the newsroom's pages", ways, rounds)
    del ways["trafilatura, text only"]
    ways["trafilatura, fast with metadata"] = lambda page: str(
        bare_extraction(page, fast=True, include_comments=False, with_metadata=True)
    )
    heavy = [heavy_page(corpus.varied(number), number) for number in range(len(given))]
    yield from _paces(heavy, f"pages of {sum(map(len, heavy)) / len(heavy) / 1000:.0f} KB", ways, rounds)


def _paces(given: list[str], named: str, ways: dict[str, Callable[[str], str]], rounds: int) -> Iterator[Goal]:
    """How many pages our way reads in a processor second, over each of the others."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 1):
        for name, way in ways.items():
            began = time.process_time()
            for page in given:
                way(page)
            took[name].append(time.process_time() - began)
    took = {name: seconds[1:] for name, seconds in took.items()}  # the first round warms up
    for name in list(ways)[1:]:
        ratios = [other / own for own, other in zip(took["ours"], took[name], strict=True)]
        yield Goal(
            "",
            f"{named} a processor second, text and metadata, over {name}",
            f"{len(given) / statistics.median(took['ours']):.0f}",
            f"{len(given) / statistics.median(took[name]):.0f}",
            statistics.median(ratios),
            spread=spread(ratios),
        )


def _agreement(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Mean F1 over shingles of four words, as the article extraction benchmark has it."""
    scores = []
    for ours, true in zip(found, wanted, strict=True):
        one, other = (_shingles(text) for text in (ours, true))
        common = (one & other).total()
        scores.append(2 * common / max(1, one.total() + other.total()))
    return statistics.mean(scores)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def copies(documents: int, earlier: int) -> Iterator[Goal]:
    """G9: planted copies that are found, what is found that was not planted, and the cost."""
    originals = list(corpus.texts(documents))
    chance = random.Random(7)  # noqa: S311 no secret
    planted = [_edited(text, _EDITS[number % len(_EDITS)], chance) for number, text in enumerate(originals)]
    began = time.process_time()
    made = sketches.sketch([*originals, *planted])
    took = time.process_time() - began
    pairs = sketches.meeting(made[documents:], made[:documents])
    like = sketches.similarity(made[documents:], made[:documents], pairs)
    found = {(int(a), int(b)) for (a, b), share in zip(pairs, like, strict=True) if share >= ALIKE}
    right = sum(a == b for a, b in found)
    recall, precision = right / documents, right / max(1, len(found))
    yield Goal("G9", "planted copies that are found", f"{right}", f"{documents}", recall, 0.95, is_least=True)
    yield Goal("G9", "found pairs that were planted", f"{right}", f"{len(found)}", precision, 0.99, is_least=True)
    speed = 2 * documents / took
    yield Goal("G9", "articles sketched a processor second", f"{speed:,.0f}", "1", speed, 1500, is_least=True)
    old = made[np.arange(earlier) % documents] ^ np.uint32(chance.getrandbits(31))
    began = time.process_time()
    sketches.meeting(made, old)
    took = time.process_time() - began
    is_whole = 2 * documents >= 10_000 and earlier >= 1_000_000
    yield Goal(
        "G9" if is_whole else "",
        f"seconds to look up {2 * documents:,} sketches among {earlier:,}",
        f"{took:.2f} s",
        "",
        took,
        0.2 if is_whole else None,
    )


def _edited(text: str, kind: str, chance: random.Random) -> str:
    words = text.split(" ")
    match kind:
        case "dateline":
            return f"PORTHALVEN, March 2 (Wire) — {text}\nReporting by our own correspondent."
        case "trimmed":
            return " ".join(words[: int(0.75 * len(words))])
        case "longer":
            return f"{text}\n{' '.join(chance.choices(words, k=len(words) // 6))}"
        case _:
            for place in chance.sample(range(len(words)), len(words) // 40):
                words[place] = words[place][::-1] + "x"
            return " ".join(words)


def politeness(home: Path, hosts: int, pages: int, pace: float) -> Iterator[Goal]:
    """G11: two nights of a web with every fault; the one ratio that is read off a clock."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    first, second = fetched(home, hosts, pages, pace)
    for one in (first, second):
        what = f"{one.requests:,} requests, at most {one.longest} to one host, {pace:g} s apart, by the clock"
        yield Goal("G11", what, f"{one.wall:.1f} s", f"{one.least:.1f} s", one.wall / one.least, 1.10)
    outside = len(first.outside) + len(second.outside)
    yield Goal("G11", "hosts outside the rules that were asked", f"{outside}", "0", outside, 0)
    yield Goal("G11", "second night's requests to sound hosts that 304 answered", f"{second.unchanged}",
               f"{second.asked}", second.unchanged / second.asked, 0.95, is_least=True)  # fmt: skip


if __name__ == "__main__":
    _hold(int(sys.argv[1]), sys.argv[2])
