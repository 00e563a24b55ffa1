-- the claims of articles, each article's in reading order
SELECT claims.*, coalesce(entities.name, claims.speaker) AS name
FROM claims
LEFT JOIN entities ON entities.entity_id = claims.speaker_entity_id
WHERE document_id IN (SELECT unnest($documents))
ORDER BY content[1]."start", content[1]."end", claim_id
