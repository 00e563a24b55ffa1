"""Write the lists of given names that rules use: ``python -m training.given_names``.

``given_names.toml``, by which names of people are found, has those of Faker's person providers (MIT licence). A name
that some languages give to girls and others to boys counts for those who have it three times as often, or for neither.

``genders.toml``, by which "he" and "she" are told apart, has the names that nomquamgender (MIT licence) knows from
three sources or more, nearly always of one gender. Both packages are needed for this only.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import fill

from pipeline.nlp.lexicon import DATA

_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]+")
_HEAD = """\
# Given names in Latin letters by gender, from the person providers of Faker {version} (MIT licence, Copyright (c) 2012
# Daniele Faraglia and contributors). Made by training/given_names.py.
"""
_GENDERS_HEAD = """\
# Given names, lower case and without accents, that are nearly always of one gender, from nomquamgender {version} (MIT
# licence, Copyright (c) 2022 Ian Van Buskirk). Made by training/given_names.py.
"""
_SOURCES = 3  # in which a name is known
_NEARLY_NEVER = 0.1


def main() -> None:
    """Count each language's names once, and sort out those of one gender."""
    _write("given_names.toml", *_given_names())
    _write("genders.toml", *_genders())


def _given_names() -> tuple[str, Mapping[str, Sequence[str]]]:
    import faker
    from faker.providers import person

    counts: dict[str, Counter[str]] = {"female": Counter(), "male": Counter()}
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for gender, counted in counts.items():
            counted.update(n for n in set(getattr(provider, f"first_names_{gender}", ())) if _is_latin(n))
    names = {
        gender: sorted(n for n, count in counts[gender].items() if count >= 3 * counts[other][n])
        for gender, other in (("female", "male"), ("male", "female"))
    }
    return _HEAD.format(version=faker.VERSION), names


def _genders() -> tuple[str, Mapping[str, Sequence[str]]]:
    from importlib.metadata import version

    import nomquamgender

    known = {name: told for name, told in nomquamgender.dump().items() if name.isalpha() and told[0] >= _SOURCES}
    names = {
        "female": sorted(name for name, (*_, share) in known.items() if share >= 1 - _NEARLY_NEVER),
        "male": sorted(name for name, (*_, share) in known.items() if share <= _NEARLY_NEVER),
    }
    return _GENDERS_HEAD.format(version=version("nomquamgender")), names


def _write(file: str, head: str, names: Mapping[str, Sequence[str]]) -> None:
    lists = "".join(
        f'{gender} = """\n{fill(" ".join(known), 119, break_on_hyphens=False)}"""\n' for gender, known in names.items()
    )
    (DATA / file).write_text(head + lists, encoding="utf-8")
    sys.stdout.writelines(f"{file}, {gender}: {len(known)} names\n" for gender, known in names.items())


def _is_latin(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and name[0].isupper() and all(ord(c) < 0x250 for c in name)


if __name__ == "__main__":
    main()
