CREATE OR REPLACE VIEW repeated_statements AS
SELECT
    claim_clusters.cluster_id,
    arg_min(said.speaker, (coalesce(said.published_at, said.night), said.claim_id)) AS speaker,
    arg_min(said.content, (coalesce(said.published_at, said.night), said.claim_id)) AS first_wording,
    arg_min(said.claim_id, (coalesce(said.published_at, said.night), said.claim_id)) AS first_claim_id,
    any_value(claim_clusters.first_publisher_id) AS first_publisher_id,
    list(DISTINCT said.publisher_id ORDER BY said.publisher_id) AS outlets,
    count(DISTINCT said.publisher_id) AS outlet_count,
    count(*) AS claims,
    count(DISTINCT said.content) AS wordings,
    max(claim_clusters.wording_drift) AS wording_drift,
    min(said.night) AS first_night,
    max(said.night) AS last_night
FROM claim_clusters
JOIN who_said_what AS said USING (claim_id)
GROUP BY claim_clusters.cluster_id
HAVING count(*) > 1
