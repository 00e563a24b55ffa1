"""What the encoder's names and attributions become: mentions, claims and speakers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from laws import check_laws

from pipeline.errors import ConfigurationError
from pipeline.nlp import encoder, models
from pipeline.nlp.models import MODELS, extractor_version
from pipeline.nlp.reader import Reader
from pipeline.nlp.reading import UNRESOLVED_REASONS


def test_source_cue_and_content_are_the_encoders_own(encoder_read):
    text = "“The pump is old,” Ms. Nell Arden said on Friday. Mr. Boone, the mayor of Oslo, denied that it leaks."
    markup = encoder.Encoder().read(text)
    claims = encoder_read(text).claims
    assert [(c.source, c.cue, c.content) for c in claims] == [(a.source, a.cue, a.content) for a in markup.attributions]
    assert [c.confidence for c in claims] == [a.score for a in markup.attributions]
    assert [(c.cue_lemma, c.quote_type) for c in claims] == [("say", "direct"), ("deny", "indirect")]
    assert [fragment.text(text) for fragment in claims[0].fragments] == ["The pump is old,"]


def test_a_name_has_the_label_and_the_fullest_name_that_the_whole_text_gives_it(read_marked):
    text, reading = read_marked(
        "{PERSON:Governor Nell Arden} flew to {GPE:Oslo}-based {ORG:the Harbour Board}’s gala on {DATE:Friday}. "
        "{ORG:Arden} paid {MONEY:$4}. ARDEN: No. {PERSON:Agnes} {PERSON:Boone} met Martin {PERSON:Hale}."
    )
    assert [(m.span.text(text), m.label, m.name, m.kind) for m in reading.mentions] == [
        ("Nell Arden", "PERSON", "Nell Arden", "name"),
        ("Oslo", "GPE", "Oslo", "name"),
        ("Harbour Board", "ORG", "Harbour Board", "name"),
        ("Friday", "DATE", None, "name"),
        ("Arden", "PERSON", "Nell Arden", "name"),
        ("$4", "MONEY", None, "name"),
        ("ARDEN", "PERSON", "Nell Arden", "name"),
        ("Agnes Boone", "PERSON", "Agnes Boone", "name"),
        ("Martin Hale", "PERSON", "Martin Hale", "name"),
    ]


def test_words_without_a_capital_are_no_name(read_marked):
    _, reading = read_marked("{ORG:the union} of {PERSON:President} the {GPE:The} stood.")
    assert reading.mentions == ()


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("President {PERSON:Nell Arden} of {GPE:Portugal}", "President of Portugal"),
        ("{PERSON:Nell Arden}, the county engineer,", "county engineer"),
        ("Harbour spokeswoman {PERSON:Nell Arden}", "Harbour spokeswoman"),
        ("{PERSON:Nell Arden}", None),
    ],
)
def test_a_role_is_given_as_worded(read_marked, source, role):
    _, reading = read_marked(f"{{s:{source}}} {{c:said}} {{t:no dam leaks}}.")
    assert [(c.speaker, c.role) for c in reading.claims] == [("Nell Arden", role)]


@pytest.mark.parametrize(
    ("source", "speaker", "rules"),
    [
        ("she", "Nell Arden", ["pronoun", "last_speaker"]),
        ("he", "Martin Boone", ["pronoun", "last_subject"]),
        ("Ms. {PERSON:Arden}", "Nell Arden", ["name", "fullest_name"]),
        ("the governor", "Nell Arden", ["nominal", "role"]),
        ("the Salem city council", "the Salem city council", ["nominal"]),
        ("{NORP:Arden County Party}", "Arden County Party", ["name"]),
        ("a count seen by {ORG:NATO}", "a count seen by NATO", ["nominal"]),
        ("her office", "Nell Arden’s office", ["nominal", "owner"]),
    ],
)
def test_a_source_leads_to_its_speaker_step_by_step(read_marked, source, speaker, rules):
    _, reading = read_marked(
        "{s:Gov. {PERSON:Nell Arden}, a mother of two,} {c:said} {t:it was late}.\n"
        f"Mr. {{PERSON:Martin Boone}} left. {{t:“It leaks,”}} {{s:{source}}} {{c:said}}."
    )
    claim = reading.claims[-1]
    assert (claim.speaker, [step.rule for step in claim.evidence]) == (speaker, rules)


def test_she_is_not_who_only_spoke_inside_a_claim(read_marked):
    notation = (
        "{s:{PERSON:Nell Arden}} {c:said} {t:{S:{PERSON:Ines Hale}} {C:swore} {T:it held}}. {s:She} {c:left} {t:it}."
    )
    _, reading = read_marked(notation)
    assert [c.speaker for c in reading.claims] == ["Nell Arden", "Ines Hale", "Nell Arden"]


@pytest.mark.parametrize(
    ("notation", "reason"),
    [
        ("{s:A senior official} {c:said}, on condition of anonymity, {t:that it leaks}.", "anonymous"),
        ("{s:A senior official} {c:said} {t:that it leaks}.", "nominal"),
        ("{s:The teachers} {c:said} {t:that it leaks}.", "nominal"),
        ("{s:They} {c:said} {t:that it leaks}.", "no_antecedent"),
        ("It is {c:feared} {t:that it leaks}¶.", "no_source"),
        ("{t:“It leaks.”}¶", "no_source"),
    ],
)
def test_a_source_that_names_nobody_for_certain_says_why(read_marked, notation, reason):
    _, reading = read_marked(notation)
    (claim,) = reading.claims
    assert (claim.speaker, claim.unresolved_reason) == (None, reason)
    assert reason in UNRESOLVED_REASONS
    assert claim.is_anonymous == (reason == "anonymous")


@pytest.mark.parametrize(
    ("cue", "lemma"),
    [
        ("has said in a report", "say"),
        ("According to", "according to"),
        ("pointed out", "point out"),
        ("mused Aloud", "aloud"),
        (":", ":"),
    ],
)
def test_the_lemma_is_that_of_the_first_listed_word_else_the_last_word(read_marked, cue, lemma):
    _, reading = read_marked(f"{{s:Boone}} {{c:{cue}}} {{t:it leaks}}.")
    assert [c.cue_lemma for c in reading.claims] == [lemma]


def test_a_saying_found_twice_or_without_a_word_is_one_or_none(read_marked):
    _, reading = read_marked("{s:Boone} {C:{c:said}} {T:{t:it leaks}}¶. {t:“…”}¶")
    assert [c.confidence for c in reading.claims] == [0.7]


def test_a_quotation_inside_another_claim_keeps_its_own_speaker(read_marked):
    text, reading = read_marked(
        "{t:“It leaks,” {PERSON:Nell Arden} said in {GPE:Salem}}, {c:according to} {s:her office}."
    )
    assert [(c.content[0].text(text), c.speaker) for c in reading.claims] == [
        ("“It leaks,”", "Nell Arden"),
        ("“It leaks,” Nell Arden said in Salem", "Nell Arden’s office"),
    ]


def test_the_version_names_what_reads():
    assert extractor_version("plain").startswith("plain ")
    assert extractor_version("encoder").startswith("encoder ")
    for call in (extractor_version, Reader):
        with pytest.raises(ConfigurationError, match=", ".join(MODELS)):
            call("oracle")


@pytest.mark.parametrize("content", [None, "", "[]", "{}"])
def test_missing_or_damaged_weights_are_named(monkeypatch, tmp_path, content):
    if content is not None:
        (tmp_path / "encoder").mkdir()
        (tmp_path / "encoder" / "meta.json").write_text(content)
    monkeypatch.setattr(models, "WEIGHTS", tmp_path)
    with pytest.raises(ConfigurationError, match=r"meta\.json"):
        extractor_version("encoder")


def test_neither_the_version_nor_the_plain_model_loads_the_network():
    program = (
        "import sys; from pipeline.nlp.models import extractor_version; extractor_version('encoder')\n"
        "assert 'spacy' not in sys.modules and 'numpy' not in sys.modules\n"
        "from pipeline.nlp.reader import Reader; Reader('plain'); assert 'onnxruntime' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_two_sources_in_one_word_are_one(read_marked):
    text, reading = read_marked(
        "{s:Ms {PERSON:Amadi}}-{s:{PERSON:Orne}} {c:said} {t:the bridge would open}. {PERSON:Amadi}-{PERSON:Orne} left."
    )
    [claim] = reading.claims
    assert [span.text(text) for span in claim.source] == ["Ms Amadi-Orne"]
    check_laws(text, reading)
