"""The word lists of the rules, read once from ``data/``."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

DATA = Path(__file__).with_name("data")
FUNCTION_WORDS = (
    "determiners", "pronouns", "indefinite", "auxiliaries", "be", "adverbs", "attaching", "prepositions",
    "conjunctions", "calendar", "sentence_openers",
)  # fmt: skip


_PEOPLES = ("peoples", "peoples_in_two_words")


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A verb that reports speech: dictionary form, particle it needs, what must follow (a table of ``cues.toml``)."""

    lemma: str
    particle: str | None
    frame: str


@cache
def words(name: str) -> frozenset[str]:
    """The lower-case words of the list ``name`` in ``words.toml``."""
    return frozenset(_data("words")[name].split())


@cache
def function_words() -> frozenset[str]:
    """Words that are no part of a name or a title, however they are written."""
    return frozenset().union(*(words(name) for name in FUNCTION_WORDS))


@cache
def names(name: str) -> frozenset[str]:
    """The capitalised words (or, parted by semicolons, phrases) of the list ``name`` in ``words.toml``."""
    listed = _data("words")["names"][name]
    return frozenset(item.strip() for item in (listed.split(";") if ";" in listed else listed.split()))


@cache
def places() -> frozenset[str]:
    """English names of countries and time-zone cities (Unicode CLDR), and places that CLDR lacks or names otherwise."""
    unions = {"EU", "EZ", "UN"}
    countries = {name for code, name in Locale("en").territories.items() if code.isalpha() and code not in unions}
    zones = (zone.split("/") for zone in get_global("zone_territories"))
    cities = {zone[-1].replace("_", " ") for zone in zones if zone[0] not in ("Etc", "Antarctica", "Indian")}
    return frozenset(countries | cities) | names("places")


def known_label(surface: str) -> str | None:
    """Label of a name that is listed."""
    if surface in places():
        return "GPE"
    if any(wording in names(listed) for wording in {surface, surface.removesuffix("s")} for listed in _PEOPLES):
        return "NORP"
    return "ORG" if surface in names("institutions") else None


@cache
def given_names(gender: str) -> frozenset[str]:
    """Given names that are ``female`` or ``male``."""
    return frozenset(_data("given_names")[gender].split())


@cache
def all_given_names() -> frozenset[str]:
    """Given names of either gender."""
    return given_names("female") | given_names("male")


@cache
def _genders() -> dict[str, str]:
    genders = {"f": "female", "m": "male"}
    return {name: short for short, gender in genders.items() for name in _data("genders")[gender].split()}


def gender_of(given: str) -> str | None:
    """``f`` or ``m`` as a given name tells it, with or without its accents; None where it does not, as "Kim".

    What is hardly ever of the other gender counts first, then what most languages give to one.
    """
    listed = "f" if given in given_names("female") else "m" if given in given_names("male") else None
    return sure_gender_of(given) or listed


def sure_gender_of(given: str) -> str | None:
    """``f`` or ``m`` as ``gender_of``, only for names that hardly anybody of the other gender has."""
    plain = unicodedata.normalize("NFKD", given.lower())
    return _genders().get("".join(c for c in plain if not unicodedata.combining(c)))


@cache
def withheld() -> frozenset[str]:
    """Lower-case phrases that show that a name is withheld."""
    return frozenset(" ".join(phrase.split()) for phrase in _data("words")["withheld"].split(";"))


@cache
def demonyms() -> dict[str, str]:
    """Word of a state in front of a noun to the state: ``french``: ``France``."""
    return {word: state for state, words_of in _data("peoples").items() for word in words_of.split()}


@cache
def kin(noun: str) -> frozenset[str]:
    """The nouns by which an article may go on to speak of a body or document that it called ``noun``; never empty."""
    families = [frozenset(family.split()) for family in _data("words")["kin"].split(";")]
    return frozenset({noun}).union(*(family for family in families if noun in family))


def inverse_relations(noun: str) -> frozenset[str]:
    """What somebody may be to a person who is the ``noun`` of his: ``wife`` to ``husband``."""
    families = (family.split(":") for family in _data("words")["inverse"].split(";"))
    return frozenset(other for ones, others in families if noun in ones.split() for other in others.split())


def full_title(word: str) -> str:
    """The title that an abbreviation stands for (``gov.``: ``governor``), else the word itself, lower case."""
    plain = word.lower().rstrip(".")
    return str(_data("words")["title_words"].get(plain, plain))


@cache
def cues() -> dict[str, tuple[CueEntry, ...]]:
    """Verb form to its entries; those that need a particle come first."""
    found: dict[str, list[CueEntry]] = {}
    for frame, lemmas in _data("cues").items():
        for lemma, forms in lemmas.items():
            entry = CueEntry(lemma, lemma.partition(" ")[2] or None, frame)
            for form in forms.split():
                found.setdefault(form, []).append(entry)
    return {form: tuple(sorted(entries, key=lambda e: e.particle is None)) for form, entries in found.items()}


@cache
def _acts() -> dict[str, str]:
    return {lemma: act for act, lemmas in _data("acts")["acts"].items() for lemma in lemmas.split()}


def act_of_lemma(lemma: str) -> str | None:
    """The speech act of a verb or noun; of a verb with a particle as ``call_for``."""
    return _acts().get(lemma)


@cache
def act_words(table: str, name: str) -> frozenset[str]:
    """The words of a list in a table of ``acts.toml``."""
    return frozenset(_data("acts")[table][name].split())


@cache
def irregular() -> dict[str, str]:
    """Irregular form to dictionary form."""
    return dict(_data("acts")["irregular"])


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
