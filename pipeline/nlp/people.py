"""What is told of people beside their names: titles, roles and gender."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.nlp.chains import Name, head_of
from pipeline.nlp.lexicon import full_title, gender_of
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.shapes import APPOSITION, Range, compiled
from pipeline.nlp.tokens import Words

_APPOSITION = compiled(APPOSITION)
_IN_RELATIVE = compiled(r",HB(?P<told>D[wN]{0,3}S(?:[oP]D?[wNSO]{1,6})?)")  # "who was a commissioner of the port"
_SHORT_APPOSITION = compiled(r",(?:0,)?(?P<told>D[wNS]{0,5}(?:[wS](?=[pGC])|S(?=wD)))")  # "a retired cook whose …"
_WITH_PLACE = compiled(r",(?:0,)?(?P<told>D[wNS]{0,5}S[oP]D?[wNSO]{1,6})(?=p)")  # "a Democrat from Porto whose …"
_ONCE = compiled(r",R(?P<told>D[DwNSOopTb&0]{1,30}+)(?=[,.;QHx-]|$)")  # "Ann Orr, then the director"
_RANKED = compiled(r",D(?P<told>R[wNSO]{0,4}S)(?=[,.;])")  # "the first prosecution witness"
_IS = compiled(r"BD(?P<told>[wN]{0,3}[Sw])(?=[.,;&-])")  # "is the mayor"
REALM = compiled(r"oD?N{1,4}")
_JOINT = compiled(r"(?:oD?N{1,4})?,?&")
_AGED = re.compile(r"\d{1,3}-year-old\s")
_OPENING = 8  # words of "According to his widow, Ann Orr"
_RANKS = frozenset({"prof", "rev"})  # forms of address that tell what somebody is


def is_title(form: str) -> bool:
    """Whether a word is a title or a form of address before a name: "President", "Gov.", "Ms."."""
    last = form.rpartition("-")[2] if form[:1].isupper() else form  # "Lieutenant-General"
    return full_title(last) in listed("titles") or form.lower().rstrip(".") in listed("honorifics")


def start_of_title(words: Words, first: int, end: int) -> int:
    """Where the title starts that ends before word ``end`` of a run from ``first`` on; ``end`` if there is none."""
    if end and is_title(words.form[end - 1]):
        return first
    of = end - 2 - (words.lower[max(0, end - 2)] == "the")  # "Secretary of State", "Minister for Health"
    is_with_of = of > 0 and words.form[of] in ("of", "for") and is_title(words.form[of - 1])
    return of - 1 if is_with_of and words.is_capitalised(end - 1) else end


def with_shared_titles(words: Words, found: list[Name], shape: str) -> list[Name]:
    """The names; two behind one title in the plural each with it: "Senators Ann Orr of Ohio and Bo Ek of Iowa"."""
    people = [i for i, name in enumerate(found) if name.label == "PERSON"]
    for i, j in pairwise(people):
        name, other = found[i], found[j]
        title, _, realm = (name.role or "").partition(" ")
        is_plural = full_title(title) in listed("titles") and full_title(title) != title.lower() and title.endswith("s")
        if is_plural and _JOINT.fullmatch(shape, name.end, other.start):
            behind = REALM.match(shape, other.end)
            own = " " + words.span(*behind.span()).text(words.text) if behind else ""
            found[i] = replace(name, role=title.removesuffix("s") + (realm and f" {realm}"))
            found[j] = replace(other, role=title.removesuffix("s") + own)
    return found


def person_of(words: Words, name: Name, start: int, shape: str) -> Name:
    """The name as a person's, with role (title or description before it, apposition, "is the …") and gender."""
    silent = listed("honorifics") - _RANKS | listed("determiners") | {","}
    before = [i for i in range(start, name.start) if words.lower[i].rstrip(".") not in silent]
    if not before and name.start and words.lower[name.start - 1] in listed("callings") - listed("epithets"):
        before = [name.start - 1]
    comma = next((i for i in range(start, name.start) if words.form[i] == ","), name.start)
    described, titled = [i for i in before if i < comma], [i for i in before if i > comma]
    is_anybody = bool(titled and described) and words.lower[described[-1]] in listed("anybody")
    before = titled if is_anybody else described or before  # "the minority leader, Senator Ann Orr"
    title = words.span(before[0], before[-1] + 1).text(words.text) if before else None
    is_party = bool(before) and words.form[before[-1]] in listed_names("peoples")
    is_titled = title is not None and is_title(title.removeprefix("State "))
    realm = REALM.match(shape, name.end) if title and not is_party else None
    if title and realm:
        title += " " + words.span(*realm.span()).text(words.text)
    shown = words.lower[start : name.start]
    told = _told_behind(words, realm.end() if realm else name.end, shape)
    shown += words.lower[slice(*told)]
    apposition = words.span(*told).text(words.text) if told[0] < told[1] else None
    is_office = apposition is not None and apposition.lower().startswith("chief ")
    is_told_more = apposition and (is_office or head_of(apposition) not in listed("relations") | listed("anybody"))
    is_told_more = is_told_more and apposition not in listed_names("peoples")  # "Sen. Ann Orr, a Republican"
    is_relative = title is not None and head_of(title) in listed("relations")
    is_relative &= not _is_opening(words, shape, name.end)
    role = apposition if (is_titled or is_relative) and is_told_more else title or apposition
    titles = {word.rstrip(".") for word in shown}
    is_she, is_he = bool(titles & listed("feminine")), bool(titles & listed("masculine"))
    told_by_name = gender_of(words.form[name.start]) if name.end - name.start > 1 else None
    gender = told_by_name if is_she == is_he else "f" if is_she else "m"
    return replace(name, label="PERSON", gender=gender, role=role)


