-- a changed wording is changed
FROM changed_wording
WHERE wording = first_wording OR claim_id = first_claim_id
