-- every document has a row that tells what the extractor found in it, and why no claim where it found none
WITH said AS (SELECT document_id, count(*) AS claims FROM claims WHERE night = $night GROUP BY ALL)
SELECT documents.document_id, readings.document_id, readings.claims, said.claims, readings.no_claims_because
FROM (FROM documents WHERE night = $night) AS documents
FULL JOIN (FROM readings WHERE night = $night) AS readings USING (document_id)
LEFT JOIN said USING (document_id)
WHERE documents.document_id IS NULL OR readings.document_id IS NULL
   OR said.claims > readings.claims OR (readings.claims = 0) = (readings.no_claims_because IS NULL)
