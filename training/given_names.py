"""Write the list of given names that rules use to tell gender: ``python -m training.given_names``.

The names are those of Faker's person providers (MIT licence; needed for this only). A name that some languages give to
girls and others to boys counts for those who have it three times as often, else for neither.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections import Counter
from textwrap import fill

from pipeline.nlp.lexicon import DATA

_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]+")
_HEAD = """\
# Given names in Latin letters by gender, from the person providers of Faker {version} (MIT licence, Copyright (c) 2012
# Daniele Faraglia and contributors). Made by training/given_names.py.
"""


def main() -> None:
    """Count each language's names once."""
    import faker
    from faker.providers import person

    counts: dict[str, Counter[str]] = {"female": Counter(), "male": Counter()}
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for gender, counted in counts.items():
            counted.update(n for n in set(getattr(provider, f"first_names_{gender}", ())) if _is_latin(n))
    with (DATA / "given_names.toml").open("w", encoding="utf-8") as file:
        file.write(_HEAD.format(version=faker.VERSION))
        for gender, other in (("female", "male"), ("male", "female")):
            names = sorted(n for n, count in counts[gender].items() if count >= 3 * counts[other][n])
            file.write(f'{gender} = """\n{fill(" ".join(names), 119, break_on_hyphens=False)}"""\n')
            sys.stdout.write(f"{gender}: {len(names)} names\n")


def _is_latin(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and name[0].isupper() and all(ord(c) < 0x250 for c in name)


if __name__ == "__main__":
    main()
