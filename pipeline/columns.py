"""What columns are made of: Arrow types, closed word lists, and meanings that several tables tell.

Apart from ``schema`` so that the tables stay one page to read.
"""

from __future__ import annotations

import pyarrow as pa

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
RELATIONS = ("alias_of", "demonym_of", "metonym_of")
RELATIONS_MEAN = "alias_of: another name of it; demonym_of: its people; metonym_of: a seat that speaks for it"
