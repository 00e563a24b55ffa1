"""What columns are made of: Arrow types, closed word lists, and columns and meanings that several tables have.

Apart from ``schema`` so that the tables stay one page to read.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.contract import Column, Table

TEXT, INT, REAL, FLAG, DAY = pa.string(), pa.int32(), pa.float64(), pa.bool_(), pa.date32()
MOMENT = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(TEXT)
LONG = pa.int64()
LONGS = pa.list_(LONG)
SPAN = pa.struct([pa.field("start", INT, nullable=False), pa.field("end", INT, nullable=False)])
SPANS = pa.list_(SPAN)
EVIDENCE = pa.list_(
    pa.struct(
        [
            pa.field("step", TEXT),
            pa.field("rule", TEXT),
            pa.field("mention_id", TEXT),
            pa.field("surface", TEXT),
            pa.field("confidence", REAL),
        ]
    )
)

CONTENT_DATES = pa.list_(
    pa.struct(
        [
            pa.field("start", INT, nullable=False),
            pa.field("end", INT, nullable=False),
            pa.field("first_on", DAY),
            pa.field("last_on", DAY),
            pa.field("precision", TEXT),
            pa.field("rule", TEXT, nullable=False),
            pa.field("anchor", DAY),
        ]
    )
)

SOURCE_KINDS = ("person", "organisation", "place", "document", "group")
QUOTE_TYPES = ("direct", "indirect", "mixed")
MENTION_KINDS = ("name", "nominal", "pronoun")
SEVERITIES = ("critical", "warning", "info")
ACTS = (
    "state", "believe", "feel", "predict", "intend", "promise", "demand", "ask", "warn", "threaten", "accuse",
    "criticise", "deny", "reject", "decline", "agree", "praise",
)  # fmt: skip
DAY_PRECISIONS = ("day", "night", "weekend", "week", "month", "quarter", "season", "year", "decade")
DATE_ORIGINS = ("json-ld", "meta", "page", "feed", "file", "override")
SILENCES = ("other_language", "no_words", "no_claim_found")
OUTCOMES = ("fetched", "not_modified", "failed", "refused", "over_limit")

LABELS = (
    "PERSON, ORG, GPE (a state or city), LOC, NORP (a people, party or faith), FAC, EVENT, LAW, DATE, TIME, MONEY, "
    "PERCENT, QUANTITY or OTHER"
)

FLAGS = (
    "doubts about the text: unbalanced_quotes, short_text, cut_off, paywalled, lost_text (the page claims more words), "
    "restored_paragraphs (dropped at first, put back), extracted_by_second_try"
)

FAMILY = "names of one family may name one entity, see `pipeline/nlp/identity.py`; a function of label and name"
VARIANT = "what the name has beside its family's plainest name, such as a middle initial; often empty"
SILENCES_MEAN = (
    "why there is no claim; null where there is one; other_language: the text was not read; no_words: it holds none; "
    "no_claim_found: it was read to its end"
)
RELATIONS = ("alias_of", "demonym_of", "metonym_of")
RELATIONS_MEAN = "alias_of: another name of it; demonym_of: its people; metonym_of: a seat that speaks for it"

NIGHT = Column("night", DAY, "the partition: the UTC day that was fetched; the 03:00 run fetches the day before")
RUN_ID = Column("run_id", TEXT, "the run that wrote the row; see table runs")


def night_table(name: str, meaning: str, key: tuple[str, ...], *columns: Column, **references: str) -> Table:
    """A table whose rows belong to one night; ``references`` are its columns that hold another table's key."""
    return Table(name, meaning, key, (NIGHT, *columns, RUN_ID), references)


def document_id(meaning: str = "the document it stands in") -> Column:
    """The column that points to a document."""
    return Column("document_id", TEXT, meaning)