def _goes_on(words: Words, shape: str, i: int) -> bool:
    """Whether something else is told from word ``i`` on: "and the father of two", "whose house leaks"."""
    return shape[i : i + 2] == "&D" or words.lower[i] in ("who", "whose", "which", "where")


def _is_opening(words: Words, shape: str, end: int) -> bool:
    """Whether a name that ends before word ``end`` opens a sentence with "according to", so that more must follow."""
    first = next((i for i in range(end - 1, max(-1, end - _OPENING), -1) if words.lower[i] == "according"), None)
    return first is not None and words.is_capitalised(first)


def _behind_age(words: Words, i: int) -> int:
    """The word behind "17-year-old" at word ``i``, which may be in two pieces; ``i`` where there is none."""
    aged = _AGED.match(words.text, words.start[i]) if i < len(words) else None
    while aged and i < len(words) and words.start[i] < aged.end():
        i += 1
    return i


def _told_behind(words: Words, end: int, shape: str) -> Range:
    """What is told of a person right behind the name: "a judge", "who was a judge", "is the judge"; without article."""
    for pattern in (_APPOSITION, _IN_RELATIVE, _WITH_PLACE, _ONCE, _RANKED, _SHORT_APPOSITION):
        found = pattern.match(shape, end)
        if found and not (_is_opening(words, shape, end) and shape[found.end() : found.end() + 1] != ","):
            first = found.start("told") if "told" in pattern.groupindex else end + 1
            first += 2 * (shape[first : first + 2] == "0,")  # an age
            first += words.lower[first] in listed("determiners")
            first = _behind_age(words, first)
            last = next((i for i in range(first, found.end()) if _goes_on(words, shape, i)), found.end())
            is_one_of = words.lower[first - 1 : first + 1] == ["one", "of"]
            if is_one_of or words.lower[last - 1] in ("younger", "older", "old"):
                return end, end  # "four years younger", "one of the four"
            return first, max(first, last)  # a text may be cut off behind the article
    found = _IS.match(shape, end)
    if (
        found
        and words.lower[end] in ("is", "was")
        and words.lower[found.end() - 1] in listed("people") | listed("callings")
    ):
        noun = words.lower[found.end() - 1]
        return (end, end) if noun in listed("anybody") | listed("relations") else (found.start("told"), found.end())
    return end, end
