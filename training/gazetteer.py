"""Make ``pipeline/nlp/data/states.csv``, the states that a news text may name: ``python -m training.gazetteer``.

Short names are those of Unicode CLDR (babel, BSD). Official names, demonyms and capitals are those of countryinfo
(MIT); a name or demonym that two states share is nobody's, unless ``entities.toml`` says whose.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from babel import Locale
from countryinfo import all_countries

from pipeline.nlp.lexicon import DATA

PATH = DATA / "states.csv"
_OFFICIAL = re.compile(
    r"(?!.*\b(de|des|du|di)\b)(?=.*\b(Republic|Kingdom|Federation|Confederation|Commonwealth|Principality|Sultanate|"
    r"States?|Nation|Union|Duchy|Jamahiriya)\b)(?:the )?([A-Za-z' -]+)"
)
_BRACKETS = re.compile(r"^([^()]+?)(?: \(([^()]+)\))?$")


def states() -> Iterator[tuple[str, str, list[str], list[str], str]]:
    """ISO 3166 code, short name, other names, demonyms and capital of each state, by code."""
    short = {code: name for code, name in Locale("en").territories.items() if code.isalpha() and len(code) == 2}
    found: dict[str, tuple[str, set[str], set[str], str]] = {}
    for state in all_countries():
        code = state.iso()["alpha2"]
        if match := _BRACKETS.match(short.get(code, "").replace("’", "'")):
            name, other = match.groups()
            official = [m[3] for spelt in state.alt_spellings() if (m := _OFFICIAL.fullmatch(spelt))]
            plain = [spelt for spelt in (other, state.name()) if spelt and re.fullmatch(r"[\w' -]+", spelt)]
            capital = state.capital()
            told = capital if isinstance(capital, str) and re.fullmatch(r"[\w' -]+", capital) else ""
            _, names, demonyms, _ = found.setdefault(code, (name, set(), set(), told))
            names |= {*official, *plain} - {name}
            demonyms |= {*re.split(r"[,/]", state.demonym() or "")} - {name, ""}
    counts = Counter(word for name, names, demonyms, _ in found.values() for word in {name, *names, *demonyms})
    for code, (name, names, demonyms, capital) in sorted(found.items()):
        plain, people = (sorted(word for word in words if counts[word] == 1) for words in (names, demonyms))
        yield code, name, plain, people, capital


def text() -> str:
    """The file: one state a line, several names parted by semicolons."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["code", "name", "other_names", "demonyms", "capital"])
    writer.writerows([code, name, ";".join(names), ";".join(people), at] for code, name, names, people, at in states())
    return sink.getvalue()


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
