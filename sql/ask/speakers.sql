-- who speaks most, and whoever has that name
WITH counted AS (
    SELECT speaker_entity_id, count(*) AS claims, count(DISTINCT document_id) AS articles, max(night) AS last_night
    FROM claims
    WHERE speaker_entity_id IS NOT NULL AND ($name IS NULL OR speaker_entity_id IN (FROM memory.named($name)))
    GROUP BY speaker_entity_id
)

SELECT counted.*, entities.name, entities.role, entities.label, count(*) OVER () AS total
FROM counted
JOIN entities ON entities.entity_id = counted.speaker_entity_id
ORDER BY counted.claims DESC, entities.name, entities.entity_id
LIMIT $limit OFFSET $offset
