-- every speaker is an entity that can be looked up
SELECT claim_id, speaker, speaker_entity_id FROM claims
ANTI JOIN entities ON entities.entity_id = claims.speaker_entity_id
WHERE night = $night AND speaker_entity_id IS NOT NULL
