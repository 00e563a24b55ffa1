"""Files taken as a night's articles: each file or line ends in exactly one watermark."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from making import NIGHT, RUN

from pipeline.contract import check
from pipeline.ids import digest
from pipeline.press.fetch import take_files
from pipeline.schema import ARTICLES, QUARANTINE, WATERMARKS

MOMENT = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)


def take(*paths):
    return take_files(paths, NIGHT, lambda: MOMENT)


def articles(result):
    return result.tables["articles"].to_pylist()


def refusals(result):
    return [(row["rule"], row["reason"]) for row in result.tables["quarantine"].to_pylist()]


@pytest.fixture
def write(tmp_path):
    """Writes a file below the test's folder and gives its path."""

    def make(name: str, content: bytes = b"Words.") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return make


def test_a_file_is_taken_byte_for_byte_with_its_uri_and_the_time_it_was_taken(write):
    path = write("one.txt", b"\xef\xbb\xbfWords.\r\n")
    [article] = articles(take(path))
    assert article["body"] == b"\xef\xbb\xbfWords.\r\n"
    assert article["body_sha256"] == digest(article["body"])
    assert article["url"] == path.as_uri()
    assert article["publisher_id"] == "files"
    assert article["fetched_at"] == MOMENT
    assert article["http_status"] is None


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.txt", "text/plain"),
        ("a.html", "text/html"),
        ("a.htm", "text/html"),
        ("a.json", "application/json"),
        ("a.jsonl", "application/json"),
        ("A.TXT", "text/plain"),
    ],
)
def test_the_suffix_tells_the_type(write, name, content_type):
    [article] = articles(take(write(name)))
    assert article["content_type"] == content_type


def test_a_folder_stands_for_the_readable_files_below_it_in_order(write, tmp_path):
    for name in ("b.txt", "a.html", "deep/er/c.json", "picture.png", "README"):
        write(name)
    result = take(tmp_path)
    assert [Path(row["url"]).name for row in articles(result)] == ["a.html", "b.txt", "c.json"]
    assert result.messages == ()


def test_each_line_of_json_lines_is_an_article_of_its_own_and_blank_lines_are_none(write):
    lines = [json.dumps({"text": text}) for text in ("one", "two")]
    path = write("a.jsonl", f"{lines[0]}\r\n\n  \n{lines[1]}\n".encode())
    found = articles(take(path))
    assert [row["url"] for row in found] == [f"{path.as_uri()}#line=1", f"{path.as_uri()}#line=4"]
    assert [json.loads(row["body"])["text"] for row in found] == ["one", "two"]


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x85"])
def test_only_line_feeds_part_json_lines(write, separator):
    line = json.dumps({"text": f"one{separator}two"}, ensure_ascii=False)
    [article] = articles(take(write("a.jsonl", line.encode())))
    assert article["body"] == line.encode()


@pytest.mark.parametrize(
    ("name", "content", "rule", "told"),
    [
        ("picture.png", b"\x89PNG", "unknown_type", "files of type '.png' are not read; known: .txt, .html"),
        ("README", b"Words.", "unknown_type", "files of type 'none' are not read"),
        ("empty.txt", b"", "empty_file", "the file is empty"),
        ("blank.jsonl", b" \n\n", "empty_file", "the file is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_name_and_the_reason(write, name, content, rule, told):
    result = take(write(name, content))
    [(broken, reason)] = refusals(result)
    assert broken == rule
    assert told in reason
    assert name in reason
    assert result.messages == (reason,)
    assert articles(result) == []


def test_a_missing_file_is_refused_with_its_name_and_the_systems_words(tmp_path):
    [(rule, reason)] = refusals(take(tmp_path / "nowhere.txt"))
    assert rule == "unreadable"
    assert reason.endswith("nowhere.txt: No such file or directory")


def test_a_file_that_may_not_be_read_is_refused(write, monkeypatch):
    def deny(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", deny)
    [(rule, reason)] = refusals(take(write("one.txt")))
    assert rule == "unreadable"
    assert reason.endswith("one.txt: Permission denied")


@pytest.mark.parametrize("name", ["loop.txt", "long" * 100 + ".txt"], ids=["link to itself", "long name"])
def test_a_path_that_leads_nowhere_does_not_keep_the_others_from_being_taken(write, tmp_path, name):
    if name == "loop.txt":
        (tmp_path / name).symlink_to(name)
    result = take(tmp_path / name, write("good.txt"))
    assert len(articles(result)) == 1
    assert [rule for rule, _ in refusals(result)] == ["unreadable"]


def test_a_refused_file_does_not_keep_the_others_from_being_taken(write):
    result = take(write("a.png"), write("b.txt"), write("c.txt", b""))
    assert [Path(row["url"]).name for row in articles(result)] == ["b.txt"]
    assert len(refusals(result)) == 2


def test_every_file_ends_in_one_watermark_and_the_counts_add_up(write):
    result = take(write("a.txt"), write("b.png"), write("c.jsonl", b'{"text": "x"}\n{"text": "y"}'))
    marks = result.tables["watermarks"]
    assert sorted(marks["outcome"].to_pylist()) == ["fetched", "fetched", "fetched", "refused"]
    assert marks.num_rows == result.kept + result.tables["quarantine"].num_rows


def test_what_is_taken_fits_the_declared_tables(write):
    result = take(write("a.txt"), write("b.png"))
    for table in (ARTICLES, WATERMARKS, QUARANTINE):
        check(table, stamped := table.stamped(result.tables[table.name], NIGHT, RUN))
        assert stamped.num_rows >= 1


def test_the_same_words_in_two_files_are_two_articles(write):
    one, other = articles(take(write("a.txt"), write("b.txt")))
    assert one["article_id"] != other["article_id"]
    assert one["body_sha256"] == other["body_sha256"]


def test_a_file_that_is_given_twice_is_taken_once(write, tmp_path):
    path = write("a.txt")
    assert len(articles(take(tmp_path, path))) == 1


def test_a_refused_file_whose_name_is_not_utf8_does_not_end_the_fetch(write):
    result = take(write(os.fsdecode(b"caf\xe9.txt"), b""), write("good.txt"))
    assert len(articles(result)) == 1
    assert [rule for rule, _ in refusals(result)] == ["empty_file"]
