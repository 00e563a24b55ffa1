-- what an outlet says in its own voice is nobody's claim
SELECT assertion_id, claim_id FROM assertions
JOIN (
    SELECT claim_id, document_id, unnest(content) AS piece FROM claims WHERE night = $night
) USING (document_id)
WHERE assertions.night = $night AND assertions."start" < piece."end" AND piece."start" < assertions."end"
