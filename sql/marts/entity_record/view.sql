CREATE OR REPLACE VIEW entity_record AS
SELECT entities.entity_id, entities.name, entities.label, 'by' AS side, said.*
FROM entities
JOIN who_said_what AS said ON said.speaker_entity_id = entities.entity_id
UNION ALL
SELECT entities.entity_id, entities.name, entities.label, 'about' AS side, said.*
FROM claim_topics
JOIN entities USING (entity_id)
JOIN who_said_what AS said ON said.claim_id = claim_topics.claim_id
