FROM changed_positions WHERE speaker_entity_id = $entity AND words_shared > 0 ORDER BY after_on DESC, words_shared DESC LIMIT 10
