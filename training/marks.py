"""Our own training text: invented news with inline marks for claims and entities, see ``pipeline.measure.markup``."""

from __future__ import annotations

from pipeline.measure import markup
from training.examples import Claim, Example, Name


def parse(marked: str, name: str) -> Example:
    """Take the marks out of ``marked``.

    Args:
        marked: text with marks.
        name: name of the example, used in messages too.

    Raises:
        MarkError: marks that cannot be read.
    """
    text, claims, names = markup.parse(marked, name)
    found = [Claim(list(c.source), list(c.cue), list(c.content)) for c in claims.values() if c.content]
    return Example(name, text, found, [Name(*span, kind) for span, kind in names], are_all_types=True)
