-- every claim stands in the view exactly once
SELECT claim_id, count(who_said_what.claim_id) AS times
FROM claims
LEFT JOIN who_said_what USING (claim_id)
GROUP BY claim_id
HAVING times <> 1
