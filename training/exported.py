"""Take training up again from the weights of a run, or from exported ones such as those that the project ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.recipe import SOURCES

Numbers = npt.NDArray[Any]

_PREFIX = "network."
_GATES = (0, 2, 3, 1)  # ONNX orders them input, output, forget, cell; PyTorch input, forget, cell, output


def corpora_behind(path: Path) -> set[str]:
    """The corpora that the weights at ``path`` learned from, by the record beside them; keys of ``SOURCES``."""
    if path.suffix != ".onnx":
        return set(json.loads((path.parent / "run.json").read_text(encoding="utf-8"))["corpora"])
    named = json.loads((path.parent / "meta.json").read_text(encoding="utf-8"))["corpora"]
    keys = {name: key for key, (name, _) in SOURCES.items()}
    return {keys[corpus["name"]] for corpus in named}


def weights_of(path: Path) -> dict[str, Tensor]:
    """The weights at ``path`` as ``Network.state_dict`` names them: a run's ``.pt``, or an exported int8 ``.onnx``.

    Exported weights are those of their run up to the rounding of the export.

    Raises:
        ValueError: a model that ``training.export`` did not write, or wrote with 32-bit numbers.
    """
    if path.suffix != ".onnx":
        return dict(torch.load(path))
    graph = onnx.load(path).graph
    held = {array.name: numpy_helper.to_array(array) for array in graph.initializer}
    weights = {name.removeprefix(_PREFIX): value for name, value in held.items() if name.startswith(_PREFIX)}
    if "words.table" not in weights:
        raise ValueError(f"{path}: not an int8 model of training.export")
    weights["words.weight"] = weights.pop("words.table") * weights.pop("words.scale")
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name = node.name.removeprefix("/network/").removesuffix("/MatMul_quant").replace("/", ".")
            matrix = node.input[1].removesuffix("_quantized")
            weights[f"{name}.weight"] = (held[f"{matrix}_quantized"] * held[f"{matrix}_scale"]).T
        elif node.op_type == "DynamicQuantizeLSTM":
            _add_memory(weights, held, list(node.input))
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in weights.items()}


def _add_memory(weights: dict[str, Numbers], held: dict[str, Numbers], inputs: list[str]) -> None:
    for direction, suffix in enumerate(("", "_reverse")):
        for part, at, scale in (("ih", 1, 8), ("hh", 2, 10)):
            matrix = (held[inputs[at]][direction] * held[inputs[scale]][direction]).T
            weights[f"memory.weight_{part}_l0{suffix}"] = _ordered(matrix)
        for part, bias in zip(("ih", "hh"), np.split(held[inputs[3]][direction], 2), strict=True):
            weights[f"memory.bias_{part}_l0{suffix}"] = _ordered(bias)


def _ordered(rows: Numbers) -> Numbers:
    gates = np.split(rows, 4)
    return np.concatenate([gates[i] for i in _GATES])
