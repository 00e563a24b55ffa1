"""The tag sets of the two taggers, and the groups of types that a corpus does not tell apart."""

from __future__ import annotations

from collections.abc import Mapping

ROLES = ("source", "cue", "content")
ENTITY_TYPES = (
    *("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW"),
    *("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"),
)
ROLE_TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
ENTITY_TAGS = ("O", *(f"{place}-{kind}" for kind in ENTITY_TYPES for place in "BI"))

UNKNOWN = "?"
"""Group of words about which a corpus says nothing."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in ENTITY_TYPES},
    "place": ("GPE", "LOC", "FAC"),
    "when": ("DATE", "TIME"),
    "people": ("PERSON", "NORP"),
}
"""For each label a corpus may use, the types it can stand for."""

NAMED = ("PERSON", "ORG", "GPE", "LOC", "FAC")
"""The types every names corpus marks: a word it leaves unmarked is none of these, but may be a date or a law."""


def answer_sets() -> dict[str, frozenset[str]]:
    """The tags that are right for each target a training piece can have.

    Returns:
        Target name to tags: ``O`` where everything is marked, ``open`` where only ``NAMED`` is, ``B-``/``I-`` and a
        group of ``GROUPS``, ``UNKNOWN``. The order is the numbering of the targets.
    """
    sets = {"O": frozenset({"O"}), UNKNOWN: frozenset(ENTITY_TAGS)}
    sets["open"] = frozenset(tag for tag in ENTITY_TAGS if tag[2:] not in NAMED)
    for group, kinds in GROUPS.items():
        for place in "BI":
            sets[f"{place}-{group}"] = frozenset(f"{place}-{kind}" for kind in kinds)
    return sets
