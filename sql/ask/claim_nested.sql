-- the claim that this one is reported within, and those reported within it
SELECT said.claim_id, said.speaker, said.source, said.cue, said.content, said.claim_id = $parent_claim_id AS is_parent
FROM who_said_what AS said
WHERE said.claim_id = $parent_claim_id OR said.parent_claim_id = $claim_id
ORDER BY is_parent DESC, said.claim_id
