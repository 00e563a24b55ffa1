"""newsledger extract: texts in, one JSON line a text out, as a person calls it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

TEXT = "The council “will open the bridge in May,” Mayor Ann Lee said on Thursday.\n\nShe said the road was dry.\n"
NESTED = "“Peter Holm has promised that the bridge will open in May,” Ann Lee said.\n"


@pytest.fixture
def extract(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLEDGER_MODEL", "plain")
    to = tmp_path / "claims.jsonl"

    def call(*paths):
        result = CliRunner().invoke(app, ["extract", *map(str, paths), "--out", str(to)])
        lines = to.read_text(encoding="utf-8").splitlines() if to.exists() else []
        return result, [json.loads(line) for line in lines]

    return call


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    return folder


def test_spans_point_into_the_file_as_it_is(extract, texts):
    (texts / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    result, [line] = extract(texts)
    assert result.exit_code == 0
    text = (texts / "a.txt").read_bytes().decode()
    first, second = line["attributions"]
    assert [text[start:end] for start, end in first["content"] + first["cue"]] == [
        "The council “will open the bridge in May,”",
        "said",
    ]
    assert (first["speaker"], second["speaker"]) == ("Ann Lee", "Ann Lee")
    assert (first["parent"], line["no_claims_because"]) == (None, None)


def test_a_claim_within_a_claim_names_the_one_around_it(extract, texts, monkeypatch):
    monkeypatch.setenv("NEWSLEDGER_MODEL", "encoder")  # the rules alone find none in this one
    (texts / "a.txt").write_text(NESTED, encoding="utf-8")
    _, [line] = extract(texts)
    spoken = {claim["speaker"]: claim for claim in line["attributions"]}
    assert line["attributions"][spoken["Peter Holm"]["parent"]] == spoken["Ann Lee"]


def test_a_folder_is_read_in_order_and_a_text_without_claims_says_why(extract, texts):
    (texts / "b.txt").write_text("Il pleut sur la ville et le maire ne dit rien depuis trois jours.", encoding="utf-8")
    (texts / "a.txt").write_text("", encoding="utf-8")
    _, lines = extract(texts)
    assert [(line["path"], line["no_claims_because"]) for line in lines] == [
        (str(texts / "a.txt"), "no_words"),
        (str(texts / "b.txt"), "other_language"),
    ]


def test_a_file_that_is_no_text_is_named_and_the_others_are_read(extract, texts):
    (texts / "a.txt").write_bytes(b"\xff\xfe\x00")
    (texts / "b.txt").write_text(TEXT, encoding="utf-8")
    result, lines = extract(texts)
    assert result.exit_code == 1
    assert "a.txt: not read" in result.stderr.replace("\n", "")
    assert [line["path"] for line in lines] == [str(texts / "b.txt")]


def test_a_path_that_is_not_there_is_a_wrong_call(extract, texts):
    result, _ = extract(texts / "nowhere")
    assert result.exit_code == 2
    assert "no such file or folder" in result.stderr.replace("\n", " ")
