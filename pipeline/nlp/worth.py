"""How much a statement asks to be checked: a documented rule set, no network, the reasons kept beside the score.

What makes a sentence checkable follows the criteria of fact-checkers as ClaimBuster (Hassan et al., KDD 2017) and the
CheckThat! labs put them: a figure, a comparison, a total, a cause or a dated event can be looked up; an opinion, a
feeling and a plan cannot. Weights are set by hand; ``docs/check-worthiness.md`` tells how they do.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BASE = 0.2
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens?|hundreds?"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


class Worth(NamedTuple):
    """How much a statement asks to be checked, 0 to 1, and the names of the rules that made the score, in order."""

    score: float
    reasons: tuple[str, ...]


RULES: dict[str, tuple[float, str]] = {
    "number": (0.25, rf"\b(?<!, )\d|(?<=, )\d[\d,.]+\d|\b(?:{_NUMBERS}|thousands?|[mb]illions?)\b"),
    "share": (0.2, r"%|\bper ?cent|\b(?:half|third|quarter|majority|minority)\b|\bone in \w+"),
    "money": (0.1, r"[$€£]\s?\d|\b(?:dollars?|euros?|pounds|cents)\b"),
    "comparison": (0.2, r"\b(?:more|less|fewer|\w{3,}er) than\b|\bcompared\b|\b(?:twice|double|triple)\b|\d times\b"),
    "change": (
        0.2,
        r"\b(?:rose|risen|rises|fell|fallen|falls|grew|grown|grows|shr[aiu]nk|increas\w+|decreas\w+|declin\w+|dropped"
        r"|doubled|tripled|halved|climbed|jumped|slipped|slumped|soared|gained|lost|(?:cut|up|down) (?:by|to|from))\b",
    ),
    "superlative": (
        0.15,
        r"\b(?:most|(?<!at )least|worst|best|first(?! place)|(?<!at )last(?! (?:week|month|year|decade))|only|record"
        r"|unprecedented|ever)\b"
        r"|\b(?!(?:for|inter|prot|requ|conqu|harv|arr|inv|cont|sugg|dig|man|hon|mod|lat)est\b)[a-z]{3,}est\b",
    ),
    "total": (0.15, r"\b(?:all|every|none|never|always|nobody|no one|everyone|total|entire|whole|altogether)\b"),
    "date": (
        0.15,
        rf"\b(?:{_DAYS}|(?:{_MONTHS})(?= \d| [12]\d\d\d|$)|in (?:{_MONTHS})|(?:19|20)\d\d|yesterday"
        r"|(?:last|this) (?:week|month|year|decade)|(?:weeks?|months?|years?|decades?) ago|since)\b",
    ),
    "cause": (
        0.15,
        r"\b(?:because|caus(?:ed?|es|ing)|due to|led to|leads to|result(?:s|ed)? (?:of|in|from)|thanks to|owing to"
        r"|responsible for|blamed?)\b",
    ),
    "deed": (
        0.15,
        r"\b(?:voted|signed|approved|passed|rejected|ruled|convicted|arrested|charged|killed|died|injured|elected|resigned"
        r"|spent|paid|sold|bought|built|closed|opened|won|banned|sent|broke|struck|told|warned|found)\b",
    ),
    "opinion": (
        -0.25,
        r"\b(?:I|we|they|he|she) (?:think|believe|feel|suppose|guess|doubt)s?\b|\b(?:should|ought|must|in my view"
        r"|perhaps|maybe|wonderful|terrible|horrible|great(?!-)|beautiful|disgrac\w+|outrag\w+|shame\w*|unfair|absurd"
        r"|right thing)\b",
    ),
    "feeling": (
        -0.25,
        r"\b(?:I|we)(?:'m|'re|’m|’re| am| are| was| were) (?!\d|the|a|an|not)\w+(?! by| of| in)|\b(?:hopes?|hoped|sorry"
        r"|glad|proud|thank\w*|grateful|love|afraid|wish\w*|enjoy\w*|condolences)\b",
    ),
    "future": (
        -0.2,
        r"\b(?:will|would|won['’]t|shall|may|might|could(?! no)|going to|plan\w* to|intend\w*|promis\w+|vow\w*|pledg\w+"
        r"|wants? to|ready to|tomorrow|next (?:week|month|year))\b|['’]ll\b",
    ),
    "question": (-0.4, r"\?\W*$"),
    "request": (-0.2, r"^\W*(?:please|let(?: us|['’]s| him| them)?|do not|don['’]t|to [a-z]+)\b"),
}
"""Name of each rule, its weight and its pattern; a rule counts once, however often its pattern is found."""


def _lowered(pattern: str) -> str:
    """The pattern with its letters in lower case; escapes, which have a backslash, stay as they are."""
    return re.sub(r"(?<!\\)[A-Z]", lambda letter: letter[0].lower(), pattern)


_AS_WRITTEN = "feeling"  # where "US" is not "us"; the others are looked for in lower case, which takes half the time
_COMPILED = {
    name: (weight, re.compile(pattern if name == _AS_WRITTEN else _lowered(pattern)))
    for name, (weight, pattern) in RULES.items()
}


def worth_of(text: str) -> Worth:
    """The score of a sentence or of a claim's content: the base, plus the weight of each rule that holds, in [0, 1]."""
    lower = text.lower()
    held = {
        name: weight
        for name, (weight, pattern) in _COMPILED.items()
        if pattern.search(text if name == _AS_WRITTEN else lower)
    }
    return Worth(round(min(1.0, max(0.0, _BASE + sum(held.values()))), 2), tuple(held))
