"""Every table of the ledger, declared once.

The Arrow schemas, the DuckDB definitions (``sql/ddl/``) and the reference page (``docs/tables.md``) are derived from
this file. Names: ``_id`` identifies, ``_at`` is a moment in UTC, ``_on`` a calendar day, ``_sha256`` a hex digest.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.columns import (  # isort: skip
    ACTS, CONTENT_DATES, DATE_ORIGINS, DAY, DAY_PRECISIONS, EVIDENCE, FAMILY, FLAG, FLAGS, INT, LABELS, LONG, LONGS,
    MENTION_KINDS, MOMENT, NIGHT, OUTCOMES, QUOTE_TYPES, REAL, RELATIONS, RELATIONS_MEAN, RUN_ID, SEVERITIES, SILENCES,
    SILENCES_MEAN, SOURCE_KINDS, SPANS, TEXT, TEXTS, VARIANT, document_id, night_table,
)  # fmt: skip
from pipeline.contract import Column, Table

ARTICLES = night_table(
    "articles",
    "What was fetched: one HTTP response or file, byte for byte.",
    ("article_id",),
    Column("article_id", TEXT, "digest of night, publisher, address and body"),
    Column("publisher_id", TEXT, "the outlet, as its publisher file names it; `files` for files given by hand"),
    Column("url", TEXT, "the address asked for; a file's URI for a file"),
    Column("canonical_url", TEXT, "the address after redirects, without fragment and tracking parameters"),
    Column("fetched_at", MOMENT, "when the response was complete", clock=True),
    Column("http_status", INT, "status code; null for a file", nullable=True),
    Column("content_type", TEXT, "media type without parameters, lower case"),
    Column("charset", TEXT, "character set that the response declared", nullable=True),
    Column("etag", TEXT, "validator for the next conditional request", nullable=True),
    Column("last_modified", TEXT, "validator for the next conditional request, as sent", nullable=True),
    Column("head", TEXT, "status line and header fields as they came", nullable=True, clock=True, lake_only=True),
    Column("listed_title", TEXT, "title as the feed or sitemap gave it", nullable=True),
    Column("listed_at", MOMENT, "publication time as the feed or sitemap gave it", nullable=True),
    Column("body", pa.binary(), "the bytes; in the lake only", lake_only=True),
    Column("body_sha256", TEXT, "digest of the bytes"),
)

DOCUMENTS = night_table(
    "documents",
    "An article's frozen clean text and metadata; every later fact points into this text.",
    ("document_id",),
    document_id("the article's identifier with the letter d"),
    Column("article_id", TEXT, "the bytes it was made from"),
    Column("publisher_id", TEXT, "the outlet it was fetched from"),
    Column("url", TEXT, "the page's own canonical address, else the article's; no fragment, no tracking parameters"),
    Column("title", TEXT, "headline", nullable=True),
    Column("text", TEXT, "body in Unicode NFC, one paragraph a line; no footer, no widgets"),
    Column("language", TEXT, "ISO 639-1 code, measured on the text"),
    Column("authors", TEXTS, "names in the order of the byline"),
    Column("section", TEXT, "section as the page names it", nullable=True),
    Column("published_at", MOMENT, "first publication", nullable=True),
    Column("published_on", DAY, "the day of published_at in the zone that it was given in", nullable=True),
    Column("published_origin", TEXT, "where published_at was read", nullable=True, values=DATE_ORIGINS),
    Column("published_precision", TEXT, "how exact it is", nullable=True, values=("day", "second")),
    Column("modified_at", MOMENT, "last change the page admits to", nullable=True),
    Column("modified_origin", TEXT, "where modified_at was read", nullable=True, values=DATE_ORIGINS),
    Column("modified_precision", TEXT, "how exact it is", nullable=True, values=("day", "second")),
    Column("wire_credit", TEXT, "agency named in the credit line", nullable=True),
    Column("original_publisher", TEXT, "outlet named in 'The post … appeared first on …'", nullable=True),
    Column("word_count", INT, "words in text, split at white space"),
    Column("flags", TEXTS, FLAGS),
    Column("text_sha256", TEXT, "digest of text in UTF-8"),
    article_id="articles",
)

DUPLICATES = night_table(
    "duplicates",
    "For each document the group of documents with the same or nearly the same text, this night and on those before; "
    "a group of one is its own original.",
    ("document_id",),
    document_id("the document judged"),
    Column("cluster_id", TEXT, "the group"),
    Column("duplicate_of", TEXT, "the group's earliest document; null for that document itself", nullable=True),
    Column("version_of", TEXT, "the outlet's document that it updates, by address or nearly equal text", nullable=True),
    Column("method", TEXT, "how it was found to be of the group", values=("exact", "near")),
    Column("similarity", REAL, "share of five-word runs in common with the nearest of the group, 0 to 1; estimated"),
    document_id="documents",
    duplicate_of="documents",
    version_of="documents",
)

DOCUMENT_PRINTS = night_table(
    "document_prints",
    "What the nights after need to know a document again.",
    ("document_id",),
    document_id("the document"),
    Column("publisher_id", TEXT, "its outlet"),
    Column("url", TEXT, "its address"),
    Column("text_sha256", TEXT, "digest of its text"),
    Column("cluster_id", TEXT, "its group"),
    Column("original_id", TEXT, "its group's earliest document"),
    Column("sketch", pa.binary(), "MinHash of its text, 128 numbers of four bytes; in the lake only", lake_only=True),
    document_id="documents",
    original_id="documents",
)

MENTIONS = night_table(
    "mentions",
    "A span of a document's text that names or refers to something: documents.text[start:end] = surface.",
    ("mention_id",),
    Column("mention_id", TEXT, "digest of document, span and label"),
    document_id(),
    Column("start", INT, "first code point"),
    Column("end", INT, "code point after the last"),
    Column("surface", TEXT, "the words themselves"),
    Column("label", TEXT, LABELS),
    Column("kind", TEXT, "how it refers", values=MENTION_KINDS),
    Column("entity_id", TEXT, "what it refers to", nullable=True),
    Column("chain_id", TEXT, "mentions of one document that refer to the same thing share it", nullable=True),
    Column("score", REAL, "confidence, 0 to 1; not calibrated"),
    Column("extractor", TEXT, "name and version of the extractor, from setting `model`"),
    document_id="documents",
    entity_id="entities",
)

SIGHTINGS = night_table(
    "sightings",
    "An entity as one night's documents showed it; entities is made of these.",
    ("night", "entity_id"),
    Column("entity_id", TEXT, "the entity"),
    Column("name", TEXT, "its fullest name this night"),
    Column("label", TEXT, LABELS),
    Column("aliases", TEXTS, "every surface that named it this night, sorted"),
    Column("role", TEXT, "role as most often worded this night", nullable=True),
    Column("affiliations", TEXTS, "the organisations and states of its roles as worded this night, sorted"),
    Column("states", TEXTS, "ISO 3166 codes of the states in these, sorted"),
    Column("family", TEXT, FAMILY),
    Column("variant", TEXT, VARIANT),
    Column("introduces", TEXTS, "acronyms that stand right behind this name, folded and sorted"),
    Column("wikidata_id", TEXT, "Wikidata id of this name in the file of setting `entities_file`", nullable=True),
    Column("mention_count", INT, "mentions this night"),
    Column("document_count", INT, "documents this night"),
)

ENTITIES = Table(
    "entities",
    "What mentions refer to, over all nights; derived from sightings in the warehouse.",
    ("entity_id",),
    (
        Column("entity_id", TEXT, "digest of label and folded full name"),
        Column("name", TEXT, "the longest name seen"),
        Column("label", TEXT, LABELS),
        Column("aliases", TEXTS, "every surface that named it, sorted"),
        Column("role", TEXT, "role as worded on the latest night that worded one", nullable=True),
        Column("affiliations", TEXTS, "the organisations and states of its roles as worded on any night, sorted"),
        Column("states", TEXTS, "ISO 3166 codes of the states in these, sorted; several may be several people"),
        Column("family", TEXT, FAMILY),
        Column("variant", TEXT, VARIANT),
        Column("introduces", TEXTS, "acronyms that some article puts right behind this name, folded and sorted"),
        Column("wikidata_id", TEXT, "Wikidata id as of the latest night that knew one", nullable=True),
        Column("first_seen", DAY, "first night with a mention"),
        Column("last_seen", DAY, "last night with a mention"),
        Column("mention_count", INT, "mentions over all nights"),
    ),
)

ENTITY_LINKS = Table(
    "entity_links",
    "How one entity stands to another, over all nights; derived from entities in the warehouse.",
    ("entity_id", "relation"),
    (
        Column("entity_id", TEXT, "the entity that points"),
        Column("relation", TEXT, RELATIONS_MEAN, values=RELATIONS),
        Column("target_id", TEXT, "the entity pointed to, which is itself no alias"),
        Column("rule", TEXT, "why: initials, state_name, people_name, spelling, acronym, knowledge_base, gazetteer"),
    ),
    {"entity_id": "entities", "target_id": "entities"},
)

CLAIMS = night_table(
    "claims",
    "One attribution relation: source (who), cue (the saying), content (what). All spans index documents.text.",
    ("claim_id",),
    Column("claim_id", TEXT, "digest of document and spans"),
    document_id("the document it stands in"),
    Column("quote_type", TEXT, "direct: all in quotation marks; indirect: none; mixed: some", values=QUOTE_TYPES),
    Column("source", SPANS, "who said it; empty where nobody is named"),
    Column("source_text", TEXT, "the words of source", nullable=True),
    Column("cue", SPANS, "the words that say it is said; may be empty"),
    Column("cue_text", TEXT, "the words of cue", nullable=True),
    Column("cue_lemma", TEXT, "dictionary form of the cue's verb or phrase", nullable=True),
    Column("content", SPANS, "what is said, one span a piece; never empty"),
    Column("content_text", TEXT, "the words of content, pieces joined by ' … '"),
    Column("fragments", SPANS, "the parts of content inside quotation marks, marks excluded"),
    Column("speaker_entity_id", TEXT, "the entity that source resolves to; null: unresolved", nullable=True),
    Column("speaker", TEXT, "that entity's full name in this article", nullable=True),
    Column("co_speaker_entity_ids", TEXTS, "the entities of further speakers of a joint claim, in their order"),
    Column("co_speakers", TEXTS, "their full names in this article"),
    Column("speaks_for", TEXT, "for whom an office or an unnamed spokesperson speaks: full name", nullable=True),
    Column("source_kind", TEXT, "what the source is; null: not told", nullable=True, values=SOURCE_KINDS),
    Column("unresolved_reason", TEXT, "why there is no speaker; null where there is one", nullable=True),
    Column("evidence", EVIDENCE, "steps from source to speaker, each with its rule and confidence (0 to 1)"),
    Column("role", TEXT, "the speaker's role as worded in this article", nullable=True),
    Column("affiliation", TEXT, "the speaker's organisation or country as worded in this article", nullable=True),
    Column("is_anonymous", FLAG, "whether the article withholds the speaker's name"),
    Column("speech_act", TEXT, "kind of act, by the cue; see acts", nullable=True, values=ACTS),
    Column("is_negated", FLAG, "whether the saying itself is negated; null: not judged", nullable=True),
    Column("is_hedged", FLAG, "whether the saying is hedged; null: not judged", nullable=True),
    Column("is_conditional", FLAG, "whether it would be said under a condition only; null: not judged", nullable=True),
    Column("addressee", TEXT, "to whom, as worded", nullable=True),
    Column("venue", TEXT, "where or in what medium, as worded", nullable=True),
    Column("uttered_on", DAY, "day the words were said; null where no single day is told", nullable=True),
    Column("uttered_text", TEXT, "the words that tell when", nullable=True),
    Column("uttered_precision", TEXT, "how exact they are", nullable=True, values=DAY_PRECISIONS),
    Column("uttered_rule", TEXT, "rule that read them; after `carried:` an earlier claim's", nullable=True),
    Column("uttered_anchor", DAY, "day the rule counted from; null where the words alone give the date", nullable=True),
    Column("content_dates", CONTENT_DATES, "dates inside content, with span and rule; null: not read", nullable=True),
    Column("parent_claim_id", TEXT, "the claim this one is reported within", nullable=True),
    Column("check_worthiness", REAL, "how much it asks to be checked, 0 to 1; null: not scored", nullable=True),
    Column("check_reasons", TEXTS, "the rules that made that score, see docs/check-worthiness.md", nullable=True),
    Column("confidence", REAL, "that this is a claim with these spans and speaker, 0 to 1; not calibrated"),
    Column("extractor", TEXT, "name and version of the extractor, from setting `model`"),
    document_id="documents",
    speaker_entity_id="entities",
    parent_claim_id="claims",
)

CLAIM_MENTIONS = night_table(
    "claim_mentions",
    "The mentions that stand inside a claim's content: what the claim is about.",
    ("claim_id", "mention_id"),
    Column("claim_id", TEXT, "the claim"),
    Column("mention_id", TEXT, "a mention inside its content"),
    claim_id="claims",
    mention_id="mentions",
)

CLAIM_PRINTS = night_table(
    "claim_prints",
    "A claim reduced to what it is compared by. Numbers are 64 bits of digests.",
    ("claim_id",),
    Column("claim_id", TEXT, "the claim"),
    Column("speaker_key", TEXT, "family of the speaker's name; unresolved: the source as worded"),
    Column("wording", LONG, "the content's words in order, case and marks aside; null below four words", nullable=True),
    Column("words", TEXTS, "the content's words without those that reporting changes, each once, sorted"),
    Column("figures", TEXTS, "of these the numbers and denials"),
    Column("shingles", LONGS, "every five words in a row inside its quotation marks"),
    Column("bands", LONGS, "MinHash of words in bands of three"),
    claim_id="claims",
)

ASSERTIONS = night_table(
    "assertions",
    "A sentence that the outlet says in its own voice; never overlaps a claim's content.",
    ("assertion_id",),
    Column("assertion_id", TEXT, "digest of document and span"),
    document_id("the document it stands in"),
    Column("start", INT, "first code point"),
    Column("end", INT, "code point after the last"),
    Column("check_worthiness", REAL, "how much it asks to be checked, 0 to 1"),
    Column("reasons", TEXTS, "the rules that made the score, see docs/check-worthiness.md"),
    document_id="documents",
)

READINGS = night_table(
    "readings",
    "What the extractor found in each document, and why it found no claim where it did not.",
    ("document_id",),
    document_id("the document"),
    Column("extractor", TEXT, "name and version of the extractor, from setting `model`"),
    Column("mentions", INT, "mentions it found"),
    Column("claims", INT, "claims it found"),
    Column("assertions", INT, "statements it found in the outlet's own voice"),
    Column("no_claims_because", TEXT, SILENCES_MEAN, nullable=True, values=SILENCES),
    document_id="documents",
)

CLAIM_CLUSTERS = Table(
    "claim_clusters",
    "The same statement over outlets and nights; derived from claim_prints in the warehouse. A cluster may be of one.",
    ("claim_id",),
    (
        Column("claim_id", TEXT, "the claim"),
        Column("cluster_id", TEXT, "claims that make the same statement share it: its first claim, with the letter s"),
        Column("first_publisher_id", TEXT, "the outlet that published it first"),
        Column("publisher_count", INT, "outlets that carry it"),
        Column("wording_drift", REAL, "share of words not in common with the first wording, 0 to 1"),
    ),
    {"claim_id": "claims"},
)

QUARANTINE = night_table(
    "quarantine",
    "Rows that were refused, each with rule and reason; nothing is dropped without a row here.",
    ("table_name", "row_key", "rule"),
    Column("table_name", TEXT, "the table the row belongs to"),
    Column("row_key", TEXT, "the row's key, parts joined by '/'"),
    Column("rule", TEXT, "the rule it broke"),
    Column("stage", TEXT, "the stage that refused it"),
    Column("severity", TEXT, "how bad it is", values=SEVERITIES),
    Column("reason", TEXT, "what is wrong and what to do"),
    Column("row_json", TEXT, "the row as JSON, long texts shortened"),
)

VALIDATIONS = night_table(
    "validations",
    "What the expectations said of this night: one row a rule.",
    ("night", "table_name", "rule"),
    Column("table_name", TEXT, "the table judged"),
    Column("rule", TEXT, "the expectation's name in its suite"),
    Column("severity", TEXT, "critical stops the night, warning is shown", values=SEVERITIES),
    Column("held", FLAG, "whether the expectation held"),
    Column("reason", TEXT, "why the rule exists"),
    Column("rows", INT, "rows judged"),
    Column("unexpected", INT, "rows that broke a row rule"),
    Column("observed", TEXT, "the value seen, for rules over a whole table", nullable=True),
)

MEASURES = night_table(
    "measures",
    "Figures of a publisher's night; those of the nights before are what a night is compared with.",
    ("night", "publisher_id", "measure", "item"),
    Column("publisher_id", TEXT, "the outlet"),
    Column("measure", TEXT, "what is measured; see expectations"),
    Column("item", TEXT, "the language or the cue of a share in a mix; empty for other measures"),
    Column("value", REAL, "a count, a mean or a share, 0 to 1"),
    Column("of", INT, "how many things it was measured on"),
)

COVERAGE = night_table(
    "coverage",
    "What each publisher gave this night, so that silence is visible.",
    ("night", "publisher_id"),
    Column("publisher_id", TEXT, "the outlet"),
    Column("expected", INT, "addresses listed by its feeds and sitemaps, or files given"),
    Column("fetched", INT, "of these, new or changed"),
    Column("not_modified", INT, "of these, unchanged since the last night"),
    Column("failed", INT, "of these, not to be had"),
    Column("over_limit", INT, "of these, left out by the run's limit"),
    Column("feeds_failed", INT, "feeds and sitemaps that could not be read"),
    Column("documents", INT, "fetched articles that gave a text"),
    Column("truncated", INT, "documents flagged as cut off, behind a wall or shorter than the page claims"),
    Column("quarantined", INT, "articles and documents refused"),
    Column("zero_claim", INT, "documents without a claim"),
    Column("claims", INT, "claims in its documents"),
)

WATERMARKS = night_table(
    "watermarks",
    "What was last seen at each listed address; the next night's conditional requests start from here.",
    ("night", "publisher_id", "url"),
    Column("publisher_id", TEXT, "the outlet"),
    Column("url", TEXT, "the address of a feed, a sitemap or an article"),
    Column("kind", TEXT, "what stands there", values=("feed", "article")),
    Column("outcome", TEXT, "what this night's request gave", values=OUTCOMES),
    Column("detail", TEXT, "what went wrong, in words", nullable=True),
    Column("etag", TEXT, "validator to send next time", nullable=True),
    Column("last_modified", TEXT, "validator to send next time", nullable=True),
    Column("body_sha256", TEXT, "digest of the last body seen", nullable=True),
    Column("listed", TEXTS, "article addresses a feed listed when last read, in order"),
)

RUNS = Table(
    "runs",
    "Which run wrote what, from which inputs, with which versions; one row a stage and shard.",
    ("night", "stage", "shard"),
    (
        NIGHT,
        Column("stage", TEXT, "the stage"),
        Column("shard", TEXT, "the publisher, the shard number or `all`"),
        RUN_ID,
        Column("code_version", TEXT, "version of this project"),
        Column("extractor", TEXT, "name and version of the extractor; null where none read texts", nullable=True),
        Column("rules_version", TEXT, "digest of the suites; null where nothing was judged", nullable=True),
        Column("libraries", TEXT, "versions of the libraries that decide what comes out", nullable=True),
        Column("rows_in", INT, "rows that had to be accounted for"),
        Column("rows_kept", INT, "of these, kept"),
        Column("rows_quarantined", INT, "of these, quarantined"),
        Column("seconds", REAL, "wall time", clock=True),
        Column("sealed_at", MOMENT, "when the manifest was written", clock=True),
    ),
)

OVERRIDES = Table(
    "overrides",
    "Corrections and decisions by people, laid over the rows on every run.",
    ("override_id",),
    (
        Column("override_id", TEXT, "digest of night, row, field and value"),
        Column("about_night", DAY, "the night of the row; null: every night", nullable=True),
        Column("table_name", TEXT, "the table corrected"),
        Column("row_key", TEXT, "the row corrected, parts of its key joined by '/'"),
        Column("field", TEXT, "the column corrected, or refuse, release, drop, merge or split"),
        Column("value", TEXT, "the right value; for release and drop the rule that refused", nullable=True),
        Column("author", TEXT, "who says so"),
        Column("reason", TEXT, "why"),
        Column("made_at", MOMENT, "when", clock=True),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLES, DOCUMENTS, DUPLICATES, DOCUMENT_PRINTS, MENTIONS, SIGHTINGS, ENTITIES, ENTITY_LINKS, CLAIMS,
        CLAIM_MENTIONS, CLAIM_PRINTS, CLAIM_CLUSTERS, ASSERTIONS, READINGS, QUARANTINE, VALIDATIONS, MEASURES, COVERAGE,
        WATERMARKS, RUNS, OVERRIDES,
    )
}  # fmt: skip
