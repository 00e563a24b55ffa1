-- Pairs of members that need no comparing. Of claims in the same words each is paired with the last before it: that joins
-- all that the window lets join. Claims of a whole cluster are paired in a row.
SELECT one, other
FROM (
    SELECT
        lag(claim_id) OVER same AS one,
        claim_id AS other,
        night - lag(night) OVER same AS nights_apart
    FROM members
    WHERE wording IS NOT NULL
    WINDOW same AS (PARTITION BY speaker_key, wording ORDER BY night, claim_id)
)
WHERE nights_apart < $nights
UNION ALL
SELECT one, other
FROM (
    SELECT lag(claim_id) OVER (PARTITION BY cluster_id ORDER BY claim_id) AS one, claim_id AS other
    FROM members
    WHERE part = 'whole'
)
WHERE one IS NOT NULL;
