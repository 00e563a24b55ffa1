"""Parsing loses no article, and neither the order of rows nor the cut into shards shows in what it writes."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from chance import NIGHT, RUN, article, articles, steady, table_of
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contract import check
from pipeline.ids import digest, shard_bounds
from pipeline.schema import ARTICLES, DOCUMENTS, QUARANTINE
from pipeline.settings import Settings
from pipeline.stages.parse import parse

TYPES = st.sampled_from(["text/plain", "text/html", "application/json", "application/xhtml+xml"])
MARKUP = ["<html>", "<head>", "<body>", "<article>", "<p>", "Words, words. ", "</p>", "<h1>", "<table>", "<td>", "<!--"]
MARKUP += ['<script type="application/ld+json">', '{"author":', "[", "]", "{", "}", "</script>", "<link href='http://["]


def run(data: pa.Table):
    return parse({"articles": data}, Settings())


def written(result, table) -> pa.Table:
    return table.stamped(result.tables[table.name], NIGHT, RUN)


def cut(data: pa.Table, shard: int, shards: int) -> pa.Table:
    low, high = shard_bounds("a", shard, shards)
    ids = data["article_id"]
    return data.filter(pc.and_(pc.greater_equal(ids, low), pc.less(ids, high)))


@steady
@given(articles)
def test_rows_in_are_rows_kept_and_rows_quarantined(rows):
    result = run(table_of(ARTICLES, rows))
    refused = set(result.tables["quarantine"]["row_key"].to_pylist())
    assert result.kept == result.tables["documents"].num_rows
    assert len(rows) == result.kept + len(refused)
    assert set(result.tables["documents"]["article_id"].to_pylist()).isdisjoint(refused)


@steady
@given(articles)
def test_whatever_is_parsed_fits_the_declared_tables(rows):
    result = run(table_of(ARTICLES, rows))
    for table in (DOCUMENTS, QUARANTINE):
        check(table, data := written(result, table))
        assert data.num_rows <= len(rows)


@steady
@given(articles)
def test_every_text_is_nfc_without_empty_lines_or_white_space_at_line_ends(rows):
    for row in run(table_of(ARTICLES, rows)).tables["documents"].to_pylist():
        assert unicodedata.is_normalized("NFC", row["text"])
        assert all(line and line == line.strip() for line in row["text"].split("\n"))
        assert row["text"].splitlines() == row["text"].split("\n")
        assert row["word_count"] == len(row["text"].split())
        assert row["text_sha256"] == digest(row["text"].encode())


@steady
@given(articles)
def test_a_text_that_is_parsed_again_stays_as_it_is(rows):
    for row in run(table_of(ARTICLES, rows)).tables["documents"].to_pylist():
        if row["title"] is None and row["original_publisher"] is None:
            again = article(0, "text/plain", row["text"].encode())
            found = run(table_of(ARTICLES, [again])).tables["documents"].to_pylist()
            assert [f"{one['title'] or ''}\n{one['text']}".strip() for one in found] == [row["text"]]
        else:
            assert row["text"]


@steady
@given(articles, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_show_in_the_documents(rows, chance):
    data = table_of(ARTICLES, rows)
    order = list(range(data.num_rows))
    chance.shuffle(order)
    shuffled = run(data.take(pa.array(order, pa.int64())))
    for table in (DOCUMENTS, QUARANTINE):
        assert written(shuffled, table).equals(written(run(data), table))


@pytest.mark.parametrize("shards", [2, 5])
@steady
@given(rows=articles)
def test_the_number_of_shards_does_not_show_in_the_documents(shards, rows):
    data = table_of(ARTICLES, rows)
    whole = run(data)
    parts = [run(cut(data, shard, shards)) for shard in range(shards)]
    assert sum(part.kept for part in parts) == whole.kept
    for table in (DOCUMENTS, QUARANTINE):
        union = pa.concat_tables([part.tables[table.name] for part in parts])
        assert table.stamped(union, NIGHT, RUN).equals(written(whole, table))


@steady
@given(st.lists(st.tuples(TYPES, st.binary(max_size=60)), max_size=6))
def test_no_bytes_end_a_shard(found):
    rows = [article(number, *facts) for number, facts in enumerate(found)]
    result = run(table_of(ARTICLES, rows))
    assert result.kept + result.tables["quarantine"].num_rows == len(rows)


@steady
@given(st.lists(st.sampled_from(MARKUP), min_size=1, max_size=20).map(lambda found: "".join(found).encode()))
def test_no_page_ends_a_shard(body):
    result = run(table_of(ARTICLES, [article(0, "text/html", body)]))
    assert result.kept + result.tables["quarantine"].num_rows == 1
