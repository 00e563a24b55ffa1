"""The trained encoder: who said what, and the names, of raw texts, in one pass.

A text is cut into windows of word pieces that overlap; each piece is judged where it stands farthest from a window's
edges. Every window is run by itself: the int8 network scales its values by what it is given, so a window's result
would otherwise depend on its neighbours in a batch.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from pipeline.nlp.encoder_decode import (
    Bools,
    Floats,
    Group,
    Linking,
    Links,
    Run,
    find_runs,
    group_runs,
    log_probabilities,
)
from pipeline.nlp.encoder_pieces import GAPS, Pieces, load_tokenizer, split_pieces
from pipeline.nlp.models import ENCODERS, weights_of
from pipeline.spans import Span

Spans = tuple[Span, ...]

_LINE = GAPS.index("line")
_LABEL = re.compile(r"[ \t\"“'‘]*(?P<name>[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,3})(?P<colon>:)\s+")
ACCURATE = weights_of(ENCODERS[0])
# Processors without instructions for 8-bit integers would cut sums short: 0.7 of A, and other rows than elsewhere. The
# exact way takes them a sixth longer; the others do the same either way.
_EXACT = ("session.x64quantprecision", "1")
_SLOWER = ["SkipLayerNormFusion"]  # of ONNX Runtime's optimisers: without it a text takes an eighth less time
_LEAST_CUE = -5.0  # log-probability below which a piece is not thought of as a cue


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, in code points of the text as given; the spans of a role are sorted and disjoint.

    Args:
        source: who; empty where nobody is named.
        cue: the words that say it is said; empty where the content stands alone, as in a quotation without "said".
        content: what is said, quotation marks included; never empty.
        is_inner: whether it stands inside the content of another attribution.
        score: 0 to 1, not calibrated.
    """

    source: Spans
    cue: Spans
    content: Spans
    is_inner: bool
    score: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A name, date or amount; ``label`` is one of ``Encoder.entity_types``, ``score`` 0 to 1, not calibrated."""

    span: Span
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Markup:
    """All the encoder finds in one text: attributions by their first content span, entities by span, disjoint."""

    attributions: tuple[Attribution, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of n pieces.

    Args:
        roles, inner, entities: (n, tags) log-probabilities.
        links: for each piece that may begin a cue, the first piece of its window and (2, window) logits.
    """

    roles: Floats
    inner: Floats
    entities: Floats
    links: Links


class Encoder:
    """Reads texts one by one; holds no state between them.

    Example:
        >>> markup = Encoder().read("“It rained,” Ines Okafor said.")

    Args:
        folder: where ``model.onnx``, ``tokenizer.json`` and ``meta.json`` lie.
        threads: threads of one run; more than one pays only on idle cores.
    """

    def __init__(self, folder: Path = ACCURATE, threads: int = 1) -> None:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self._window, self._overlap = int(meta["window"]), int(meta["overlap"])
        self._role_tags, self._entity_tags = tuple(meta["role_tags"]), tuple(meta["entity_tags"])
        self._cue = self._role_tags.index("B-cue")
        self._linking = Linking(**meta["linking"])
        self._tokenizer = load_tokenizer(folder / "tokenizer.json")
        vocabulary = self._tokenizer.get_vocab()
        self._goes_on = np.zeros(max(vocabulary.values()) + 1, dtype=np.bool_)
        self._goes_on[[number for piece, number in vocabulary.items() if piece.startswith("##")]] = True
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry(*_EXACT)
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )

    @property
    def entity_types(self) -> tuple[str, ...]:
        """The labels an entity may have."""
        return tuple(tag[2:] for tag in self._entity_tags[1::2])

    def read(self, text: str) -> Markup:
        """Find the attributions and entities of ``text``; a line is a paragraph."""
        pieces = split_pieces(self._tokenizer, text)
        if not len(pieces):
            return Markup()
        scores = self.judge(pieces)
        begins_word = ~self._goes_on[pieces.ids]
        begins_line: Bools = pieces.gap == _LINE
        layers = (scores.roles, self._role_tags), (scores.inner, self._role_tags), (scores.entities, self._entity_tags)
        roles, inner, entities = find_runs(layers, begins_word, begins_line)
        line = np.cumsum(begins_line, dtype=np.int64)
        attributions = [
            _attribution(text, pieces, group, is_inner)
            for runs, is_inner in ((roles, False), (inner, True))
            for group in group_runs(runs, line, scores.links, self._linking)
        ]
        return Markup(
            tuple(sorted(attributions, key=lambda found: found.content)),
            tuple(Entity(_span(run, pieces), run.label, run.score) for run in entities),
        )

    def judge(self, pieces: Pieces) -> Scores:
        """Score each piece of a text."""
        n = len(pieces)
        step = self._window - self._overlap
        starts = [0, *range(step, max(n - self._overlap, 1), step)]
        parts: list[tuple[Floats, Floats, Floats]] = []
        links: dict[int, tuple[int, Floats]] = {}
        for start in starts:
            end = min(start + self._window, n)
            roles, inner, entities, logits = self._run(pieces, start, end)
            own = start + self._overlap // 2 if start else 0
            own_end = end - self._overlap // 2 if end < n else n
            here = slice(own - start, own_end - start)
            parts.append(
                (log_probabilities(roles[here]), log_probabilities(inner[here]), log_probabilities(entities[here]))
            )
            is_cue = np.maximum(parts[-1][0][:, self._cue], parts[-1][1][:, self._cue]) > _LEAST_CUE
            for place in (np.flatnonzero(is_cue) + own).tolist():
                links[place] = start, logits[:, :, place - start].copy()
        roles, inner, entities = (np.concatenate(part) for part in zip(*parts, strict=True))
        return Scores(roles, inner, entities, links)

    def _run(self, pieces: Pieces, start: int, end: int) -> list[Any]:
        names = ("ids", "case", "gap", "quote")
        inputs = {name: getattr(pieces, name)[None, start:end] for name in names}
        return [output[0] for output in self._session.run(None, inputs)]


def _attribution(text: str, pieces: Pieces, group: Group, is_inner: bool) -> Attribution:
    parts = (group.source, group.cue, group.content)
    source, cue, content = (tuple(sorted(_span(run, pieces) for run in part)) for part in parts)
    if not source and (split := split_label(text, content)):
        source, cue, content = split
    return Attribution(source, cue, content, is_inner, group.score)


def split_label(text: str, content: Spans) -> tuple[Spans, Spans, Spans] | None:
    """Source, cue and content of a transcript's line, "MAYOR: It rained.", whose label was taken for content."""
    label = _LABEL.match(text, text.rfind("\n", 0, content[0].start) + 1)
    if label is None or not label.end() < content[0].end or content[0].start > label.end():
        return None
    rest = (Span(max(label.end(), content[0].start), content[0].end), *content[1:])
    return (Span(*label.span("name")),), (Span(*label.span("colon")),), rest


def _span(run: Run, pieces: Pieces) -> Span:
    return Span(int(pieces.start[run.start]), int(pieces.end[run.end - 1]))
