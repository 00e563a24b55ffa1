-- what others say about somebody
SELECT said.* EXCLUDE (entity_id, name, label, side)
FROM entity_record AS said
WHERE entity_id = $entity AND side = 'about' AND NOT is_copy AND speaker_entity_id IS DISTINCT FROM $entity
ORDER BY said_on DESC, claim_id
LIMIT 10
