-- run before and after a night is replaced, so that entities it had and entities it has are both made anew
INSERT INTO touched SELECT entity_id FROM sightings WHERE night = $night
