"""Whose a role is: the organisation or state in the words of a role, "Kestrel Energy" in "head of Kestrel Energy"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.nlp.identity import holds_portfolio, is_state, states_in
from pipeline.nlp.lexicon import names, words

_OWNER = re.compile(r"(?:the |its |their |his |her )?(\S[^,]*?)['’]s? (?!.*['’]s? )")
_BEHIND = re.compile(
    r"((?:general )?\S+) (of|for|at|with) (?:(?:the|an?) )?"
    r"(\S.*?)(?=,| (?:for|at|with|in|on|to|who|since) | and [a-z]|$)"
)
_WORD = re.compile(r"\S+")


@lru_cache(maxsize=10_000)
def affiliation_of(role: str | None) -> str | None:
    """The organisation or state that a role is held in, as worded; None where the role names none.

    Looked for in this order: an owner ("Portugal's foreign minister"), what stands behind "of", "for", "at" and
    "with", and what stands before ("a Russian Foreign Ministry spokeswoman").
    """
    if not role:
        return None
    if (owner := _OWNER.match(role)) and not _BEHIND.search(owner[1]) and _may_be_body(owner[1]):
        return owner[1]
    return next(_behind(role), None) or _before(role)


def _behind(role: str) -> Iterator[str]:
    at = 0
    while match := _BEHIND.search(role, at):
        holder, preposition, phrase = match.groups()
        at = match.start(3)
        is_portfolio = preposition == "of" and holds_portfolio(holder)
        if is_state(phrase) or (_may_be_body(phrase) and not is_portfolio):
            yield phrase


def _may_be_body(phrase: str) -> bool:
    return phrase[0].isupper() or phrase.rsplit(maxsplit=1)[-1] in words("bodies")


def _before(role: str) -> str | None:
    """The longest run of capitals that opens a role, an article left out, and ends as a state or an organisation."""
    spans = [match.span() for match in _WORD.finditer(role)]
    first = role.lower().startswith(("a ", "an ", "the "))
    ends = []
    for start, end in spans[first:]:
        if not role[start].isupper():
            break
        ends.append(end)
    opening = spans[first][0] if len(spans) > first else 0
    return next((run for end in reversed(ends) if end < len(role) and _is_body(run := role[opening:end])), None)


def _is_body(run: str) -> bool:
    is_acronym = run.isupper() and len(run) > 1
    is_demonym = " " not in run and bool(states_in(run))
    is_listed = run in names("institutions") or (" " in run and run.rsplit(maxsplit=1)[-1] in names("organisations"))
    return is_acronym or is_demonym or is_listed or is_state(run)
