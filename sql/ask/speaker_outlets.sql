FROM outlets_on_speaker WHERE speaker_entity_id = $entity ORDER BY claims DESC, publisher_id
