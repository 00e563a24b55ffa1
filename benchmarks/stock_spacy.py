"""A spaCy pipeline of the shape of ``en_core_web_sm``, for comparisons of cost.

The published pipeline is not on the package registries, so this one has its layers and sizes (spaCy 3's configuration
of ``en_core_web_sm``: a hashed CNN of width 96 and depth 4 shared by tagger and parser, rules for parts of speech and
lemmas, another CNN for the names) and learns toy labels for a few steps. It costs what the published one costs; what it
finds means nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

_STEPS = 30
_BATCH = 256  # the published pipeline's own setting
_CNN = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
_TAGS = 50  # as many as the Penn Treebank's tags
_POS = ("NOUN", "VERB", "ADJ", "ADV")
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def stock_pipeline(texts: Sequence[str]) -> Language:
    """Tagger, parser and names of the published pipeline's shape, after a few steps on toy labels over ``texts``."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.batch_size = _BATCH
    nlp.add_pipe("tok2vec", config={"model": _CNN})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}})
    nlp.add_pipe("parser", config={"model": _transitions("parser", 2, _LISTENER), "min_action_freq": 1})
    ruler = nlp.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)  # noqa: S101 - add_pipe is typed as if it gave a plain function
    nlp.add_pipe("ner", config={"model": _transitions("ner", 2, _CNN)})
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in (_toy(nlp, text) for text in texts)]
    optimizer = nlp.initialize(lambda: examples)
    patterns: list[dict[str, Any]] = [
        {"patterns": [[{"TAG": f"T{i}"}]], "attrs": {"POS": _POS[i % 4]}} for i in range(_TAGS)
    ]
    ruler.add_patterns(patterns)
    lemmatizer = nlp.add_pipe("lemmatizer", after="attribute_ruler", config={"mode": "rule"})
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101
    lemmatizer.initialize(lookups=_lemmas())
    for step in range(_STEPS):
        nlp.update([examples[step % len(examples)]], sgd=optimizer)
    return nlp


def _lemmas() -> Lookups:
    """A few endings for each part of speech, in the tables of the published pipeline's lemmatizer."""
    lookups = Lookups()
    endings = [["s", ""], ["ed", ""], ["ing", ""], ["ies", "y"], ["er", ""], ["est", ""], ["ly", ""]]
    lookups.add_table("lemma_rules", {pos.lower(): endings for pos in _POS})
    lookups.add_table("lemma_index", {pos.lower(): [] for pos in _POS})
    lookups.add_table("lemma_exc", {pos.lower(): {} for pos in _POS})
    return lookups


def _transitions(kind: str, pieces: int, tok2vec: object) -> dict[str, object]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": pieces,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def _toy(nlp: Language, text: str) -> Doc:
    """``text`` with labels that its letters give: words hang on the word before, sentences end at full stops."""
    words = nlp.make_doc(text)
    heads, starts = [], [i == 0 or words[i - 1].text == "." for i in range(len(words))]
    for i in range(len(words)):
        heads.append(i if starts[i] else i - 1 - (i % 3 == 0 and not starts[i - 1]))
    names = ["B-" + ("PERSON", "ORG", "GPE")[len(t) % 3] if t.is_title and not starts[t.i] else "O" for t in words]
    return Doc(
        nlp.vocab,
        words=[t.text for t in words],
        spaces=[bool(t.whitespace_) for t in words],
        tags=[f"T{len(t) % _TAGS}" for t in words],
        heads=heads,
        deps=["ROOT" if heads[i] == i else f"d{len(words[i]) % 40}" for i in range(len(words))],
        ents=names,
    )
