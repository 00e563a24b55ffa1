-- speaker
claims.speaker_entity_id IN (FROM memory.named($speaker))
-- entity
claims.speaker_entity_id = $entity
-- about
claims.claim_id IN (SELECT claim_id FROM about($about))
-- outlet
documents.publisher_id = $outlet
-- since
said_on >= $since
-- until
said_on <= $until
-- quote_type
claims.quote_type = $quote_type
-- act
claims.speech_act = $act
-- confidence
claims.confidence >= $confidence
-- verbatim
claims.quote_type <> 'indirect' AND $verbatim
-- night
claims.night = $night
