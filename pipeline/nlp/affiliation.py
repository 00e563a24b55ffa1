"""Whose a role is: the organisation or state in the words of a role, "Kestrel Energy" in "head of Kestrel Energy"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.nlp.identity import holds_portfolio, is_state, states_in
from pipeline.nlp.lexicon import names, words

_OWNER = re.compile(r"(?:the |its |their |his |her )?([^,]+?)['’]s? (?!.*['’]s? )")
_BEHIND = re.compile(r"(\S+) (?:of|for|at|with) (?:(?:the|an?) )?(.+?)(?=,| (?:for|at|with|in|on|to|who|and|since) |$)")
_WORD = re.compile(r"\S+")


def affiliation_of(role: str | None) -> str | None:
    """The organisation or state that a role is held in, as worded; None where the role names none.

    Looked for in this order: an owner ("Portugal's foreign minister"), what stands behind "of", "for", "at" and
    "with", and what stands before ("a Russian Foreign Ministry spokeswoman").
    """
    if not role:
        return None
    if (owner := _OWNER.match(role)) and not re.search(r" (?:of|for|at|with) ", owner[1]):
        return owner[1]
    return next(_behind(role), None) or _before(role)


def _behind(role: str) -> Iterator[str]:
    at = 0
    while match := _BEHIND.search(role, at):
        holder, phrase = match.groups()
        at = match.start(2)
        is_named = any(word[0].isupper() for word in phrase.split())
        is_body = phrase.split()[-1].lower() in words("bodies")
        if is_state(phrase) or ((is_named or is_body) and not holds_portfolio(holder)):
            yield phrase


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
    is_listed = run.rsplit(maxsplit=1)[-1] in names("organisations") or run in names("institutions")
    return is_acronym or is_demonym or is_listed or is_state(run)
