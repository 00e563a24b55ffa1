"""Our own training text: invented news with inline marks for claims and entities.

``{s1:…}``, ``{c1:…}``, ``{t1:…}`` are the source, cue and content of claim 1, ``{s1,2:…}`` belongs to two claims,
``{PERSON:…}`` and the other entity types stand alone. Marks nest; braces have no other use.
"""

from __future__ import annotations

import re

from training.examples import Claim, Example, Name

_TOKEN = re.compile(r"\{(?P<role>[sct])(?P<numbers>[0-9]+(?:,[0-9]+)*):|\{(?P<kind>[A-Z]+):|[{}]")
_ROLES = {"s": "source", "c": "cue", "t": "content"}


def parse(marked: str, name: str) -> Example:
    """Take the marks out of ``marked``.

    Args:
        marked: text with marks.
        name: name of the example, used in messages too.

    Raises:
        ValueError: marks that do not pair up.
    """
    words: list[str] = []
    opened: list[tuple[re.Match[str], int]] = []
    claims: dict[int, Claim] = {}
    names: list[Name] = []
    length = done = 0
    for token in _TOKEN.finditer(marked):
        words.append(marked[done : token.start()])
        length += len(words[-1])
        done = token.end()
        if token[0] == "{" or (token[0] == "}" and not opened):
            raise ValueError(f"{name}: stray brace near “{marked[max(0, token.start() - 30) : token.end() + 30]}”")
        if token[0] != "}":
            opened.append((token, length))
            continue
        mark, start = opened.pop()
        if mark["kind"]:
            names.append(Name(start, length, mark["kind"]))
            continue
        for number in map(int, mark["numbers"].split(",")):
            getattr(claims.setdefault(number, Claim([], [], [])), _ROLES[mark["role"]]).append((start, length))
    if opened:
        raise ValueError(f"{name}: mark is never closed, near “{opened[-1][0][0]}”")
    words.append(marked[done:])
    found = [Claim(*(sorted(part) for part in (c.source, c.cue, c.content))) for c in claims.values() if c.content]
    return Example(name, "".join(words), found, sorted(names), are_all_types=True)
