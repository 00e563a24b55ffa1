"""From a source to its speaker: names by their chain, the rest by who spoke or acted last, nobody by guesswork."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.answers import Speaker
from pipeline.nlp.antecedents import Antecedents
from pipeline.nlp.chains import Name
from pipeline.nlp.descriptions import Descriptions
from pipeline.nlp.identity import governed_from, states_in
from pipeline.nlp.lexicon import demonyms, withheld
from pipeline.nlp.lexicon import names as listed_names
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Marks
from pipeline.nlp.participants import Participant
from pipeline.nlp.people import is_title
from pipeline.nlp.reading import Step
from pipeline.nlp.relatives import Relatives
from pipeline.nlp.shapes import Range
from pipeline.nlp.sources import PLACES, Sources

_LONGEST_ROLE = 4  # words of "two chief ministers"
_OBJECTS = {"him": "he", "her": "she", "them": "they", "it": "it"}
_OWNERS = {"his": "he", "her": "she", "their": "they", "its": "it"}
_KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "LAW": "document"}


class Resolver(Sources):
    """Resolves the sources of one document, which must come in reading order."""

    def __init__(self, marks: Marks) -> None:
        super().__init__(marks)
        self.antecedents = Antecedents(marks, self.cast)
        self.descriptions = Descriptions(marks)
        self.relatives = Relatives(marks, self.cast, self.antecedents)
        self._enclosing: Speaker | None = None
        self._content: set[int] = set()

    def resolve(
        self,
        source: Sequence[Range],
        *,
        is_outer: bool = True,
        enclosing: Speaker | None = None,
        content: Sequence[Range] = (),
    ) -> Speaker:
        """The speaker behind the pieces of ``source``.

        Args:
            is_outer: whether the speaker found becomes a candidate for later pronouns.
            enclosing: who says the words in which the source stands; that is "I", and nobody else in quotation marks.
            content: what the source says.
        """
        self._enclosing = enclosing
        self._content = {i for place in content for i in range(*place)}
        if not source:
            return Speaker("nominal", reason="no_source")
        source = [self._whole(piece) for piece in source]
        found = [self._resolve(part) for piece in source for part in self._parts(piece)]
        named = {speaker.name: speaker for speaker in reversed(found) if speaker.name}
        if len(source) > 1 and any(one.label == "PERSON" for one in named.values()):  # "On Mill Lane, Ann Orr said"
            named = {name: one for name, one in named.items() if one.label not in PLACES}
        first, *others = reversed(named.values()) if named else found[:1]
        joint = (*first.others, *((one.name, one.label or "OTHER") for one in others if one.name))
        kind = first.source_kind or _KINDS.get(first.label or "")
        speaker = replace(first, others=tuple(dict.fromkeys(joint)), source_kind=kind)
        if is_outer and speaker.name:
            self.antecedents.spoke(source[-1][1], self.cast[speaker.name], speaker.others)
        elif is_outer and self._is_somebody(source[-1], speaker):
            self.antecedents.spoke_unnamed(source[-1][1])
        return speaker

    def _is_somebody(self, source: Range, speaker: Speaker) -> bool:
        """Whether an unresolved source is one person: a name that fits several, or "a spokeswoman"."""
        if speaker.kind == "name":
            return any(name.label == "PERSON" for name in self._within(source))
        noun = self.words.lower[self._phrase(source)[1] - 1]
        return speaker.kind == "nominal" and noun in listed("people") and not noun.endswith("s")

    def _resolve(self, source: Range) -> Speaker:
        word = self.words.lower[source[0]] if source[1] - source[0] == 1 else ""
        if word in listed("pronouns") or word in _OWNERS:
            return self._pronoun(source, _OWNERS.get(word, word))
        if known := self._pair(source) or self._relative(source):
            return known
        if (said := self._statement(source)) and said.name:
            return said
        if staff := self._staff(source):
            return staff
        source = self._behind_adverbial(source)
        heads = list(self._heads(source))
        if heads and self._is_owned_body(source, heads[0]):
            start = source[0] + (self.words.lower[source[0]] == "the")
            return self._itself(source, (start, heads[0].end), self.words.lower[heads[0].end - 1], "organisation")
        if len(heads) == 1 and (whole := self._whole_body(source, heads[0])):
            return self._itself(source, whole, self.words.lower[heads[0].end - 1], "organisation")
        if heads:
            first, *others = (self._named(source, head) for head in heads)
            named = tuple((one.name, one.label or "OTHER") for one in others if one.name and one.name != first.name)
            return replace(first, others=named)
        return self._described(source)

    def _named(self, source: Range, name: Name) -> Speaker:
        """The speaker that a name in a source names, a capital its state."""
        state = self._state_of(name.surface) if name.label == "GPE" else None
        return self._state(source, "name", state) if state else self._found("name", source, name, None, 0.9)

    def _state_of(self, city: str) -> str | None:
        """The state whose capital a city is, as the text names it elsewhere; None for other words."""
        code = governed_from(city)
        states = (n.full for n in self.names if n.label == "GPE" and states_in(n.surface) == [code])
        return next(states, None) if code else None

    def _state(self, source: Range, kind: str, state: str) -> Speaker:
        """A state as speaker, told by its capital."""
        return self._as(self.cast[state], kind, source, "capital_of", 0.8)

    def _statement(self, source: Range) -> Speaker | None:
        """Whose statement it is: "a statement from his office"."""
        i = next((i for i in range(*source) if self.words.lower[i] in ("statement", "statements")), source[1])
        is_theirs = i - source[0] <= 1 and self.words.lower[i + 1 : i + 2] in (["from"], ["by"]) and i + 2 < source[1]
        return self._resolve((i + 2, source[1])) if is_theirs else None

    # Pronouns

    def _pronoun(self, source: Range, pronoun: str) -> Speaker:
        at, enclosing = source[0], self._enclosing
        before = bisect_left(self.starts, at) - 1
        if pronoun in ("who", "which") and before >= 0 and at - self.names[before].end <= 1:
            return self._found("pronoun", source, self.names[before], "relative", 0.8)
        if pronoun == "i" and enclosing and enclosing.name:
            step = Step("antecedent", "speaker_of_the_words", enclosing.name, None, 0.9)
            return replace(enclosing, kind="pronoun", evidence=(self._source_step("pronoun", source), step), others=())
        found = self.antecedents.find(pronoun, at)
        if found is None:
            return self._unresolved("pronoun", source, "no_antecedent")
        speaker = self._as(found.one, "pronoun", source, found.rule, found.confidence)
        return replace(speaker, others=found.others)

    def _pair(self, source: Range) -> Speaker | None:
        """The speakers that "the two", "both" or "the two ministers" means."""
        lower = self.words.lower[slice(*source)]
        told = [word for word in lower if word not in ("the", "of", "them")]
        if not told or told[0] not in listed("pairs") or len(told) > _LONGEST_ROLE:
            return None
        role = told[1:]
        found = self.antecedents.pair(role, source[0])
        if found is None and role and role[-1] in listed("people") - listed("sides"):
            found = self.antecedents.last_joint(source[0])
        return replace(self._as(found.one, "nominal", source, found.rule, 0.6), others=found.others) if found else None

    # Descriptions

    def _relative(self, source: Range) -> Speaker | None:
        """Who "her husband" is; None where a name follows or nobody fits."""
        start, end = self._phrase(source)
        noun = self.words.lower[end - 1]
        if noun not in listed("relations") or any(self._within(source)) or end - start > _LONGEST_ROLE:
            return None
        owner = self._owner(start, end)
        found = self.relatives.find(noun, owner) if owner and owner.label == "PERSON" else None
        return self._as(found.one, "nominal", source, found.rule, 0.6) if found else None

    def _staff(self, source: Range) -> Speaker | None:
        """An office, or an unnamed spokesperson: "her office", "a spokesman for the port". None for a named one."""
        start, end = self._phrase(source)
        noun = self.words.lower[end - 1]
        is_part_of_name = any(name.end == end and name.label == "ORG" for name in self._within((start, end)))
        is_rank = self.words.is_capitalised(end - 1) and any(n.label == "PERSON" for n in self._within(source))
        if noun not in listed("staffed") or is_part_of_name or is_rank:
            return None
        comma = self._end_of_clause(end, source[1])
        is_for = end < comma and self.words.lower[end] in ("for", "of")
        owner = self._principal((end + 1, comma)) if is_for else self._owner(start, end)
        people = (n for n in self._within((end, source[1])) if n.label == "PERSON")
        named = [n for n in people if n.start == end or n.start > comma]
        if noun in listed("bodies"):
            return self._owned(source, owner, noun, "ORG", None) if owner else None
        if named and named[0].start == end and named[0].full is None:
            return None
        if named and named[0].full and (owner is None or named[0].full != owner.name):
            if is_for and self.words.lower[comma - 1] in listed("people"):  # is it the minister's name, or not?
                unnamed = self._unresolved("nominal", source, "nominal")
                return replace(unnamed, speaks_for=owner.name if owner else None, source_kind="person")
            if owner:
                self.principals[named[0].full] = owner.name
            return None
        if owner is None:
            return None
        unnamed = self._unresolved("nominal", source, self._reason(source))
        return replace(unnamed, speaks_for=owner.name, source_kind="person")

    def _owned(self, source: Range, owner: Participant, noun: str, label: str, kind: str | None) -> Speaker:
        """What is somebody's: his office, which speaks for him, or his report."""
        name = f"{owner.name}’s {noun}"
        self.cast.describe(name, noun, label, source[1])
        steps = (self._source_step("nominal", source), Step("antecedent", "owner", owner.name, None, 0.8))
        speaker = Speaker("nominal", name, label, None, steps, confidence=0.8, source_kind=kind)
        return speaker if kind else replace(speaker, speaks_for=owner.name)

    def _owner(self, start: int, end: int) -> Participant | None:
        """Whose it is: "her", "Ms. Quist’s", "Kremlin"."""
        first = self.words.lower[start]
        if first in _OWNERS:
            found = self.antecedents.find(_OWNERS[first], start)
            return found.one if found else None
        names = [n for n in self._within((start, end)) if n.full and n.label != "NORP"]
        owners = [n for n in names if self.shape[n.end : n.end + 1] == "O" or n.label != "PERSON"]
        if owners and owners[-1].full:
            return self.cast[owners[-1].full]
        mark = self.shape.rfind("O", start, end)
        if self.words.lower[mark - 1] in listed("offices") and self.words.lower[start] == "the":
            return None  # "the district attorney’s office" is a body, whoever holds it
        found = self.antecedents.meant(mark - 1) if mark > start else None  # "the chancellor’s office"
        return found.one if found else None

    def _principal(self, place: Range) -> Participant | None:
        """For whom somebody speaks, in the words behind "for"."""
        if place[0] >= place[1]:
            return None
        lower = self.words.lower[slice(*place)]
        if lower[0] in _OBJECTS:
            found = self.antecedents.find(_OBJECTS[lower[0]], place[0])
            return found.one if found else None
        names = [n for n in self._within(place) if n.full and n.label != "NORP"]
        if names and (names[-1].end == place[1] or names[0].start <= place[0] + 1):
            return self.cast[names[-1 if names[-1].end == place[1] else 0].full or ""]
        if lower[0] not in listed("definite"):
            return None
        known = self.cast.by_role(lower[1:], place[0]) or self.cast.by_noun(lower[-1], place[0])
        if known or lower[-1] not in listed("bodies"):
            return known
        return self.cast.describe(self._words_of(*place), lower[-1], "ORG", place[1])

    def _described(self, source: Range) -> Speaker:
        """A source without a name: who has that role, the body it must mean, a body that is described, or nobody."""
        start, end = self._phrase(source)
        lower = self.words.lower[start:end]
        noun = lower[-1]
        if person := self._person(source, (start, end)):
            return person
        if state := self._state_of(self._words_of(start, end)):
            return self._state(source, "nominal", state)
        if named := self._capitalised(source) or self._apposed_capitals(source, noun):
            return self._itself(source, named, self.words.lower[named[1] - 1], "organisation")
        together = self._people_of(source, (start, end)) or self._group(source, (start, end))
        if together:
            return together
        are_nobody = self._is_lot((start, end)) or self._is_one_formerly((start, end))
        if noun in listed("bodies") | listed("documents") | listed("singular") and not are_nobody:
            if body := self._body(source, (start, end)):
                return body
        elif noun in listed("makers") and lower[0] == "the" and (one := self.cast.by_noun(noun, start)):
            return self._as(one, "nominal", source, "noun", 0.7)
        elif self._are_capitals(first := start + (lower[0] == "the"), end):
            return self._itself(source, (first, end), noun, "organisation")
        return self._unresolved("nominal", source, self._reason(source))

    def _are_capitals(self, start: int, end: int) -> bool:
        """Whether words are a name that nothing found: "Climate Targets Act"."""
        are_all = end - start > 1 and set(self.shape[start:end]) <= set("N0")
        is_post = self._is_noun(end - 1) or is_title(self.words.form[end - 1])
        return are_all and not is_post and not self._has_honorific(start)

    def _people_of(self, source: Range, phrase: Range) -> Speaker | None:
        """A state, by its people: "the French"; or a party, by its: "the Greens"."""
        lower = self.words.lower[slice(*phrase)]
        start = phrase[0] + (lower[0] == "the")
        if self._words_of(start, phrase[1]) in listed_names("parties"):
            return self._itself(source, (start, phrase[1]), "party", "organisation")
        if lower[-1] not in demonyms() or not (lower[0] == "the" or len(lower) == 1):
            return None
        if self._is_one_of_a_people(phrase):
            return None
        state = demonyms()[lower[-1]]
        step = Step("antecedent", "people_of", state, None, 0.7)
        self.cast.describe(state, state.lower(), "GPE", source[1])
        return Speaker("nominal", state, "GPE", None, (self._source_step("nominal", source), step), confidence=0.7)

    def _person(self, source: Range, phrase: Range) -> Speaker | None:
        """Who is described, or who alone has a role that is told without an article: "Taoiseach"."""
        if self.antecedents.is_asked(phrase[1] - 1):
            found = self.antecedents.meant(phrase[1] - 1)
            is_withheld = self._reason(source) == "anonymous"
            if is_withheld or (found and self._is_another_relative(found.one, phrase)):
                found = None
            if found and found.one.role is None and self.words.lower[phrase[0] + 1] == "new":
                self.cast.give_role(found.one, self._words_of(phrase[0] + 1, phrase[1]))
            return self._as(found.one, "nominal", source, found.rule, found.confidence) if found else None
        lower = self.words.lower[slice(*phrase)]
        is_definite = lower[0] in listed("definite") | listed("possessive")
        may_be_role = is_definite or not {lower[0]} & (listed("determiners") | listed("indefinite") | {"one"})
        may_be_role &= lower[-1] not in listed("singular") and not lower[-1].endswith("s")
        one = self.cast.by_role(lower[is_definite:], source[0]) if may_be_role else None
        return self._as(one, "nominal", source, "role", 0.6) if one else None

    def _is_another_relative(self, one: Participant, phrase: Range) -> bool:
        """Whether "her brother" would be one of whom it is told that he is her husband."""
        owner = self._owner(*phrase) if self.words.lower[phrase[1] - 1] in listed("relations") else None
        return owner is not None and self.relatives.are_tied(one, owner)

    def _group(self, source: Range, phrase: Range) -> Speaker | None:
        """People together: by where or of what they are ("the leaders in Oslo"), later by "the leaders" alone."""
        noun = self.words.lower[phrase[1] - 1]
        if noun not in listed("gathered") or self.words.lower[phrase[0]] != "the":
            return None
        behind = self.words.lower[phrase[1] : phrase[1] + 1]
        is_placed = any(n.label in ("GPE", "LOC", "ORG") and n.start >= phrase[1] for n in self._within(source))
        if behind in (["of"], ["in"], ["at"]) and is_placed:
            return self._itself(source, source, noun, "group")
        one = self.cast.by_noun(noun, source[0]) if phrase == source else None
        return self._as(one, "nominal", source, "noun", 0.6) if one else None

    def _reason(self, source: Range) -> str:
        """Why a description names nobody: the article withholds the name only where its sentence says so."""
        told = " ".join(self.words.lower[source[0] : self.antecedents.sentence_end(source[0])])
        return "anonymous" if any(phrase in told for phrase in withheld()) else "nominal"

    def _body(self, source: Range, phrase: Range) -> Speaker | None:
        """A body or document: the one that "the", "their" or "its" must mean, else the words that describe it.

        "The district", of which the text tells no more, is a speaker by these words; "the company" has a name.
        """
        start, end = phrase
        first, noun = self.words.lower[start], self.words.lower[end - 1]
        kind = "document" if noun in listed("documents") else "organisation"
        told = [word for word in self.words.lower[start:end] if not word.endswith("-page")]
        is_told_apart = len(told) - (self.shape[start] == "D") > 1 or self.shape[end : end + 1] in ("o", "P")
        if first in listed("definite") | listed("possessive") and (
            known := self._known_body(source, phrase, is_told_apart=is_told_apart)
        ):
            return known
        if first in listed("possessive") and kind == "document" and (owner := self._owner(start, end)):
            return self._owned(source, owner, noun, "OTHER", kind)
        if names := [n for n in self._within(phrase) if n.full and n.end == end and n.start <= start + 1]:
            return self._found("name", source, names[0], None, 0.9)
        is_document = kind == "document" and first == "the" and noun not in listed("anaphoric")
        is_bare = kind == "document" and phrase == source and end - start == 1  # "Minutes showed"
        is_one = noun in listed("singular") or is_document or is_bare
        if first not in listed("possessive") | {"our", "your", "my"} and (is_told_apart or end < source[1] or is_one):
            return self._itself(source, (start, self._end_of_clause(end, source[1])), noun, kind)
        is_telling = kind == "organisation" and noun not in listed("vague") and not noun.endswith("s")
        return self._itself(source, phrase, noun, kind) if first == "the" and is_telling else None

    def _known_body(self, source: Range, phrase: Range, *, is_told_apart: bool) -> Speaker | None:
        """The body or document of which the text knows more than "the board" or "the electoral board" tells."""
        start, end = phrase
        first, noun = self.words.lower[start], self.words.lower[end - 1]
        if is_told_apart:
            one = self.cast.by_words(self.words.lower[start + 1 : end], start) if first == "the" else None
            return self._as(one, "nominal", source, "noun", 0.7) if one else None
        if one := self.antecedents.last_of_kind(noun) or self.cast.by_noun(noun, source[0]):
            return self._as(one, "nominal", source, "noun", 0.7)
        if first != "the" and (employer := self._employer(start, end)):
            return self._as(employer, "nominal", source, "affiliation", 0.6)
        if whole := self.descriptions.body(noun, source[0]):
            label = "OTHER" if noun in listed("documents") else "ORG"
            return self._as(self.cast.describe(whole, noun, label, source[1]), "nominal", source, "noun", 0.6)
        return None

    def _employer(self, start: int, end: int) -> Participant | None:
        """The body in which the owner has his role: "her organisation" of the head of mission for Pacific Relief."""
        owner = self._owner(start, end)
        role = owner.role if owner and owner.label == "PERSON" else None
        named = {n.full for n in self.names if n.label == "ORG" and n.full and role and n.full in role}
        return self.cast[max(named, key=len)] if named else None

    def _itself(self, source: Range, phrase: Range, noun: str, kind: str) -> Speaker:
        """The source's own words as speaker."""
        label = "ORG" if kind == "organisation" else "OTHER"
        one = self.cast.describe(self._words_of(*phrase), noun, label, source[1])
        step = self._source_step("nominal", source)
        return Speaker("nominal", one.name, one.label, None, (step,), confidence=0.7, source_kind=kind)
