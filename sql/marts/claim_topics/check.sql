-- a claim is about an entity once, and stands in the ledger
SELECT claim_id, entity_id, count(*) AS times
FROM claim_topics
GROUP BY ALL
HAVING times > 1 OR claim_id NOT IN (SELECT claim_id FROM claims)
