-- a page of the claims that pass the filters, best match first, then newest; `found` gives the score where words are sought
WITH hits AS MATERIALIZED (
    SELECT
        claims.claim_id,
        {score} AS score,
        coalesce(claims.uttered_on, documents.published_on, claims.night) AS said_on
    FROM claims
    JOIN documents USING (document_id)
    LEFT JOIN duplicates USING (document_id)
    LEFT JOIN documents AS original ON original.document_id = duplicates.duplicate_of
    {found}
    WHERE {filters}
)

SELECT said.*, (SELECT count(*) FROM hits) AS total
FROM (FROM hits ORDER BY score DESC, said_on DESC, claim_id LIMIT $limit OFFSET $offset) AS page
JOIN who_said_what AS said USING (claim_id)
ORDER BY page.score DESC, page.said_on DESC, claim_id
