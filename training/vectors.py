"""Write what words mean for ``pipeline.nlp.terms``: ``python -m training.vectors``.

The encoder's own table of words, of the commonest whole words, without the directions that nearly all words share, cut
to the widest 64 others (principal components); a byte a value.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

from pipeline.nlp.models import ENCODERS, WEIGHTS, weights_of

_WORDS, _SHARED, _KEPT = 12_000, 3, 64
_SHORTEST = 3  # letters


def main() -> None:
    """The command."""
    folder = weights_of(ENCODERS[0])
    parts = {part.name: part for part in onnx.load(str(folder / "model.onnx")).graph.initializer}
    table, scale = (numpy_helper.to_array(parts[f"network.words.{name}"]) for name in ("table", "scale"))
    numbers = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    plain = (word for word in numbers if word.isascii() and word.isalpha() and len(word) >= _SHORTEST)
    words = sorted(plain, key=numbers.__getitem__)[:_WORDS]
    vectors = table[[numbers[word] for word in words]].astype(np.float32) * scale[[numbers[word] for word in words]]
    vectors -= vectors.mean(axis=0)
    *_, directions = np.linalg.svd(vectors, full_matrices=False)
    vectors = vectors @ directions[_SHARED : _SHARED + _KEPT].T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    values = np.round(vectors * 254).clip(-127, 127).astype(np.int8)  # few values are above a half
    np.savez_compressed(WEIGHTS / "words.npz", words=np.array("\n".join(words)), vectors=values)


if __name__ == "__main__":
    main()
