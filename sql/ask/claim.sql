SELECT said.*, claims.evidence, claims.source_text, claims.cue_text, claims.extractor, proved.* EXCLUDE (claim_id, speaker, url)
FROM who_said_what AS said
JOIN claims USING (claim_id)
JOIN proof_of_claim AS proved USING (claim_id)
WHERE claim_id = $claim_id
