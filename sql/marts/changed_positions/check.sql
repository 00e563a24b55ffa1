-- before comes before after, and they are two claims
FROM changed_positions
WHERE before_on > after_on OR before_claim_id = after_claim_id
