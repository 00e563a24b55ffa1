-- run before and after a night is replaced, so that clusters lose the claims it had and take those it has
INSERT INTO touched_claims SELECT claim_id FROM claim_prints WHERE night = $night
