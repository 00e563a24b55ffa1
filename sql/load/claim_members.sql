-- The claims whose clusters may change: tonight's, those they meet within the window, and all that share a cluster with
-- either. Two claims meet where one speaker has one key of both: the whole wording, a verbatim run, a band. Speakers
-- whose hashes are equal bring members that need not be there, and that changes nothing.
CREATE OR REPLACE TEMP TABLE members AS
WITH tonight AS (
    SELECT hash(speaker_key) AS speaker, unnest([wording] || shingles || bands) AS key
    FROM claim_prints
    WHERE night = $night
),
others AS (
    SELECT claim_id, hash(speaker_key) AS speaker, unnest([wording] || shingles || bands) AS key
    FROM claim_prints
    WHERE night <> $night AND abs(night - $night) < $nights
),
met AS (
    SELECT claim_id FROM others SEMI JOIN tonight USING (speaker, key)
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
