"""How far the work is, for the person who waits."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What shows a person how far the work is."""

    def __call__(self, step: str, share: float = 0.0) -> None:
        """Show what is being done, and the share of it that is done, 0 to 1; 0 where that is not known."""


def silent(step: str, share: float = 0.0) -> None:
    """Show nothing."""
