"""Files given by hand make a night of their own, with the same stages and tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ledger import rows
from typer.testing import CliRunner

from pipeline.cli import app

STORY = (
    "“The bridge will open in May,” Mayor Ines Calloway said on Tuesday. "
    "She said the city had paid the builders in full.\n"
    "Council member Rafe Dunmore denied that the bill had doubled.\n"
)


@pytest.fixture
def run(tmp_path: Path, few_rules: Path, monkeypatch: pytest.MonkeyPatch):
    """Calls ``newsledger run --night 2026-03-02 --files …`` in a home of its own."""
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NEWSLEDGER_EXPECTATIONS", str(few_rules))

    def call(*paths: Path | str, night: str = "2026-03-02"):
        return CliRunner().invoke(app, ["run", "--night", night, "--files", *map(str, paths)])

    return call


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "home" / "newsledger.duckdb"


def test_the_seed_report_comes_out_clean_and_with_its_direct_claims(run, published, seed_article):
    assert run(seed_article).exit_code == 0
    [(title, publisher, text, url)] = rows(published, "SELECT title, original_publisher, text, url FROM documents")
    gold = json.loads((seed_article.parent / "gold.json").read_text(encoding="utf-8"))
    assert (title, publisher) == (gold["title"], gold["publisher"])
    assert "appeared first on" not in text
    assert url == seed_article.resolve().as_uri()
    original = seed_article.read_text(encoding="utf-8")
    found = rows(published, "SELECT source_text, content_text, speaker FROM claims")
    for claim in gold["attributions"]:
        if claim["quote_type"] == "direct":
            words = " ".join(original[start:end] for start, end in claim["content"]).split()
            source = " ".join(original[start:end] for start, end in claim["source"])
            assert any(
                said == source and _dice(words, content.split()) >= 0.8 and speaker == claim["speaker"]
                for said, content, speaker in found
            ), f"{claim['id']} ({source}) was not found"


def test_text_html_and_json_lines_give_documents_of_the_same_form(run, published, tmp_path):
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    page = "".join(f"<p>{line}</p>" for line in (STORY * 3).splitlines())
    html = (
        f"<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1>{page}</article></body></html>"
    )
    (tmp_path / "b.html").write_text(html, encoding="utf-8")
    lines = [{"text": STORY, "title": "One", "published_at": "2026-03-01T10:00:00Z"}, {"text": STORY, "title": "Two"}]
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    result = run(tmp_path / "a.txt", tmp_path / "b.html", tmp_path / "c.jsonl")
    assert result.exit_code == 0, result.output
    assert rows(published, "SELECT count(*) FROM documents") == [(4,)]
    assert rows(published, "SELECT DISTINCT publisher_id FROM documents") == [("files",)]
    assert rows(published, "SELECT count(*) FROM claims WHERE speaker = 'Ines Calloway'")[0][0] >= 4


BAD_FILES = {
    "empty.txt": (b"", "the file is empty"),
    "latin.txt": ("Le maire a dit que l’été était fini.".replace("’", "'").encode("latin-1"), "is not UTF-8"),
    "field.jsonl": (b'{"txt": "words"}', "field 'txt'"),
    "broken.jsonl": (b'{"text": ', "not one JSON object"),
    "picture.png": (b"\x89PNG", "files of type '.png' are not read"),
}


def test_each_bad_file_gives_one_clear_message_and_the_night_goes_on(run, published, tmp_path):
    for name, (content, _) in BAD_FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(STORY, encoding="utf-8")
    result = run(*(tmp_path / name for name in BAD_FILES), tmp_path / "good.txt")
    assert result.exit_code == 0, result.output
    for name, (_, told) in BAD_FILES.items():
        complaints = [line for line in result.stderr.splitlines() if told in line]
        assert len(complaints) == 1, result.stderr
        assert name in complaints[0]
    assert rows(published, "SELECT count(*) FROM documents") == [(1,)]
    assert rows(published, "SELECT count(*) FROM quarantine") == [(len(BAD_FILES),)]


def test_a_missing_file_is_named_and_a_night_without_any_document_does_not_hold(run, tmp_path):
    result = run(tmp_path / "nowhere.txt")
    assert result.exit_code == 1
    assert "nowhere.txt: No such file or directory" in result.stderr


def test_a_second_file_joins_the_first_and_the_same_file_again_changes_nothing(run, published, tmp_path):
    (tmp_path / "one.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "two.txt").write_text(STORY.replace("Tuesday", "Wednesday"), encoding="utf-8")
    run(tmp_path / "one.txt")
    run(tmp_path / "two.txt")
    assert rows(published, "SELECT count(*) FROM documents") == [(2,)]
    before = published.stat().st_ino
    run(tmp_path / "two.txt")
    assert rows(published, "SELECT count(*) FROM documents") == [(2,)]
    assert published.stat().st_ino == before, "an edition with the same content was published again"


def _dice(one: list[str], other: list[str]) -> float:
    shared = sum(min(one.count(word), other.count(word)) for word in set(one))
    return 2 * shared / (len(one) + len(other))
