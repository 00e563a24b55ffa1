"""An import files articles under the days that they tell, and says what lies outside the range."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import ConfigurationError
from pipeline.forms import ImportForm, read_form
from pipeline.lake.storage import Lake
from pipeline.nights.corpus import files_of, take
from pipeline.schema import ARTICLES
from pipeline.settings import Settings

STORY = "The council met for an hour. “We will repair the bridge,” said May Holt, the mayor."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a Parquet file of four days, one record without a day, and a text."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    days = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (1, 2, 3, 3)] + [None]
    rows = [{"text": f"{STORY} {number}.", "published_at": at} for number, at in enumerate(days)]
    pq.write_table(pa.Table.from_pylist(rows), folder / "news.parquet")
    (folder / "notes.txt").write_text(STORY, encoding="utf-8")
    (folder / "readme.md").write_text("not news", encoding="utf-8")
    return folder


def form(path: Path, **more: str) -> ImportForm:
    return read_form(ImportForm, {"path": str(path), "first": "2026-03-02", "last": "2026-03-03"} | more)


def taken(settings: Settings, night: date) -> int:
    return sum(part.rows for part in Lake(settings.lake_uri).parts(ARTICLES.name, night))


def test_records_go_to_the_day_that_they_tell_and_the_rest_to_the_last_night(corpus, tmp_path):
    settings, asked = Settings(home=tmp_path / "home"), form(corpus)
    manifests = {night: take(asked, night, settings) for night in asked.nights}
    assert [taken(settings, night) for night in asked.nights] == [1, 2 + 1 + 1]
    [told] = [message for found in manifests.values() for m in found for message in m.messages]
    assert "1 articles are of days outside 2026-03-02 to 2026-03-03" in told


def test_taking_a_night_again_takes_nothing_twice(corpus, tmp_path):
    settings, asked = Settings(home=tmp_path / "home"), form(corpus)
    first = [take(asked, night, settings) for night in asked.nights]
    assert [take(asked, night, settings) for night in asked.nights] == first


def test_a_format_picks_files_of_its_type_only(corpus):
    assert [file.name for file in files_of(form(corpus))] == ["news.parquet", "notes.txt"]
    assert [file.name for file in files_of(form(corpus, format="txt"))] == ["notes.txt"]
    (corpus / "page.HTM").write_text("<p>", encoding="utf-8")
    assert [file.name for file in files_of(form(corpus, format="html"))] == ["page.HTM"]


def test_what_cannot_be_imported_is_refused_with_the_field_that_is_wrong(corpus, tmp_path):
    with pytest.raises(ConfigurationError, match="path: there is nothing at"):
        files_of(form(tmp_path / "elsewhere"))
    with pytest.raises(ConfigurationError, match=r"path: .* has no file of format 'warc'"):
        files_of(form(corpus, format="warc"))
    with pytest.raises(ConfigurationError, match="first and last: 2026-03-09 to 2026-03-03 are 0 nights"):
        form(corpus, first="2026-03-09").nights  # noqa: B018
    with pytest.raises(ConfigurationError, match="first: 'March' is not a night"):
        form(corpus, first="March")


def test_a_record_with_a_day_but_no_hour_or_a_zone_is_filed_too(tmp_path):
    rows = [
        {"text": STORY, "published_at": "2026-03-02"},
        {"text": STORY + " Twice.", "published_at": "2026-03-02T23:30:00-05:00"},
        {"text": STORY + " Thrice.", "published_at": "last week"},
    ]
    path = tmp_path / "days.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    settings, asked = Settings(home=tmp_path / "home"), form(path)
    for night in asked.nights:
        take(asked, night, settings)
    articles = Lake(settings.lake_uri).read(ARTICLES, date(2026, 3, 2)).to_pylist()
    assert [json.loads(row["body"])["published_at"] for row in articles] == ["2026-03-02"]
    assert taken(settings, date(2026, 3, 3)) == 2, "the day counts in UTC"
