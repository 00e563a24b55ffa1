-- The claims whose clusters may change: tonight's, those they meet within the window, and all that share a cluster with
-- either. Two claims meet where one speaker has one key of both: the whole wording, a verbatim run, a band.
CREATE OR REPLACE TEMP TABLE members AS
WITH keyed AS (
    SELECT claim_id, night, speaker_key, unnest([wording] || shingles || bands) AS key
    FROM claim_prints
    WHERE abs(night - $night) < $nights
),
met AS (
    SELECT keyed.claim_id
    FROM keyed
    SEMI JOIN (FROM keyed WHERE night = $night) AS tonight USING (speaker_key, key)
    WHERE night <> $night
    UNION
    FROM touched_claims
),
clusters AS (
    SELECT cluster_id FROM claim_clusters SEMI JOIN met USING (claim_id)
)
SELECT claim_prints.*
FROM claim_prints
WHERE
    night = $night
    OR claim_id IN (SELECT claim_id FROM claim_clusters SEMI JOIN clusters USING (cluster_id));
