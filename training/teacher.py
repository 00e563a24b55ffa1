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
from torch import Tensor

from pipeline.nlp.encoder import Encoder
from pipeline.nlp.encoder_pieces import Pieces
from training.sheets import Sheet


def teach(teacher: Encoder, sheets: Mapping[str, Sequence[Sheet]]) -> dict[str, list[Sheet]]:
    """The sheets with the teacher's opinion of each piece, as it reads."""
    return {
        name: [replace(sheet, taught=_opinion(teacher, sheet.pieces)) for sheet in found]
        for name, found in sheets.items()
    }


def _opinion(teacher: Encoder, pieces: Pieces) -> npt.NDArray[np.float16]:
    """(n, tags): see ``Sheet.taught``."""
    scores = teacher.judge(pieces)
    side_by_side = np.concatenate((scores.roles, scores.inner, scores.entities), axis=1)
    return side_by_side.clip(min=-20).astype(np.float16)


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
