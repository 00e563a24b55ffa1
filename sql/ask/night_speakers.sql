-- who spoke most on a night, and through how many outlets
SELECT
    speaker_entity_id,
    any_value(speaker) AS speaker,
    mode(role ORDER BY role) AS role,
    count(*) AS claims,
    count(*) FILTER (quote_type = 'direct') AS direct,
    count(*) FILTER (quote_type = 'mixed') AS mixed,
    count(*) FILTER (quote_type = 'indirect') AS indirect,
    count(DISTINCT publisher_id) AS outlets
FROM who_said_what
WHERE night = $night AND speaker_entity_id IS NOT NULL AND NOT is_copy
GROUP BY speaker_entity_id
ORDER BY claims DESC, speaker, speaker_entity_id
LIMIT 12
