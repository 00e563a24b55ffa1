"""From a source to its speaker: names by their chain, pronouns by who spoke or acted last, nobody by guesswork."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.nlp.lexicon import full_title
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.names import Name
from pipeline.nlp.reading import Step
from pipeline.nlp.shapes import Range, compiled
from pipeline.nlp.tokens import Words

_QUALIFIERS = frozenset({"acting", "assistant", "deputy", "former", "shadow", "vice"})  # these make it another role
_BODY = compiled(r"(D*[wNSO0]+) (?:[oP]D*[wNSOT0]+)*")  # "a district budget memo in January"
_FARTHEST = 3  # paragraphs between a pronoun and its antecedent
_GENDERS = {"he": "m", "she": "f"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source resolves to; ``kind`` is the kind of mention the source is, ``by`` the name that led there."""

    kind: str
    name: str | None = None
    label: str | None = None
    reason: str | None = None
    evidence: tuple[Step, ...] = ()
    role: str | None = None
    is_anonymous: bool = False
    confidence: float = 0.5
    by: Name | None = None


class Resolver:
    """Resolves the sources of one document, which must come in reading order."""

    def __init__(self, words: Words, names: Sequence[Name], sentences: Sequence[Range], shape: str) -> None:
        self.words = words
        self.shape = shape
        self.names = names
        self.starts = [name.start for name in names]
        self.subjects = [n for sentence in sentences if (n := self._subject(sentence)) is not None]
        self.speakers: list[tuple[int, Name]] = []
        self.named = {n.full: n for n in reversed(names) if n.full and n.label in ("PERSON", "ORG")}
        self.bearers = self._bearers()

    def resolve(self, source: Sequence[Range], *, is_outer: bool = True) -> Speaker:
        """The speaker behind the pieces of ``source``.

        Args:
            is_outer: whether a person found becomes a candidate for later pronouns.
        """
        if not source:
            return Speaker("nominal", reason="no_source")
        found = [self._resolve(piece) for piece in source]
        named = {speaker.name: speaker for speaker in reversed(found) if speaker.name}
        if len(named) > 1:
            return self._unresolved("nominal", source[0], "several")
        speaker = next(iter(named.values()), found[0])
        if is_outer and speaker.by and speaker.label == "PERSON":
            self.speakers.append((source[-1][1], speaker.by))
        return speaker

    def _resolve(self, source: Range) -> Speaker:
        word = self.words.lower[source[0]] if source[1] - source[0] == 1 else ""
        if word in listed("pronouns"):
            return self._pronoun(source, word)
        heads = list(self._heads(source))
        if len(heads) > 1:
            return self._unresolved("nominal", source, "several")
        if heads:
            return self._found("name", source, heads[0], None, 0.9)
        return self._described(source)

    def _subject(self, sentence: Range) -> Name | None:
        """The first person a sentence names outside quotation marks, unless only as an owner."""
        people = (n for n in self._within(sentence) if n.label == "PERSON" and n.full and self.shape[n.start] != "Q")
        return next((n for n in people if self.shape[n.end : n.end + 1] != "O"), None)

    def _bearers(self) -> dict[str, set[str]]:
        """For each word of a role or at the end of an organisation's name, the full names it may stand for."""
        bearers: dict[str, set[str]] = defaultdict(set)
        for full, name in self.named.items():
            role = [word for word in (name.role or "").split() if word not in listed("bodies")]
            for word in role if name.label == "PERSON" else name.surface.split()[-1:]:
                bearers[full_title(word)].add(full)
        return bearers

    def _within(self, place: Range) -> Iterator[Name]:
        for i in range(bisect_left(self.starts, place[0]), len(self.names)):
            if self.names[i].end > place[1]:
                return
            yield self.names[i]

    def _heads(self, source: Range) -> Iterator[Name]:
        """The names that a noun phrase is about: not owners, not behind a preposition, not before another noun."""
        for name in self._within(source):
            i = name.start
            while i > source[0] and self.shape[i - 1] in "wNSD0":
                i -= 1
            if i > source[0] and self.shape[i - 1] in "Popb":
                continue
            if name.label != "NORP" and (name.end == source[1] or self.shape[name.end] in "Pop,&("):
                yield name
                if self.shape[name.end : name.end + 1] == ",":
                    return

    def _pronoun(self, source: Range, pronoun: str) -> Speaker:
        at = source[0]
        before = bisect_left(self.starts, at) - 1
        if pronoun == "who" and before >= 0 and at - self.names[before].end <= 1:
            return self._found("pronoun", source, self.names[before], "relative", 0.8)
        gender = _GENDERS.get(pronoun)
        last = bisect_left(self.subjects, at, key=lambda name: name.start)
        candidates = [(place, "last_speaker", name) for place, name in self.speakers[-9:] if place <= at]
        candidates += [(name.start, "last_subject", name) for name in self.subjects[max(0, last - 9) : last]]
        fitting = [c for c in candidates if c[2].gender in (gender, None) and self._is_near(c[0], at)]
        if gender is None or not fitting:
            return self._unresolved("pronoun", source, "no_antecedent")
        _, rule, name = max(fitting, key=lambda c: c[:2])
        return self._found("pronoun", source, name, rule, 0.8 if name.gender else 0.5)

    def _is_near(self, place: int, at: int) -> bool:
        return self.words.line[at] - self.words.line[place - 1] <= _FARTHEST

    def _described(self, source: Range) -> Speaker:
        """A source without a name: who alone in the text has that role, a body that is described, or nobody."""
        lower = self.words.lower[source[0] : source[1]]
        is_definite = lower[0] in listed("definite") | listed("possessive")
        bearers = [self.bearers.get(full_title(word), set()) for word in lower[is_definite:]]
        common = set.intersection(*bearers) if bearers and is_definite else set()
        qualifiers = _QUALIFIERS.intersection(lower)
        common = {
            n for n in common if _QUALIFIERS.intersection((self.named[n].role or "").lower().split()) == qualifiers
        }
        if len(common) == 1:
            return self._found("nominal", source, self.named[common.pop()], "role", 0.6)
        phrase = _BODY.match(self.shape, *source)
        end = phrase.end(1) if phrase else source[0]
        is_told_apart = end - source[0] > 2 or (end - source[0] == 2 and self.shape[source[0]] == "N")
        is_body = is_told_apart and self.words.lower[end - 1] in listed("bodies")
        if phrase and is_body and lower[0] not in listed("possessive"):
            if whole := next((n for n in self._within(source) if (n.start, n.end) == source), None):
                return self._found("name", source, whole, None, 0.9)
            body = self.words.span(*phrase.span()).text(self.words.text)
            return Speaker("nominal", body, "ORG", evidence=(self._source_step("nominal", source),))
        is_anonymous = not is_definite and not listed("anonymous").isdisjoint(lower)
        return self._unresolved("nominal", source, "anonymous" if is_anonymous else "nominal")

    def _source_step(self, kind: str, source: Range) -> Step:
        span = self.words.span(*source)
        return Step("source", kind, span.text(self.words.text), span, 0.9)

    def _unresolved(self, kind: str, source: Range, reason: str) -> Speaker:
        step = self._source_step(kind, source)
        return Speaker(kind, reason=reason, evidence=(step,), is_anonymous=reason == "anonymous")

    def _found(self, kind: str, source: Range, name: Name, rule: str | None, confidence: float) -> Speaker:
        """The speaker that ``name`` names; ``rule`` tells how a source that is no name led to it."""
        if name.full is None:
            return self._unresolved(kind, source, "ambiguous")
        steps = [self._source_step(kind, source)]
        if rule:
            steps.append(Step("antecedent", rule, name.surface, self.words.span(name.start, name.end), confidence))
        if name.full != name.surface:
            steps.append(Step("chain", "fullest_name", name.full, None, 0.9))
        return Speaker(kind, name.full, name.label, None, tuple(steps), name.role, confidence=confidence, by=name)
