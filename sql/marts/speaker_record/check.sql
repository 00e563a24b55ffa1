-- each claim of a resolved speaker counts once
SELECT sum(claims) AS counted, (
    SELECT count(*) FROM who_said_what WHERE speaker_entity_id IS NOT NULL AND NOT is_copy
) AS there
FROM speaker_record
HAVING coalesce(counted, 0) <> there
