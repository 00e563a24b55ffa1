-- the statements that most outlets carry
SELECT repeated.*, claims.document_id
FROM repeated_statements AS repeated
JOIN claims ON claims.claim_id = repeated.first_claim_id
WHERE $night BETWEEN repeated.first_night AND repeated.last_night AND repeated.outlet_count > 1
ORDER BY repeated.outlet_count DESC, repeated.claims DESC, repeated.cluster_id
LIMIT 10
