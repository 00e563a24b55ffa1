CREATE OR REPLACE VIEW speaker_record AS
SELECT
    speaker_entity_id,
    any_value(speaker) AS speaker,
    said_on,
    count(*) AS claims,
    count(*) FILTER (quote_type = 'direct') AS direct,
    count(*) FILTER (quote_type = 'mixed') AS mixed,
    count(*) FILTER (quote_type = 'indirect') AS indirect,
    count(DISTINCT document_id) AS articles,
    list(DISTINCT publisher_id ORDER BY publisher_id) AS outlets,
    list(DISTINCT role ORDER BY role) FILTER (role IS NOT NULL) AS roles
FROM who_said_what
WHERE speaker_entity_id IS NOT NULL AND NOT is_copy
GROUP BY speaker_entity_id, said_on
