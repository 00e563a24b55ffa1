-- speaker
speaker_entity_id IN (FROM memory.named($speaker))
-- entity
speaker_entity_id = $entity
-- about
claim_id IN (SELECT claim_id FROM about($about))
-- outlet
publisher_id = $outlet
-- since
said_on >= $since
-- until
said_on <= $until
-- quote_type
quote_type = $quote_type
-- act
speech_act = $act
-- confidence
confidence >= $confidence
-- verbatim
quote_type <> 'indirect' AND $verbatim
-- night
night = $night
