"""Every document has one place in one cluster, and every cluster one original: its earliest document."""

from __future__ import annotations

import pyarrow as pa
from chance import MOMENTS, NIGHT, RUN, steady, table_of
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import digest, make_id
from pipeline.schema import DOCUMENT_PRINTS, DOCUMENTS, DUPLICATES
from pipeline.settings import Settings
from pipeline.stages.dedupe import dedupe


def document(number, text, published_at):
    identifier = make_id("a", number)
    return {
        "document_id": f"d{identifier[1:]}",
        "article_id": identifier,
        "publisher_id": "paper",
        "url": f"https://paper.example/{number}",
        "text": text,
        "language": "en",
        "authors": [],
        "published_at": published_at,
        "word_count": len(text.split()),
        "flags": [],
        "text_sha256": digest(text.encode()),
    }


documents = st.lists(st.tuples(st.sampled_from(["one", "two", "three"]), st.none() | MOMENTS), max_size=10).map(
    lambda found: [document(number, *facts) for number, facts in enumerate(found)]
)


def run(data):
    return dedupe({"documents": data, "history": DOCUMENT_PRINTS.arrow.empty_table()}, Settings())


@steady
@given(documents)
def test_every_document_gets_one_row(rows):
    result = run(table_of(DOCUMENTS, rows))
    found = result.tables["duplicates"]["document_id"].to_pylist()
    assert sorted(found) == sorted(row["document_id"] for row in rows)
    assert result.kept == len(rows)


@steady
@given(documents)
def test_a_cluster_has_one_original_and_no_member_is_earlier(rows):
    known = {row["document_id"]: row for row in rows}
    clusters: dict[str, list[dict]] = {}
    for row in run(table_of(DOCUMENTS, rows)).tables["duplicates"].to_pylist():
        clusters.setdefault(row["cluster_id"], []).append(row)
    assert len(clusters) == len({row["text"] for row in rows})
    for members in clusters.values():
        [original] = [row["document_id"] for row in members if row["duplicate_of"] is None]
        assert {row["duplicate_of"] for row in members} <= {None, original}
        assert len({known[row["document_id"]]["text"] for row in members}) == 1
        dates = [date for row in members if (date := known[row["document_id"]]["published_at"])]
        assert not dates or known[original]["published_at"] == min(dates)


@steady
@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_show_in_the_duplicates(rows, chance):
    data = table_of(DOCUMENTS, rows)
    order = list(range(data.num_rows))
    chance.shuffle(order)
    one, other = (run(each).tables["duplicates"] for each in (data, data.take(pa.array(order, pa.int64()))))
    assert DUPLICATES.stamped(other, NIGHT, RUN).equals(DUPLICATES.stamped(one, NIGHT, RUN))
