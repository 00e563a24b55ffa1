"""Articles made up by chance, the same ones on every run: no property depends on luck or on an earlier run."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pipeline.contract import Table
from pipeline.ids import digest, make_id

NIGHT = date(2026, 3, 2)
RUN = "r-0000000000000000"

steady = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow],
)

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2026, 3, 2), timezones=st.just(UTC))  # noqa: DTZ001
WORDS = st.sampled_from(
    ["mayor", "said", "the bridge", "“will open", "in May,”", "Zoë", "👍", "e\u0308", "\u00a0", "—", '"']
)
PARAGRAPHS = st.lists(WORDS, max_size=12).map(" ".join)
TEXTS = st.lists(st.one_of(PARAGRAPHS, st.text(max_size=30)), max_size=5).map("\n".join)
FOOTERS = st.sampled_from(["", "\nThe post Bridge appeared first on The Courier.", "\r\n\r\n"])

good_text = st.tuples(st.just("text/plain"), st.builds(lambda text, end: (text + end).encode(), TEXTS, FOOTERS))
good_record = st.tuples(
    st.just("application/json"),
    st.builds(lambda text: json.dumps({"text": text, "published_at": "2026-03-01T10:00:00Z"}).encode(), TEXTS),
)
good_page = st.tuples(
    st.just("text/html"),
    st.builds(
        lambda lines: f"<html><body><article>{''.join(f'<p>{x}</p>' for x in lines)}</article></body></html>".encode(),
        st.lists(PARAGRAPHS, max_size=4),
    ),
)
bad = st.sampled_from(
    [
        ("text/plain", b"caf\xe9"),
        ("text/plain", b" \n "),
        ("text/html", b"\x00"),
        ("application/json", b"{"),
        ("application/json", b'{"txt": "Words."}'),
        ("application/json", b'{"text": "Words.", "published_at": "2026-03-02T10:00:00"}'),
        ("image/png", b"\x89PNG"),
    ]
)


def article(number: int, content_type: str, body: bytes) -> dict[str, Any]:
    """A row of ``articles``."""
    url = f"https://paper.example/{number}"
    return {
        "article_id": make_id("a", url, digest(body)),
        "publisher_id": "paper",
        "url": url,
        "canonical_url": url,
        "fetched_at": datetime(2026, 3, 2, 4, tzinfo=UTC),
        "content_type": content_type,
        "body": body,
        "body_sha256": digest(body),
    }


def table_of(table: Table, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as the runner hands them to a stage."""
    return table.stamped(table.build(rows), NIGHT, RUN)


articles = st.lists(st.one_of(good_text, good_record, good_page, bad), max_size=8).map(
    lambda found: [article(number, *facts) for number, facts in enumerate(found)]
)
