-- small: the ledger to vary; variables copies (of each document) and share (of its claims that are kept)
CREATE TEMP MACRO twisted(words, copy) AS CASE
    WHEN copy % 2 = 0 THEN words
    ELSE translate(words, 'aeiou', ['eioua', 'iouae', 'ouaei', 'uaeio', 'aieuo', 'eauoi', 'oiaue'][copy // 2 % 7 + 1])
END;
CREATE TEMP MACRO moved(spans, shift) AS
    list_transform(spans, lambda span: {'start': span."start" + shift, 'end': span."end" + shift});
CREATE TEMP MACRO named(id, copy) AS concat(id, '-', copy);
CREATE TEMP MACRO entity(id, copy) AS CASE WHEN copy % 2 = 0 THEN id ELSE concat(id, '-', copy // 2 % 7) END;

CREATE TEMP TABLE copies AS
SELECT
    copy,
    concat('Edition ', copy, E'.\n') AS first_line,
    length(first_line) AS shift,
    DATE '2026-01-01' + (copy % 60)::INTEGER AS night
FROM range(getvariable('copies')) AS series (copy);

INSERT INTO documents BY NAME
SELECT documents.* REPLACE (
    copies.night AS night,
    named(document_id, copy) AS document_id,
    named(article_id, copy) AS article_id,
    concat(url, '?copy=', copy) AS url,
    twisted(title, copy) AS title,
    concat(first_line, twisted(text, copy)) AS text,
    published_at + to_days((copies.night - documents.night)::INTEGER) AS published_at,
    published_on + (copies.night - documents.night)::INTEGER AS published_on,
    named(text_sha256, copy) AS text_sha256
)
FROM small.documents
CROSS JOIN copies;

INSERT INTO duplicates BY NAME
SELECT night, document_id, document_id AS cluster_id, 'exact' AS method, 1.0 AS similarity, run_id FROM documents;

INSERT INTO claims BY NAME
SELECT claims.* REPLACE (
    copies.night AS night,
    named(claim_id, copy) AS claim_id,
    named(document_id, copy) AS document_id,
    moved(source, shift) AS source,
    moved(cue, shift) AS cue,
    moved(content, shift) AS content,
    moved(fragments, shift) AS fragments,
    twisted(source_text, copy) AS source_text,
    twisted(cue_text, copy) AS cue_text,
    twisted(content_text, copy) AS content_text,
    entity(speaker_entity_id, copy) AS speaker_entity_id,
    twisted(speaker, copy) AS speaker,
    ['state', 'promise', 'deny', 'accuse'][(hash(claim_id, copy) % 4 + 1)::INTEGER] AS speech_act,
    hash(copy, claim_id) % 20 = 0 AS is_negated,
    copies.night - (hash(claim_id) % 3)::INTEGER AS uttered_on,
    round(hash(claim_id, 'check') % 100 / 100, 2) AS check_worthiness
)
FROM small.claims
CROSS JOIN copies
WHERE hash(claim_id, copy) % 10000 < 10000.0::DOUBLE * getvariable('share')::DOUBLE;

INSERT INTO mentions BY NAME
SELECT mentions.* REPLACE (
    copies.night AS night,
    named(mention_id, copy) AS mention_id,
    named(document_id, copy) AS document_id,
    "start" + shift AS "start",
    "end" + shift AS "end",
    twisted(surface, copy) AS surface,
    entity(entity_id, copy) AS entity_id
)
FROM small.mentions
CROSS JOIN copies;

INSERT INTO claim_mentions BY NAME
SELECT claim_mentions.* REPLACE (
    copies.night AS night, named(claim_id, copy) AS claim_id, named(mention_id, copy) AS mention_id
)
FROM small.claim_mentions
CROSS JOIN copies
SEMI JOIN claims ON claims.claim_id = named(claim_mentions.claim_id, copy);

INSERT INTO entities BY NAME
SELECT DISTINCT ON (entity_id) entities.* REPLACE (
    entity(entity_id, copy) AS entity_id,
    twisted(name, copy) AS name,
    list_transform(aliases, lambda alias: twisted(alias, copy)) AS aliases,
    twisted(role, copy) AS role
)
FROM small.entities
CROSS JOIN copies;

INSERT INTO claim_clusters BY NAME
SELECT
    claim_id,
    concat('k-', regexp_extract(claim_id, '^c-\w+'), '-', night) AS cluster_id,
    'sentinel' AS first_publisher_id,
    3 AS publisher_count,
    hash(claim_id, 'drift') % 100 / 100 AS wording_drift
FROM claims
WHERE hash(claim_id, 'cluster') % 10 = 0;

INSERT INTO sightings BY NAME
SELECT DISTINCT ON (entity_id, copies.night) sightings.* REPLACE (
    copies.night AS night,
    entity(entity_id, copy) AS entity_id,
    twisted(name, copy) AS name,
    list_transform(aliases, lambda alias: twisted(alias, copy)) AS aliases,
    twisted(role, copy) AS role,
    twisted(family, copy) AS family
)
FROM small.sightings
CROSS JOIN copies;

INSERT INTO claim_prints BY NAME
SELECT claim_prints.* REPLACE (
    copies.night AS night,
    named(claim_id, copy) AS claim_id,
    twisted(speaker_key, copy) AS speaker_key,
    (hash(wording, copy) >> 1)::BIGINT AS wording,
    list_transform(shingles, lambda one: (hash(one, copy) >> 1)::BIGINT) AS shingles,
    list_transform(bands, lambda one: (hash(one, copy) >> 1)::BIGINT) AS bands
)
FROM small.claim_prints
CROSS JOIN copies
SEMI JOIN claims ON claims.claim_id = named(claim_prints.claim_id, copy);

INSERT INTO coverage BY NAME
SELECT coverage.* REPLACE (DATE '2026-01-01' + day::INTEGER AS night)
FROM small.coverage
CROSS JOIN range(60) AS days (day)
WHERE coverage.night = DATE '2026-03-02';
INSERT INTO validations BY NAME FROM small.validations;
INSERT INTO quarantine BY NAME FROM small.quarantine;
INSERT INTO runs BY NAME FROM small.runs;
