SELECT changed.*, earlier.document_id AS before_document_id, later.document_id AS after_document_id
FROM changed_positions AS changed
JOIN claims AS earlier ON earlier.claim_id = changed.before_claim_id
JOIN claims AS later ON later.claim_id = changed.after_claim_id
WHERE changed.night = $night AND changed.words_shared > 0
ORDER BY changed.words_shared DESC, changed.after_claim_id, changed.before_claim_id, changed.topic_entity_id
LIMIT 10
