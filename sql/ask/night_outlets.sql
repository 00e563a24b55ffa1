-- how each outlet quoted on a night
SELECT
    publisher_id,
    count(*) AS claims,
    count(*) FILTER (quote_type = 'direct') AS direct,
    count(*) FILTER (quote_type = 'mixed') AS mixed,
    count(*) FILTER (quote_type = 'indirect') AS indirect,
    round(100 * avg(is_anonymous::INTEGER), 1) AS percent_anonymous,
    round(100 * avg((speaker_entity_id IS NOT NULL)::INTEGER), 1) AS percent_resolved
FROM who_said_what
WHERE night = $night AND NOT is_copy
GROUP BY publisher_id
ORDER BY publisher_id
