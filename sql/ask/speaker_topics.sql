FROM speaker_topics WHERE speaker_entity_id = $entity ORDER BY claims DESC, last_on DESC, topic LIMIT 15
