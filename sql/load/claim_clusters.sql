-- joined: what pairs join together, a number for each group. A claim without a pair is a cluster of its own. The first
-- claim of a cluster is the earliest published; one without a date is the last.
DELETE FROM claim_clusters
WHERE claim_id IN (FROM touched_claims UNION ALL SELECT claim_id FROM members);

INSERT INTO claim_clusters BY NAME
WITH nights AS (
    SELECT min(night) AS first, max(night) AS last FROM members
),
published AS (
    -- of the members' nights only, so that the cost does not follow the whole ledger
    SELECT claim_id, publisher_id, published_at
    FROM (FROM claims WHERE night BETWEEN (SELECT first FROM nights) AND (SELECT last FROM nights))
    JOIN (FROM documents WHERE night BETWEEN (SELECT first FROM nights) AND (SELECT last FROM nights))
        USING (document_id)
),
told AS (
    SELECT
        claim_id,
        component,
        words,
        publisher_id,
        first_value(struct_pack(claim_id, words, publisher_id)) OVER (
            PARTITION BY component
            ORDER BY coalesce(published_at, 'infinity'), night, claim_id
        ) AS first_told
    FROM joined
    JOIN members USING (claim_id)
    JOIN published USING (claim_id)
),
compared AS (
    SELECT told.*, len(list_intersect(words, first_told.words)) AS words_in_common FROM told
)
SELECT
    claim_id,
    's-' || split_part(first_told.claim_id, '-', 2) AS cluster_id,
    first_told.publisher_id AS first_publisher_id,
    count(DISTINCT publisher_id) OVER (PARTITION BY component)::INTEGER AS publisher_count,
    if(
        words = first_told.words, 0, 1 - words_in_common / (len(words) + len(first_told.words) - words_in_common)
    ) AS wording_drift
FROM compared
UNION ALL
SELECT
    claim_id,
    's-' || split_part(claim_id, '-', 2) AS cluster_id,
    publisher_id AS first_publisher_id,
    1 AS publisher_count,
    0 AS wording_drift
FROM members
ANTI JOIN joined USING (claim_id)
JOIN published USING (claim_id);
