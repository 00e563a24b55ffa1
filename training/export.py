"""Write the weights that reading needs: ``python -m training.export --run DIR``.

The layers become int8 with a scale for each output channel, their inputs are scaled as they come (ONNX Runtime's
dynamic quantisation); the word embeddings become int8 with a scale for each word.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from pipeline.nlp.encoder import ACCURATE
from training.labels import ENTITY_TAGS, ROLE_TAGS
from training.model import Network
from training.recipe import SOURCES, load_config
from training.train import start_folder

INPUTS = ("ids", "case", "gap", "quote")
OUTPUTS = ("roles", "inner", "entities", "links")
LINKING = {"sure": 0.0, "least": -4.0, "content": -2.0}  # see pipeline.nlp.encoder_decode.Linking


class _SmallEmbedding(nn.Module):
    """An embedding of one byte a value, with a scale for each row."""

    def __init__(self, given: nn.Embedding) -> None:
        super().__init__()
        scale = given.weight.detach().abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (given.weight.detach() / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Map (batch, length) numbers to (batch, length, width)."""
        return self.table[ids].float() * self.scale[ids]


class _Reading(nn.Module):
    """The network for one whole window: nothing is filled up, so there is no mask."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, case: Tensor, gap: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        """See ``Network.forward``."""
        scores: tuple[Tensor, ...] = self.network(ids, case, gap, quote, None)
        return scores


def export(network: Network, path: Path, *, is_small: bool = True) -> None:
    """Write ``network`` as ONNX; ``is_small`` gives the int8 model."""
    network.eval()
    if is_small:
        network.words = _SmallEmbedding(network.words)
    example = tuple(torch.ones(1, 40, dtype=torch.long) for _ in INPUTS)
    axes = {name: {1: "length"} for name in INPUTS + OUTPUTS[:3]} | {"links": {2: "length", 3: "length"}}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            _Reading(network),
            example,
            full,
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        if is_small:
            quantize_dynamic(
                full,
                path,
                op_types_to_quantize=["MatMul", "LSTM"],
                per_channel=True,
                weight_type=QuantType.QInt8,
                reduce_range=network.shape.bits < 8,
            )
        else:
            shutil.copy(full, path)
    onnx.checker.check_model(str(path))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder that training.train wrote")
    parser.add_argument("--out", type=Path, default=ACCURATE)
    parser.add_argument("--full", action="store_true", help="keep 32-bit numbers, for comparison")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    config = load_config(given.run / "config.toml")
    network = Network(shape=config.shape)
    network.load_state_dict(torch.load(given.run / "network.pt", map_location="cpu"))
    export(network, given.out / "model.onnx", is_small=not given.full)
    shutil.copy(start_folder() / "tokenizer.json", given.out / "tokenizer.json")
    run = json.loads((given.run / "run.json").read_text(encoding="utf-8"))
    meta = {
        "window": config.reading[0],
        "overlap": config.reading[1],
        "role_tags": ROLE_TAGS,
        "entity_tags": ENTITY_TAGS,
        "linking": LINKING,
        "model_sha256": hashlib.sha256((given.out / "model.onnx").read_bytes()).hexdigest(),
        "start": {"package": run["start"], "sha256": run["sha256"], "licence": "Apache-2.0"},
        "licence": "CC BY-SA 4.0",
        "corpora": [dict(zip(("name", "licence"), SOURCES[name], strict=True)) for name in run["corpora"]],
    }
    (given.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{given.out}: {sum(p.stat().st_size for p in given.out.iterdir()) / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
