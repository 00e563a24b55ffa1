"""The files of others are read as their formats mean them; the samples here are invented."""

from __future__ import annotations

from pathlib import Path

from pipeline.measure.gold import gold_sets
from pipeline.spans import Span

GUM = [
    "# newdoc id = GUM_news_ferry",
    "# newpar",
    "# text = Harbor President Ann Orr's ferry of the Port of Lund sank.",
    ("Harbor", "NNP", "Entity=(1-person-new-nnnnn-cf1-4-coref"),
    ("President", "NNP", "_"),
    ("Ann", "NNP", "_"),
    ("Orr", "NNP", "Entity=1)"),
    ("'s", "POS", "_"),
    ("ferry", "NN", "Entity=(2-object-new-nnnnn-cf2-1-coref"),
    ("of", "IN", "_"),
    ("the", "DT", "Entity=(3-organization-new-nnnnn-cf3-2-coref"),
    ("Port", "NNP", "_"),
    ("of", "IN", "_"),
    ("Lund", "NNP", "Entity=(4-place-new-nnnnn-cf4-1-coref)3)2)"),
    ("sank", "VBD", "_"),
    (".", ".", "_"),
    "# newpar",
    "# text = Police saw it.",
    ("Police", "NNS", "Entity=(5-organization-new-nnnnn-cf1-1-coref)"),
    ("saw", "VBD", "_"),
    ("it", "PRP", "_"),
    (".", ".", "_"),
    "# newdoc id = GUM_vlog_ferry",
    "# text = Hi.",
    ("Hi", "UH", "_"),
    (".", ".", "_"),
]
UNER = """\
# newdoc id = web-1
# text = Ann Orr left Lund.
1\tAnn\tB-PER\t-\t-
2\tOrr\tI-PER\t-\t-
3\tleft\tO\t-\t-
4\tLund\tB-LOC\t-\t-
5\t.\tO\t-\t-

# text = Good.
1\tGood\tO\t-\t-
2\t.\tO\t-\t-
"""


def written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def read(shared: Path, name: str):
    return next(gold for gold in gold_sets(shared) if gold.name == name).documents


def conllu(lines) -> str:
    rows = []
    for number, line in enumerate(lines):
        if isinstance(line, tuple):
            form, tag, misc, *relation = line
            head, deprel = relation or ("0", "root")
            rows.append("\t".join([str(number + 1), form, form, "_", tag, "_", head, deprel, "_", misc]))
        else:
            rows.append(line)
    return "\n".join(rows) + "\n"


def test_only_our_own_sets_are_read_where_nothing_else_is(tmp_path):
    sets = gold_sets(tmp_path)
    assert {gold.name for gold in sets} == {"newsroom", "dev", "gate", "reports"}
    texts = [document.text for gold in sets for document in gold.documents]
    assert not any("{" in text or "\n\n" in text for text in texts)


def test_stand_off_spans_count_carriage_returns_and_may_follow_their_relation(tmp_path):
    folder = tmp_path / "bench" / "polnear" / "dev"
    text = "Orr said\r\nyes and no."
    written(folder / "text" / "one.txt", text)
    written(folder / "text" / "unmarked.txt", text)
    written(
        folder / "attributions" / "one_a1.ann",
        "T1\tSource 0 3\tOrr\r\nT2\tCue 4 8\tsaid\r\nT3\tContent 10 13\tyes\r\n"
        "E1\tAttribution:T9 Content:T3 Cue:T2 Source:T1 Content2:T4\r\nT4\tContent 14 17;18 20\tand … no\r\n",
    )
    written(folder / "attributions" / "one_b2.ann", "T1\tCue 4 8\tsaid\nE1\tAttribution:T9 Cue:T1\n")
    (document,) = read(tmp_path, "polnear-dev")
    (claim,) = document.claims
    assert (claim.source, claim.cue) == ((Span(0, 3),), (Span(4, 8),))
    assert [span.text(document.text) for span in claim.content] == ["yes", "and", "no"]


def test_nested_mentions_become_flat_names_without_titles(tmp_path):
    written(tmp_path / "corpora" / "gum" / "test.conllu", conllu(GUM))
    (document,) = read(tmp_path, "gum-news")
    assert document.text == "Harbor President Ann Orr's ferry of the Port of Lund sank.\nPolice saw it."
    names = [(name.span.text(document.text), name.label) for name in document.names]
    assert names == [("Harbor President Ann Orr", "PERSON"), ("Port of Lund", "ORG")]
    written(tmp_path / "corpora" / "gum" / "test.conllu", conllu(GUM).replace("Harbor", "Senator"))
    (document,) = read(tmp_path, "gum-news")
    assert document.names[0].span.text(document.text) == "Ann Orr"


COREFERENCE = [
    "# newdoc id = GUM_news_orr",
    "# text = Lund's Mayor Ann Orr, head of the Port of Lund, left.",
    ("Lund", "NNP", "Entity=(1-person-new-nnnnn-cf1-1,3,4,5-coref(2-place-new-nnnnn-cf2-1-coref", "6", "nmod:poss"),
    ("'s", "POS", "Entity=2)", "3", "case"),
    ("Mayor", "NNP", "_", "6", "compound"),
    ("Ann", "NNP", "_", "12", "nsubj"),
    ("Orr", "NNP", "Entity=1)", "6", "flat"),
    ("left", "VBD", "_", "0", "root"),
    "# text = Today she say she swims and it rains.",
    ("Today", "NN", "_", "12", "obl"),
    ("she", "PRP", "Entity=(1-person-giv:act-nnnnn-cf1-1-ana)", "12", "nsubj"),
    ("say", "VBZ", "_", "0", "root"),
    ("she", "PRP", "Entity=(1-person-giv:act-nnnnn-cf1-1-ana)", "14", "nsubj"),
    ("swims", "VBZ", "_", "12", "ccomp"),
    ("it", "PRP", "_", "16", "nsubj"),
    ("say", "VBZ", "_", "14", "conj"),
]


def test_pronouns_that_speak_come_with_the_name_of_their_chain(tmp_path):
    written(tmp_path / "corpora" / "gum" / "dev.conllu", conllu(COREFERENCE))
    (document,) = read(tmp_path, "gum-coref")
    found = [(one.span.text(document.text), one.span.start, one.stands_for) for one in document.pronouns]
    assert found == [("she", document.text.index("she"), "Mayor Ann Orr")]


def test_tagged_words_become_names_at_their_place_in_the_sentence(tmp_path):
    written(tmp_path / "corpora" / "uner_ewt" / "test.iob2", UNER)
    (document,) = read(tmp_path, "uner-ewt")
    assert document.text == "Ann Orr left Lund. Good."
    names = [(name.span.text(document.text), name.label) for name in document.names]
    assert names == [("Ann Orr", "PERSON"), ("Lund", "LOC")]
