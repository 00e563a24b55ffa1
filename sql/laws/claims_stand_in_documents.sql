-- every claim stands in a document that is there
SELECT claim_id, document_id FROM claims
ANTI JOIN documents USING (night, document_id)
WHERE night = $night
