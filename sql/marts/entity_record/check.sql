-- a claim stands once on each side of an entity
SELECT entity_id, side, claim_id, count(*) AS times
FROM entity_record
GROUP BY ALL
HAVING times > 1
