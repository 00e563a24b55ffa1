SELECT
    said.*,
    claims.evidence,
    claims.extractor,
    claims.source AS source_spans,
    claims.cue AS cue_spans,
    claims.content AS content_spans,
    proved.sentence_start,
    proved.sentence,
    proved.holds,
    proved.text_sha256
FROM who_said_what AS said
JOIN claims USING (claim_id)
JOIN proof_of_claim AS proved USING (claim_id)
WHERE claim_id = $claim_id
