"""Who or what a name names over the whole corpus: a pure function of label and name, so it needs no memory.

Names of one *family* may be names of one entity; the warehouse decides that, by all it has seen (``sql/load/
entity_links.sql``). Families are ``state:RU``, ``people:RU``, ``seat:RU:kremlin``, or the label with the name's core:
``PERSON:maria zakharova``, ``ORG:kestrel energy``.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from functools import cache
from typing import Any, NamedTuple

from pipeline.nlp.lexicon import DATA
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed

_MARKS = str.maketrans({".": None, "’": "'", "&": " and ", ",": " "})
_MAY_BE_ACCENTS = re.compile(r"[^\x00-\u02ff\u2000-\u206f]+")  # no combining character is Latin or punctuation
_LONGEST = 6  # words of a state's name


class Identity(NamedTuple):
    """What a name may share with other names.

    Args:
        family: names of one family may name one entity.
        variant: what the name has beside its family's plainest name: middle initials, a legal form; often empty.
    """

    family: str
    variant: str = ""


def folded(name: str) -> str:
    """The name without case, accents and surplus white space."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(_MAY_BE_ACCENTS.sub(_without_accents, decomposed).split())


def _without_accents(run: re.Match[str]) -> str:
    return "".join(c for c in run[0] if not unicodedata.combining(c))


def identity_of(label: str, name: str) -> Identity:
    """The family and variant of a name.

    Middle initials and titles do not part two names of a person; middle names, "Jr." and a given name that is only
    an initial do. A state is a state under every label but PERSON, and so is a seat of government.
    """
    plain = _plain(name)
    if label == "PERSON":
        return _person(plain)
    if code := _states().get(plain):
        return Identity(f"state:{code}", "" if plain == _short_names()[code] else plain)
    if code := _demonyms().get(plain):
        return Identity(f"people:{code}")
    if code := _demonyms().get(plain.removesuffix("s")):
        return Identity(f"people:{code}", plain)
    if code := _curated("seats").get(plain):
        return Identity(f"seat:{code}:{plain}")
    core, _, last = plain.rpartition(" ")
    if label == "ORG" and core and last in _words("legal_forms"):
        return Identity(f"ORG:{core}", last)
    return Identity(f"{label}:{plain}")


def states_in(phrase: str) -> list[str]:
    """ISO 3166 codes of the states that a phrase names, by name or demonym, sorted: "a Russian envoy to Chad"."""
    words = _plain(phrase).removesuffix("'s").split()
    found: set[str] = set()
    start = 0
    while start < len(words):
        runs = ((end, " ".join(words[start:end]).removesuffix("'s")) for end in range(start + _LONGEST, start, -1))
        named = ((end, _states().get(run) or _demonyms().get(run)) for end, run in runs)
        start, code = next(((end, code) for end, code in named if code), (start + 1, ""))
        found.update([code] if code else [])
    return sorted(found)


def governed_from(city: str) -> str | None:
    """ISO 3166 code of the state whose capital a city is; None for other cities, and where both have one name."""
    return _capitals().get(_plain(city))


def is_state(name: str) -> bool:
    """Whether the name is one of a state."""
    return _plain(name) in _states()


def holds_portfolio(word: str) -> bool:
    """Whether "of" behind this word leads to a portfolio: "minister of finance"."""
    return word.lower() in _words("portfolio_holders")


def _person(plain: str) -> Identity:
    parts = [part for part in plain.split() if part not in listed("honorifics")] or plain.split()
    suffixes = [part for part in parts[1:] if part in _suffixes()]
    parts = [part for part in parts if part not in suffixes]
    given = 0
    while given < len(parts) - 1 and len(parts[given]) == 1:
        given += 1
    parts = [*filter(None, ["".join(parts[:given])]), *parts[given:]]
    surname = len(parts) - 1
    while surname > 1 and parts[surname - 1] in listed_names("particles"):
        surname -= 1
    middle, surname = parts[1:surname], max(1, surname)
    if any(len(part) > 1 for part in middle):
        return Identity("PERSON:" + " ".join(parts + suffixes))
    return Identity("PERSON:" + " ".join(parts[:1] + parts[surname:] + suffixes), " ".join(middle))


def _plain(name: str) -> str:
    """The folded name without full stops, commas and its article."""
    return " ".join(folded(name).translate(_MARKS).split()).removeprefix("the ")


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(_plain(suffix) for suffix in listed_names("suffixes"))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((DATA / "entities.toml").read_text(encoding="utf-8"))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_plain(word) for word in _file()["words"][name].split(";"))


@cache
def _curated(kind: str) -> dict[str, str]:
    return {_plain(name): code for code, names in _file()[kind].items() for name in names.split(";")}


@cache
def _rows() -> list[dict[str, str]]:
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _short_names() -> dict[str, str]:
    return {row["code"]: _plain(row["name"]) for row in _rows()}


@cache
def _states() -> dict[str, str]:
    named = {_plain(name): row["code"] for row in _rows() for name in [row["name"], *row["other_names"].split(";")]}
    return {
        name: code for name, code in (named | _curated("states")).items() if name not in {*_words("not_states"), ""}
    }


@cache
def _capitals() -> dict[str, str]:
    named = {_plain(row["capital"]): row["code"] for row in _rows()}
    return {
        city: code
        for city, code in (named | _curated("capitals")).items()
        if city not in {*_words("not_capitals"), *_states(), ""}
    }


@cache
def _demonyms() -> dict[str, str]:
    named = {_plain(word): row["code"] for row in _rows() for word in row["demonyms"].split(";")}
    return {
        word: code for word, code in (named | _curated("demonyms")).items() if word not in {*_words("not_states"), ""}
    }
