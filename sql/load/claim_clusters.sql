-- joined: what pairs join together, a number for each group. A claim without a pair is a cluster of its own. The first
-- claim of a cluster is the earliest published; one without a date is the last.
DELETE FROM claim_clusters
WHERE claim_id IN (FROM touched_claims UNION ALL SELECT claim_id FROM members);

INSERT INTO claim_clusters BY NAME
WITH told AS (
    SELECT
        claim_id,
        component,
        members.words,
        documents.publisher_id,
        first_value(struct_pack(claim_id, members.words, documents.publisher_id)) OVER (
            PARTITION BY component
            ORDER BY coalesce(documents.published_at, 'infinity'), members.night, claim_id
        ) AS first_told
    FROM joined
    JOIN members USING (claim_id)
    JOIN claims USING (claim_id)
    JOIN documents USING (document_id)
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
    documents.publisher_id AS first_publisher_id,
    1 AS publisher_count,
    0 AS wording_drift
FROM members
ANTI JOIN joined USING (claim_id)
JOIN claims USING (claim_id)
JOIN documents USING (document_id);
