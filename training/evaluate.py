"""Score exported weights: ``python -m training.evaluate --weights DIR``.

Claims are scored by the benchmark's own script on the development articles of PolNeAR, names as exact span and type
after a leading article and a trailing possessive are taken off; countries, other places and buildings count as one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from examples.newsroom.story import load_stories
from pipeline.nlp.encoder import ACCURATE, Encoder, Entity, Markup
from training import corpora
from training.examples import Example, Name
from training.gum import read_gum
from training.labels import UNKNOWN
from training.recipe import default_data

_COARSE = {"GPE": "place", "LOC": "place", "FAC": "place", "people": "PERSON"}
_SCORED = ("PERSON", "ORG", "place")
_ARTICLE = re.compile(r"(the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?$")

Named = tuple[int, int, str]


def benchmark(data: Path) -> ModuleType:
    """The scoring script, which is no part of the project."""
    spec = importlib.util.spec_from_file_location("eval_polnear", data / "bench" / "eval_polnear.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "bench" / "eval_polnear.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def claims_of(markup: Markup) -> list[dict[str, Any]]:
    """The outer attributions in the benchmark's form."""
    return [{"source": a.source, "cue": a.cue, "content": a.content} for a in markup.attributions if not a.is_inner]


def score_claims(encoder: Encoder, data: Path, folder: str, limit: int | None = None) -> dict[str, Any]:
    """The benchmark's figures for ``folder``, with words read a CPU second under ``words_per_second``."""
    script = benchmark(data)
    given = list(script.load(str(data / folder), "dev").values())[:limit]
    began = time.process_time()
    found = [claims_of(encoder.read(text)) for text, _ in given]
    spent = time.process_time() - began
    result: dict[str, Any] = script.evaluate((text, gold, p) for (text, gold), p in zip(given, found, strict=True))
    result["words_per_second"] = round(sum(len(text.split()) for text, _ in given) / spent)
    return result


def score_names(
    encoder: Encoder, examples: Iterable[Example], *, are_doubtful_wrong: bool = True
) -> Mapping[str, tuple[float, float, float]]:
    """Type to precision, recall and F1 in percent; ``all`` counts each name with its type.

    Args:
        are_doubtful_wrong: whether a name found in words the corpus leaves open counts as wrong, see ``training.gum``.
    """
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for example in examples:
        gold = normalised(example.text, example.names or [])
        predicted = normalised(example.text, [_named(entity) for entity in encoder.read(example.text).entities])
        if not are_doubtful_wrong:
            doubtful = [name for name in example.names or [] if name.group == UNKNOWN]
            predicted -= {
                p for p in predicted - gold if any(p[0] < name.end and name.start < p[1] for name in doubtful)
            }
        for counter, names in ((right, gold & predicted), (given, gold), (found, predicted)):
            counter.update([kind for _, _, kind in names])
    for counter in (right, given, found):
        counter["all"] = sum(counter[kind] for kind in _SCORED)
    return {kind: _prf(right[kind], found[kind], given[kind]) for kind in (*_SCORED, "all")}


def _named(entity: Entity) -> Name:
    return Name(*entity.span, entity.label)


def _prf(right: int, found: int, given: int) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent."""
    shares = (right / max(found, 1), right / max(given, 1), 2 * right / max(found + given, 1))
    precision, recall, f1 = (round(100 * share, 1) for share in shares)
    return precision, recall, f1


def normalised(text: str, names: Sequence[Name]) -> set[Named]:
    """Spans without leading article and trailing possessive, with coarse types."""
    found = set()
    for start, end, label in names:
        kind = _COARSE.get(label, label)
        if kind in _SCORED:
            words = text[start:end]
            lead = _ARTICLE.match(words)
            tail = _POSSESSIVE.search(words)
            found.add((start + (lead.end() if lead else 0), start + tail.start() if tail else end, kind))
    return found


def name_sets(data: Path) -> dict[str, list[Example]]:
    """The held-out names corpora; news in parts of six sentences and whole."""
    folder = data / "corpora"
    news = ("news", "interview")
    parts = [folder / "gum" / f"{part}.conllu" for part in ("dev", "test")]
    return {
        "GUM news": corpora.flat(read_gum(path, news, 6) for path in parts),
        "GUM news, whole": corpora.flat(read_gum(path, news) for path in parts),
        "UNER EWT": corpora.read_tagged(folder / "uner_ewt" / "test.iob2", token=1, tag=2, size=5),
    }


def score_article(encoder: Encoder, data: Path) -> tuple[int, int]:
    """Core claims of the sample article found with content Dice of at least 0.8 and agreeing source; all of them."""
    script = benchmark(data)
    with (data / "seed" / "article.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    gold = json.loads((data / "seed" / "gold.json").read_text(encoding="utf-8"))["attributions"]
    core = [{role: claim[role] for role in script.ROLES} for claim in gold if claim["core"]]
    words = script.Words(text)
    wanted = script.sets(words, core)
    found = script.sets(words, [{r: getattr(a, r) for r in script.ROLES} for a in encoder.read(text).attributions])
    accept = script.CRITERIA["A"]
    return sum(accept(words, wanted[i], found[j]) for i, j in script.match(words, wanted, found)), len(core)


def score_newsroom(encoder: Encoder, data: Path) -> dict[str, Any]:
    """The benchmark's figures for the annotated stories of the invented press, which are not trained on."""
    script = benchmark(data)
    pairs = []
    for story in load_stories():
        if story.claims:
            gold = [{role: getattr(claim.marks, role) for role in script.ROLES} for claim in story.claims]
            found = [{role: getattr(a, role) for role in script.ROLES} for a in encoder.read(story.text).attributions]
            pairs.append((story.text, gold, found))
    result: dict[str, Any] = script.evaluate(pairs)
    return result


def report(encoder: Encoder, data: Path) -> list[str]:
    """All figures, a line each."""
    result = score_claims(encoder, data, "bench/polnear")
    lines = [f"{name:16} P {v['p']:5} R {v['r']:5} F {v['f']:5}" for name, v in result.items() if _is_table(v)]
    lines += [f"recall {kind:9} {v}" for kind, v in sorted(result["recall by type"].items())]
    lines.append(f"words a CPU second: {result['words_per_second']}")
    for name, examples in name_sets(data).items():
        lines.append(f"{name}: {score_names(encoder, examples)}")
        lines.append(f"{name}, doubtful left out: {score_names(encoder, examples, are_doubtful_wrong=False)}")
    newsroom = score_newsroom(encoder, data)
    lines.append(f"newsroom: A {newsroom['A']}, A-content {newsroom['A-content']}, {newsroom['recall by type']}")
    lines.append("sample article: {} of {} core claims".format(*score_article(encoder, data)))
    return lines


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and "f" in value


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--weights", type=Path, default=ACCURATE)
    given = parser.parse_args()
    sys.stdout.write("\n".join(report(Encoder(given.weights), given.data)) + "\n")


if __name__ == "__main__":
    main()
