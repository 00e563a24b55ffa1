"""What kind of act a saying is, by the outlet's own cue: a neutral cue is ``state``, whatever is said.

The acts are listed in docs/claims.md, with the classes of Searle ("A taxonomy of illocutionary acts", 1975) and the
event types of PLOVER (Halterman and others 2023).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from pipeline.nlp.lexicon import act_of_lemma, act_words, irregular
from pipeline.nlp.lexicon import words as listed
from pipeline.nlp.marking import Found, ranges_of
from pipeline.nlp.nesting import Saying
from pipeline.nlp.reading import Act
from pipeline.nlp.tokens import Words

_NEAR = 4  # words before a cue that may be its auxiliaries and adverbs
_AHEAD = 8  # words behind a cue that show its complement
_NEGATIONS = frozenset({"not", "never", "cannot"})
_QUESTIONS = frozenset({"whether", "if", "what", "how", "why", "who", "whom", "when", "where", "which", "about"})
_FUTURE = frozenset({"will", "would", "won't", "wouldn't"})


def act_of(words: Words, found: Found, saying: Saying) -> Act:
    """The act of a claim's saying."""
    if not found.cue:
        return Act()
    places = ranges_of(words, found.cue)
    cue = [words.lower[i] for place in places for i in range(*place)]
    before = [words.lower[i] for i in _before(saying)]
    after = words.lower[saying.cue[1] : saying.cue[1] + _AHEAD]
    content = [words.lower[i] for place in ranges_of(words, found.content)[:1] for i in range(*place)]
    is_negated = any(_is_negation(word) for word in (*before, *cue))
    kind = _kind(cue, after, content)
    if is_negated and _withholds(cue, before):
        return Act("decline")
    is_hedged = _is_hedged(before, cue, after)
    is_conditional = not is_hedged and "would" in before and not is_negated
    return Act(kind, is_negated and kind != "decline", is_hedged, is_conditional)


def _before(saying: Saying) -> range:
    """The words right before the cue, in its own clause."""
    first = saying.cue[0]
    start = next((run[0] for run in saying.runs if run[1] == first), first)
    return range(max(start, first - _NEAR), first)


def _kind(cue: Sequence[str], after: Sequence[str], content: Sequence[str]) -> str:
    lemmas = [list(lemmas_of(word)) for word in cue]
    spread = [*cue, *after[:3]]
    for i, candidates in enumerate(lemmas):
        for lemma in candidates:
            for particle in spread[i + 1 : i + 4]:
                if act := act_of_lemma(f"{lemma}_{particle}"):
                    return act
            if rule := _COMPLEMENTS.get(lemma):
                return rule([*cue[i + 1 :], *after], content)
            if lemma in act_words("light", "verbs"):
                return _noun_act([*cue[i + 1 :], *content[:5]]) or act_of_lemma(lemma) or "state"
            if act := act_of_lemma(lemma):
                return act
    return "state"


def _noun_act(words: Sequence[str]) -> str | None:
    """The act of the first listed noun before an infinitive."""
    for word in words:
        if word == "to":
            return None
        if act := next((act for lemma in lemmas_of(word) if (act := act_of_lemma(lemma))), None):
            return act
    return None


def _first_of(words: Sequence[str], *groups: frozenset[str]) -> int | None:
    """Number of the group that the first of ``words`` which is in any belongs to."""
    return next((n for word in words for n, group in enumerate(groups) if word in group), None)


def _is_answer(words: Sequence[str]) -> bool:
    """Whether an infinitive of answering or telling follows."""
    verb = next((word for word in words if word not in ("to", "immediately", "publicly", "even")), "")
    return verb in act_words("answers", "verbs")


def _ask(after: Sequence[str], content: Sequence[str]) -> str:
    if _first_of([*after, *content[:_AHEAD]], _QUESTIONS, frozenset({"to", "for", "that"})) == 1:
        return "ask" if "?" in content else "demand"
    return "ask"


def _want(after: Sequence[str], content: Sequence[str]) -> str:
    return "demand" if "to" in content[1:_AHEAD] and content[0] != "to" else "intend"


def _refuse(after: Sequence[str], content: Sequence[str]) -> str:
    return "decline" if _is_answer([*after, *content]) else "reject"


def _tell(after: Sequence[str], content: Sequence[str]) -> str:
    return "demand" if content[:1] == ["to"] else "state"


def _consider(after: Sequence[str], content: Sequence[str]) -> str:
    return "intend" if content and content[0].endswith("ing") else "believe"


def _insist(after: Sequence[str], content: Sequence[str]) -> str:
    return "demand" if [*after, *content][:1] == ["on"] else "state"


_COMPLEMENTS: Mapping[str, Callable[[Sequence[str], Sequence[str]], str]] = {
    "refuse": _refuse,
    "ask": _ask,
    "want": _want,
    "tell": _tell,
    "write": _tell,
    "consider": _consider,
    "insist": _insist,
}
"""Verbs whose act depends on the words behind the cue and on the content."""


def _withholds(cue: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a negated cue is a refusal to answer: "did not respond", "would not say"."""
    lemmas = {lemma for word in cue for lemma in lemmas_of(word)}
    if not lemmas.isdisjoint({"respond", "reply", "comment", "answer"}):
        return True
    return not _FUTURE.isdisjoint([*before, *cue]) and not lemmas.isdisjoint(act_words("answers", "verbs"))


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")


def _is_hedged(before: Sequence[str], cue: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the outlet softens the saying: "reportedly said", "appeared to suggest", "is said to have"."""
    if not act_words("hedges", "words").isdisjoint([*before, *cue, *after[:1]]):
        return True
    verbs = [word for word, to in pairwise([*before, *cue]) if to == "to"]
    if any(lemma in act_words("hedges", "verbs") for verb in verbs for lemma in lemmas_of(verb)):
        return True
    is_hearsay = any(lemma in act_words("hedges", "hearsay") for lemma in lemmas_of(cue[0]))
    return is_hearsay and after[:1] == ["to"] and not listed("be").isdisjoint(before)


@cache
def lemmas_of(form: str) -> tuple[str, ...]:
    """What an English verb's or noun's form may be a form of, likeliest first; regular endings only, and a list."""
    return tuple(dict.fromkeys(_lemmas(form)))


def _lemmas(form: str) -> Iterator[str]:
    if form in irregular():
        yield irregular()[form]
    yield form
    for ending in ("ing", "ed", "es", "s", "d"):
        if form.endswith(ending) and len(stem := form.removesuffix(ending)) > 2:
            yield stem
            if ending in ("ing", "ed"):
                yield stem + "e"
                if stem[-1] == stem[-2]:
                    yield stem[:-1]
            if stem.endswith("i") and ending in ("ed", "es"):
                yield stem[:-1] + "y"
