"""The models as spaCy pipelines: opened by spaCy itself, and on top of somebody else's pipeline."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy

from pipeline.errors import ConfigurationError
from pipeline.nlp.models import extractor_version
from pipeline.nlp.reader import Reader

TEXT = (
    "President Ada Quist of Norway vowed on Thursday that the port would open.\n"
    "“We are ready,” Ms. Quist told reporters in Bergen."
)


def package(folder, nlp, name):
    """Install ``nlp`` below ``folder`` as spaCy packages its pipelines."""
    nlp.meta |= {"lang": "en", "name": name.removeprefix("en_"), "version": "1.2.3"}
    (folder / name).mkdir()
    nlp.to_disk(folder / name / "data")
    (folder / name / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n"
        "def load(**given):\n    return load_model_from_path(Path(__file__).parent / 'data', **given)\n"
    )
    about = folder / f"{name}-1.2.3.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2.3\n")
    (about / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A pipeline that calls Bergen an organisation and finds no other name, and one that finds no names at all."""
    odd = spacy.blank("en")
    odd.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Bergen"}])
    package(tmp_path, odd, "en_odd_names")
    package(tmp_path, spacy.blank("en"), "en_nameless")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.parametrize("model", ["encoder", "plain"])
def test_spacy_opens_the_project_by_its_name(model):
    doc = spacy.load("newsledger", config={"model": model})(TEXT)
    assert doc._.reading == next(Reader(model).read([TEXT]))
    assert "Ada Quist" in {ent.text for ent in doc.ents}
    assert [span.text for span in doc.spans["cues"]] == ["vowed", "told"]
    assert [span.text for span in doc.spans["sources"]][1:] == ["Ms. Quist"]
    assert doc.spans["contents"][1].text.startswith("“We are ready,”")


def test_a_pipeline_that_was_written_to_disk_reads_the_same(tmp_path):
    spacy.load("newsledger").to_disk(tmp_path / "model")
    assert spacy.load(tmp_path / "model")(TEXT)._.reading == next(Reader("encoder").read([TEXT]))


def test_spacy_finds_the_steps_without_importing_the_project():
    program = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('newsledger_words', config={'model': 'plain'})\n"
        "[nlp.add_pipe('newsledger_' + s) for s in ('quotations', 'sentences', 'names', 'claims', 'speakers')]\n"
        "print(len(nlp('“It rained,” Ada Quist said.')._.reading.claims))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "1\n"


def test_another_pipelines_names_are_taken_and_claims_still_found(installed):
    reading = next(Reader("en_odd_names").read([TEXT]))
    assert ("Bergen", "ORG") in {(m.span.text(TEXT), m.label) for m in reading.mentions}
    assert "Norway" not in {m.span.text(TEXT) for m in reading.mentions}
    assert [[span.text(TEXT) for span in claim.cue] for claim in reading.claims] == [["vowed"], ["told"]]


def test_the_version_names_the_other_pipeline_and_what_finds_the_claims(installed):
    assert extractor_version("en_odd_names").startswith("en_odd_names 1.2.3, claims by encoder ")


def test_a_missing_pipeline_is_named_with_what_is_there_and_how_to_get_it(installed):
    with pytest.raises(ConfigurationError, match=r"en_nameless, en_odd_names; .*spacy download en_core_web_trf"):
        Reader("en_core_web_trf")


def test_a_pipeline_that_finds_no_names_is_refused(installed):
    with pytest.raises(ConfigurationError, match=r"en_nameless.*finds no names"):
        Reader("en_nameless")
