CREATE OR REPLACE VIEW outlets_on_speaker AS
SELECT
    speaker_entity_id,
    any_value(speaker) AS speaker,
    publisher_id,
    count(*) AS claims,
    count(DISTINCT document_id) AS articles,
    count(*) FILTER (quote_type = 'direct') AS direct,
    count(*) FILTER (quote_type = 'mixed') AS mixed,
    count(*) FILTER (quote_type = 'indirect') AS indirect,
    round(100 * avg((quote_type <> 'indirect')::INTEGER), 1) AS percent_quoted,
    mode(cue ORDER BY cue) AS usual_cue,
    min(published_on) AS first_on,
    max(published_on) AS last_on
FROM who_said_what
WHERE speaker_entity_id IS NOT NULL AND NOT is_copy
GROUP BY speaker_entity_id, publisher_id
