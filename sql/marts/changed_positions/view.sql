CREATE OR REPLACE VIEW changed_positions AS
WITH claimed AS (
    SELECT
        *,
        speech_act IN ('deny', 'reject') AS denies,
        coalesce(is_negated, FALSE)
        <> regexp_matches(content, '(?i)\b(?:not?|never|nor|cannot|without)\b|n[’'']t\b') AS negative
    FROM who_said_what
    WHERE speaker_entity_id IS NOT NULL AND NOT is_copy AND claim_id IN (SELECT claim_id FROM claim_topics)
),

pairs AS (
    SELECT
        claim_id,
        speaker_entity_id,
        topics.entity_id AS topic_entity_id,
        topics.name AS topic,
        denies <> lag(denies) OVER earlier AS by_act,
        negative <> lag(negative) OVER earlier AS by_negation,
        document_id <> lag(document_id) OVER earlier AS elsewhere,
        lag(claim_id) OVER earlier AS before_claim_id
    FROM claimed
    JOIN claim_topics AS topics USING (claim_id)
    WHERE speaker_entity_id <> topics.entity_id
    WINDOW earlier AS (PARTITION BY speaker_entity_id, topics.entity_id ORDER BY said_on, document_id, claim_id)
)

SELECT
    said.speaker,
    pairs.topic,
    earlier.said_on AS before_on,
    earlier.content AS before,
    said.said_on AS after_on,
    said.content AS after,
    if(pairs.by_act, 'speech act', 'negation') AS because,
    len(list_intersect(
        regexp_extract_all(lower(before), '[\pL]{5,}'), regexp_extract_all(lower(after), '[\pL]{5,}')
    )) AS words_shared,
    pairs.before_claim_id,
    said.claim_id AS after_claim_id,
    said.publisher_id,
    pairs.speaker_entity_id,
    pairs.topic_entity_id,
    said.night
FROM pairs
JOIN who_said_what AS said USING (claim_id)
JOIN who_said_what AS earlier ON earlier.claim_id = pairs.before_claim_id
WHERE pairs.elsewhere AND (pairs.by_act OR pairs.by_negation)
