-- a page of the claims that pass the filters, best match first, then newest; `found` gives the score where words are sought
WITH hits AS MATERIALIZED (
    SELECT claim_id, said_on, {score} AS score
    FROM who_said_what
    {found}
    WHERE {filters}
)

SELECT said.*, (SELECT count(*) FROM hits) AS total
FROM (FROM hits ORDER BY score DESC, said_on DESC, claim_id LIMIT $limit OFFSET $offset) AS page
JOIN who_said_what AS said USING (claim_id)
ORDER BY page.score DESC, page.said_on DESC, claim_id
