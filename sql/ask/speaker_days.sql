FROM speaker_record WHERE speaker_entity_id = $entity ORDER BY said_on
