CREATE OR REPLACE VIEW who_is_quoted AS
SELECT
    publisher_id,
    role,
    count(*) AS claims,
    count(DISTINCT speaker_entity_id) AS speakers,
    count(*) FILTER (quote_type = 'direct') AS direct,
    count(*) FILTER (quote_type = 'mixed') AS mixed,
    count(*) FILTER (quote_type = 'indirect') AS indirect,
    count(*) FILTER (is_anonymous) AS anonymous,
    count(*) FILTER (speaker_entity_id IS NULL) AS unresolved,
    round(100 * count(*) FILTER (is_anonymous) / count(*), 1) AS percent_anonymous
FROM who_said_what
WHERE NOT is_copy
GROUP BY publisher_id, role
