"""The words of a source: where it begins and ends, the names that it is about, the noun phrase that it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.nlp.answers import Answers
from pipeline.nlp.chains import Name
from pipeline.nlp.lexicon import demonyms, full_title, function_words
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.people import is_title
from pipeline.nlp.phrases import is_noun, phrase_of
from pipeline.nlp.shapes import Range, compiled

_MORE = compiled(r"D?(?:[wNS0O]|x(?=[wNS])){1,6}+")
_JOINING = frozenset({"of", "in", "for", "and", "the"})
_POSTNOMINALS = [[letters] for letters in listed_names("postnominals")]  # as a slice of words has them
PLACES = frozenset({"GPE", "LOC", "FAC"})
"""The labels of places."""
_LONG = 3  # words of a name that is whole


class Sources(Answers):
    """What the words of one text's sources tell."""

    def _whole(self, source: Range) -> Range:
        """The source with the names that it cuts into, and with what must follow its last word, as after "the"."""
        start, end = source
        while end - start > 1 and self.shape[start] in "RT" and self.shape[start + 1] in "DH":
            start += 1  # "Later her office"
        i = bisect_left(self.starts, start) - 1
        if i >= 0 and self.names[i].end > start - (self.shape[start] == "O"):
            start = self.names[i].start
        i = bisect_left(self.starts, end) - 1
        if i >= 0 and self.names[i].end > end:
            end = self.names[i].end
        if self.shape[end - 1] == "O" and end - start > 1:
            return start, end - 1
        more = _MORE.match(self.shape, end) if self.shape[end - 1] in "DPo" else None
        is_cut = self.shape[end - 1 : end + 1] == "wS" and not is_noun(self.words.lower[end - 1])  # "Norway’s central"
        return start, more.end() if more else end + is_cut

    def _behind_adverbial(self, source: Range) -> Range:
        """The source from the comma before a person's name on, where what stands before it only tells a place.

        "(In) Congress, Sen. Ann Orr", "a camp outside Goré, Ann Orr", "the senator representing Kogi, Ann Orr".
        """
        comma = self._end_of_clause(*source)
        behind = next((n for n in self._within((comma, source[1])) if n.label == "PERSON" and n.full), None)
        before = list(self._within((source[0], comma)))
        is_behind = behind is not None and all(is_title(self.words.form[i]) for i in range(comma + 1, behind.start))
        is_inside = self.shape[source[0] - 1 : source[0]] in ("p", "P") and source[0] > 0
        are_places = bool(before) and all(n.label in PLACES for n in before)
        return (comma + 1, source[1]) if is_behind and before and (are_places or is_inside) else source

    def _parts(self, source: Range) -> Iterator[Range]:
        """The people of a list whose commas part appositions: "Ann Orr, a judge, and her friend, Bo Ek"."""
        first = source[0]
        people = [name for name in self._within(source) if name.label == "PERSON" and name.full]
        for i in range(first + 1, source[1] - 1):
            is_parting = self.shape[i] == "&" and self.shape[i - 1] == ","
            if is_parting and any(n.end < i for n in people) and any(n.start > i for n in people):
                yield first, i - 1
                first = i + 1
        yield first, source[1]

    def _heads(self, source: Range) -> Iterator[Name]:
        """The names that a noun phrase is about: not owners, not behind a preposition, not before another noun."""
        is_enumerated = False
        for name in self._within(source):
            i = name.start
            while i > source[0] and self.shape[i - 1] in "wNSD0":
                i -= 1
            if i > source[0] and self.shape[i - 1] in "Popb" and not self._is_behind_title(source[0], i - 1, name):
                continue
            is_first = i - (i > source[0] and self.shape[i - 1] == "D") <= source[0]
            is_told = is_first or is_enumerated or self._is_apposed(source, name) or self._is_owned(source, name)
            if name.label != "PERSON" and not is_told:
                continue  # "the leaders of Chad, Niger and Mali"
            end = name.end + (self.words.form[name.end : name.end + 1] in _POSTNOMINALS)
            is_before_noun = self.shape[end : end + 1] == "(" and self.shape[end + 3 : end + 4] in ("w", "S")
            if name.label != "NORP" and not is_before_noun and (end == source[1] or self.shape[end] in "Pop,&("):
                is_enumerated = True
                yield name
                if self.shape[end : end + 1] == ",":
                    return

    def _is_apposed(self, source: Range, name: Name) -> bool:
        """Whether a body's name is told behind what it is: "the plant’s owner, Latimer Power"."""
        comma = name.start - 1 - (self.shape[name.start - 1] == "D")
        is_behind = comma > source[0] and self.shape[comma] == "," and "," not in self.shape[source[0] : comma]
        is_last = (self.shape[name.end : source[1]] or ",")[0] in ",o"
        nouns = {self.words.lower[comma - 1], self.words.lower[self._phrase(source)[1] - 1]}
        is_told = any(map(is_noun, nouns)) or not nouns.isdisjoint(listed("makers"))
        return is_behind and is_last and is_told and name.label == "ORG"

    def _is_owned(self, source: Range, name: Name) -> bool:
        """Whether a body is told with whose it is, which is no part of its name: "Germany’s Metal Workers’ League"."""
        first = name.start
        while first > source[0] and self.shape[first - 1] in "wS":
            first -= 1  # "Thailand’s ruling Order Council"
        is_owned = first - 1 > source[0] and self.shape[first - 1] == "O"
        return is_owned and name.label == "ORG" and self.words.lower[name.end - 1] not in listed("national")

    def _is_behind_title(self, first: int, at: int, name: Name) -> bool:
        """Whether the preposition at word ``at`` is part of a person's title: "Secretary of State Ann Orr"."""
        is_joined = self.words.lower[at] in ("of", "for")
        is_capital = at > first and self.words.is_capitalised(at - 1) and is_joined
        has_title = is_capital and self.words.lower[at - 1] in listed("titles")
        is_role = is_capital and self.words.lower[name.start - 1] in listed("people")
        return name.label == "PERSON" and (has_title or is_role)

    def _is_owned_body(self, source: Range, name: Name) -> bool:
        """Whether a state owns it, "Russia’s", "the Russian Foreign Ministry": its name alone would be any state's."""
        owner = next(self._within(source), None)
        is_any_states = self.words.lower[name.end - 1] in listed("national")
        between = {"GPE": 1, "NORP": 0}.get(owner.label) if owner else None  # words, an "'s" or none
        is_owned = owner is not None and between is not None and owner.end + between == name.start
        return is_owned and is_any_states and name.label == "ORG"

    def _whole_body(self, source: Range, name: Name) -> Range | None:
        """A body's whole name where a network took its end for a name: "Renewal" of "Popular Renewal"."""
        start = source[0] + (self.shape[source[0]] == "D")
        before = range(start, name.start)
        are_names = all(self.words.is_capitalised(i) or self.shape[i] == "O" for i in before)
        leading = listed("epithets") | listed("qualifiers") | listed("titles") | listed("honorifics")
        is_told = any(self._is_noun(i) or full_title(self.words.form[i]) in leading for i in before)
        is_told |= any("-" in self.words.form[i] for i in before)  # "State-owned"
        is_last = name.end == source[1] or self.shape[name.end] == ","
        is_name = before and are_names and not is_told and is_last and len(name.surface.split()) < _LONG
        is_name = is_name and not (name.label == "PERSON" and " " in name.surface)  # "Promoter Ann Orr"
        is_direction = self.words.lower[start] in listed("directions")
        is_alone = next(self._within(source), None) is name and (name.label != "GPE" or not is_direction)
        is_peoples = any(self.words.lower[i] in demonyms() for i in before)
        return (start, name.end) if is_name and is_alone and not is_peoples else None

    def _phrase(self, source: Range) -> Range:
        return phrase_of(self.words, self.shape, source)

    def _is_noun(self, i: int) -> bool:
        return is_noun(self.words.lower[i])

    def _is_lot(self, phrase: Range) -> bool:
        """Whether a phrase means an uncounted lot of bodies, which is nobody: "aid groups"."""
        first, noun = self.words.lower[phrase[0]], self.words.lower[phrase[1] - 1]
        is_plural = noun.endswith("s") and noun in listed("bodies") - listed("singular")
        return is_plural and first not in listed("definite") | listed("possessive") and not any(self._within(phrase))

    def _is_one_formerly(self, phrase: Range) -> bool:
        """Whether a phrase means a person by a word that is also a body's: "a former operator"."""
        lower = self.words.lower[slice(*phrase)]
        return lower[0] in ("a", "an") and not listed("qualifiers").isdisjoint(lower)

    def _has_honorific(self, i: int) -> bool:
        return self.words.lower[i].rstrip(".") in listed("honorifics")

    def _capitalised(self, source: Range) -> Range | None:
        """A body’s name that reads like people: "Writers in Prison", "The Mothers of Velin"; None for other words."""
        is_definite = self.words.lower[source[0]] == "the"
        start = source[0] + is_definite
        end = next((i for i in range(start, source[1]) if self.shape[i] in ",("), source[1])
        capitals = [i for i in range(start, end) if self.words.is_capitalised(i)]
        are_joined = all(i in capitals or self.words.lower[i] in _JOINING for i in range(start, end))
        is_placed = any(n.end == end for n in self._within((start, end))) and not is_definite
        is_name = len(capitals) > 1 and are_joined and capitals[-1] == end - 1 and not is_placed
        of = next((i for i in range(start, end) if self.words.lower[i] in ("of", "for")), start)
        is_body = any(self.words.lower[i] in listed("bodies") for i in range(start, of))
        return (start, end) if is_name and (is_body or self.words.lower[start].endswith("s")) else None

    def _apposed_capitals(self, source: Range, noun: str) -> Range | None:
        """A body's name, which no network found, behind what it is: "the union, the League of Port Workers"."""
        comma = self._end_of_clause(*source)
        is_told = comma + 1 < source[1] and self.words.lower[comma + 1] == "the" and noun in listed("bodies")
        return self._capitalised((comma + 1, source[1])) if is_told else None

    def _is_one_of_a_people(self, phrase: Range) -> bool:
        """Whether a phrase that a people’s name ends is one person, "the tall Serb", and no state, "the French"."""
        last = phrase[1] - 1
        is_told_more = last - phrase[0] > 1
        return is_told_more or self._is_noun(last) or self.words.lower[last].endswith(("an", "ek", "ss"))

    def _full_words(self, phrase: Range) -> Iterator[str]:
        """The words of a phrase, an acronym's as the words that it is short for: "the ARD president"."""
        full = {i: n.full for n in self._within(phrase) for i in range(n.start, n.end) if n.full and n.label == "ORG"}
        for i in range(*phrase):
            told = full.get(i, "").lower().split() if self.words.form[i].isupper() else []
            yield from (word for word in told or [self.words.lower[i]] if not told or word not in function_words())
