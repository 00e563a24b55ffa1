"""Web archives and Parquet files become articles part by part; an import that was stopped goes on where it was."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import ConfigurationError, RowRefused
from pipeline.ids import digest
from pipeline.lake.storage import Lake
from pipeline.nights.intake import run_archive
from pipeline.press import archives
from pipeline.press.archives import is_archive, parts
from pipeline.schema import ARTICLES, QUARANTINE, WATERMARKS
from pipeline.settings import Settings

NIGHT = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def record(url: str, body: bytes, *, status="200 OK", headers="", kind="response") -> bytes:
    """One gzipped WARC record of an HTTP answer."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-02T03:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{digest(url.encode())[:8]}-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def page(number: int) -> bytes:
    return f"<html><body><article><p>Story number {number}.</p></article></body></html>".encode()


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A WARC of 25 answers from two outlets."""
    path = tmp_path / "crawl.warc.gz"
    outlets = ("www.paper.example", "courier.co.uk")
    path.write_bytes(b"".join(record(f"https://{outlets[n % 2]}/{n}", page(n)) for n in range(25)))
    return path


def rows(path: Path, table: str, **more) -> list[dict]:
    found = parts(path, NIGHT, lambda: NOW, **{"start": 0, "max_bytes": 10_000} | more)
    return [row for part in found for row in part.result.tables[table].to_pylist()]


def test_every_answer_is_an_article_of_its_outlet_with_its_bytes_and_its_time(crawl):
    articles = rows(crawl, "articles")
    assert [row["body"] for row in sorted(articles, key=lambda row: row["body"])] == sorted(map(page, range(25)))
    assert {row["publisher_id"] for row in articles} == {"paper-example", "courier-co-uk"}
    assert {row["fetched_at"] for row in articles} == {datetime(2026, 3, 2, 3, tzinfo=UTC)}
    assert "https://www.paper.example/0" in {row["canonical_url"] for row in articles}


def test_packed_answers_are_kept_unpacked(tmp_path):
    path = tmp_path / "one.warc.gz"
    path.write_bytes(record("https://paper.example/", gzip.compress(page(1)), headers="Content-Encoding: gzip\r\n"))
    [article] = rows(path, "articles")
    assert article["body"] == page(1)


def test_what_is_no_article_is_refused_and_nothing_is_lost(tmp_path):
    path = tmp_path / "mixed.warc.gz"
    bomb = record("https://paper.example/b", gzip.compress(b"x" * 1_000_000), headers="Content-Encoding: gzip\r\n")
    answers = [
        record("https://paper.example/1", page(1)),
        record("https://paper.example/1", page(1), kind="request"),
        record("https://paper.example/2", b"gone", status="404 Not Found"),
        bomb,
        record("https://paper.example/1", page(1)),
    ]
    path.write_bytes(b"".join(answers))
    assert len(rows(path, "articles")) == 2
    assert sorted(row["rule"] for row in rows(path, "quarantine")) == ["http_404", "too_large"]
    assert len(rows(path, "watermarks")) == 4


def test_a_part_holds_no_more_than_its_share(crawl, monkeypatch):
    monkeypatch.setattr(archives, "_RECORDS", 10)
    found = list(parts(crawl, NIGHT, lambda: NOW, 0, 10_000))
    assert [part.result.tables["articles"].num_rows for part in found] == [10, 10, 5]
    assert [part.is_last for part in found] == [False, False, True]
    assert 0 < found[0].share < found[1].share < 1


def test_an_import_that_was_stopped_goes_on_where_it_was(crawl, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_RECORDS", 10)
    settings, whole = Settings(home=tmp_path / "stopped"), Settings(home=tmp_path / "whole")

    def stop(step, share=0.0):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_archive(crawl, NIGHT, settings, stop)
    [first] = Lake(settings.lake_uri).manifests(NIGHT)
    told = []
    manifests = run_archive(crawl, NIGHT, settings, lambda step, share=0.0: told.append((step, share)))
    assert manifests[0] == first
    assert told[-1] == ("crawl.warc.gz: 25 records", 1.0)
    run_archive(crawl, NIGHT, whole, lambda step, share=0.0: None)
    for table in (ARTICLES, WATERMARKS, QUARANTINE):
        one, other = (Lake(each.lake_uri).read(table, NIGHT) for each in (settings, whole))
        assert one.drop_columns("run_id").equals(other.drop_columns("run_id"))


def test_an_archive_that_was_taken_is_not_taken_again(crawl, tmp_path):
    settings = Settings(home=tmp_path / "home")
    first = run_archive(crawl, NIGHT, settings, lambda step, share=0.0: None)
    assert run_archive(crawl, NIGHT, settings, lambda step, share=0.0: None) == first


@pytest.mark.parametrize("name", ["broken.warc.gz", "broken.parquet"])
def test_a_damaged_archive_is_named(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"no archive at all, but words and words and words")
    with pytest.raises(RowRefused, match=name):
        rows(path, "articles")
    with pytest.raises(ConfigurationError, match=name):
        run_archive(path, NIGHT, Settings(home=tmp_path), lambda step, share=0.0: None)


def test_rows_of_a_parquet_file_are_records(tmp_path):
    path = tmp_path / "stories.parquet"
    told = {"text": [f"Story {n}." for n in range(7)], "published_at": [NOW] * 7, "title": ["One"] + [None] * 6}
    pq.write_table(pa.table(told), path, row_group_size=3)
    found = [json.loads(row["body"]) for row in rows(path, "articles")]
    assert found[0] == {"text": "Story 0.", "published_at": "2026-03-02T04:00:00+00:00", "title": "One"}
    assert [row["text"] for row in found] == told["text"]
    assert [json.loads(row["body"])["text"] for row in rows(path, "articles", start=5)] == ["Story 5.", "Story 6."]


@pytest.mark.parametrize("name", ["a.warc", "a.WARC.GZ", "a.parquet"])
def test_archives_are_known_by_their_names(name):
    assert is_archive(Path(name))
    assert not is_archive(Path("a.html"))
