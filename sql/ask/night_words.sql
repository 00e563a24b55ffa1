-- two quotations of each of the speakers who spoke most: the surest, and long enough to say something
SELECT * EXCLUDE (place)
FROM (
    SELECT
        *,
        row_number() OVER (PARTITION BY speaker_entity_id ORDER BY confidence DESC, claim_id) AS place
    FROM who_said_what
    WHERE
        night = $night
        AND list_contains($speakers, speaker_entity_id)
        AND NOT is_copy
        AND quote_type <> 'indirect'
        AND length(content) >= 40
)
WHERE place <= 2
ORDER BY list_position($speakers, speaker_entity_id), place
