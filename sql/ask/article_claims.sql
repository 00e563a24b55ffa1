-- the claims of an article in reading order
SELECT claims.*, coalesce(entities.name, claims.speaker) AS name
FROM claims
LEFT JOIN entities ON entities.entity_id = claims.speaker_entity_id
WHERE document_id = $document_id
ORDER BY content[1]."start", content[1]."end", claim_id
