-- The claims whose clusters may change: tonight's, those they meet within the window, and all that share a cluster with
-- either. Two claims meet where one speaker has one key of both: the whole wording, a verbatim run, a band. Speakers
-- whose hashes are equal bring members that need not be there, and that changes nothing. A cluster is broken where the
-- night had a claim in it before; the others are whole, and their claims stay together. Only what is met or of a broken
-- cluster needs comparing.
CREATE OR REPLACE TEMP TABLE members AS
WITH tonight AS (
    SELECT claim_id, hash(speaker_key) AS speaker, unnest([wording] || shingles || bands) AS key
    FROM claim_prints
    WHERE night = $night
),
others AS (
    SELECT claim_id, hash(speaker_key) AS speaker, unnest([wording] || shingles || bands) AS key
    FROM claim_prints
    SEMI JOIN (SELECT speaker_key FROM claim_prints WHERE night = $night) AS speaking USING (speaker_key)
    WHERE night <> $night AND abs(night - $night) < $nights
),
met AS (
    SELECT claim_id FROM others SEMI JOIN tonight USING (speaker, key)
    UNION
    SELECT claim_id FROM tonight SEMI JOIN others USING (speaker, key)
),
broken AS (
    SELECT DISTINCT cluster_id FROM claim_clusters SEMI JOIN touched_claims USING (claim_id)
),
clusters AS (
    SELECT cluster_id, 'broken' AS part FROM broken
    UNION ALL
    SELECT DISTINCT cluster_id, 'whole' AS part
    FROM claim_clusters
    SEMI JOIN met USING (claim_id)
    ANTI JOIN broken USING (cluster_id)
)
SELECT found.*, part = 'broken' OR met.claim_id IS NOT NULL AS is_compared
FROM (
    SELECT claim_prints.*, 'tonight' AS part, NULL AS cluster_id
    FROM claim_prints
    WHERE night = $night
    UNION ALL
    SELECT claim_prints.*, part, cluster_id
    FROM claim_prints
    JOIN claim_clusters USING (claim_id)
    JOIN clusters USING (cluster_id)
    WHERE night <> $night
) AS found
LEFT JOIN met USING (claim_id);
