"""Learning from a bigger network: what it thinks likely teaches a small one more than the right answers alone.

The teacher's opinion of every tag, wrong ones included, is the target (Hinton, Vinyals and Dean 2015). It has one of
every text, so corpora that mark only names teach claims too, and the other way round. Links are learnt from the
corpora alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from pipeline.nlp.encoder_pieces import Pieces
from training.model import Network
from training.sheets import Sheet

_WINDOW, _OVERLAP = 256, 64  # pieces: those in which the teacher's weights are read


def teach(weights: Mapping[str, Tensor], sheets: Mapping[str, Sequence[Sheet]]) -> dict[str, list[Sheet]]:
    """The sheets with the opinion of the network of ``weights``, which has all layers."""
    teacher = Network()
    teacher.load_state_dict(weights)
    teacher.eval()
    return {
        name: [replace(sheet, taught=_opinion(teacher, sheet.pieces)) for sheet in found]
        for name, found in sheets.items()
    }


@torch.no_grad()
def _opinion(teacher: Network, pieces: Pieces) -> npt.NDArray[np.float16]:
    """(n, tags): see ``Sheet.taught``. Windows overlap; each piece is judged where it has most to either side."""
    n, step = len(pieces), _WINDOW - _OVERLAP
    parts = []
    for start in (0, *range(step, max(n - _OVERLAP, 1), step)):
        end = min(start + _WINDOW, n)
        arrays = (pieces.ids, pieces.case, pieces.gap, pieces.quote)
        with torch.autocast("cpu", torch.bfloat16):
            scores = teacher(*(torch.from_numpy(array[None, start:end]) for array in arrays), None)[:3]
        first = _OVERLAP // 2 if start else 0
        last = end - start - (_OVERLAP // 2 if end < n else 0)
        parts.append(torch.cat([score[0, first:last].float().log_softmax(-1) for score in scores], dim=-1))
    return torch.cat(parts).clamp(min=-20).half().numpy()


def taught_loss(scores: Sequence[Tensor], taught: Tensor, mask: Tensor) -> Tensor:
    """Kullback-Leibler divergence from the teacher's tags to the network's, summed over the taggers, mean over pieces.

    Args:
        scores: of each tagger, (batch, length, tags).
        taught: (batch, length, all tags) log-probabilities.
        mask: (batch, length) 1 where there is a piece.
    """
    total = taught.new_zeros(())
    for score, opinion in zip(scores, taught.split([score.shape[-1] for score in scores], dim=-1), strict=True):
        away = (opinion.exp() * (opinion - score.log_softmax(-1))).sum(-1)
        total = total + (away * mask).sum() / mask.sum()
    return total
