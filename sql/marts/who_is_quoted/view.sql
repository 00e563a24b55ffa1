CREATE OR REPLACE VIEW who_is_quoted AS
SELECT
    publisher_id,
    role,
    count(*) AS claims,
    count(DISTINCT speaker_entity_id) AS speakers,
    count_if(quote_type = 'direct') AS direct,
    count_if(quote_type = 'mixed') AS mixed,
    count_if(quote_type = 'indirect') AS indirect,
    count_if(is_anonymous) AS anonymous,
    count_if(speaker_entity_id IS NULL) AS unresolved,
    round(100 * anonymous / claims, 1) AS percent_anonymous
FROM who_said_what
WHERE NOT is_copy
GROUP BY publisher_id, role
