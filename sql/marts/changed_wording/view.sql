CREATE OR REPLACE VIEW changed_wording AS
SELECT
    claim_clusters.cluster_id,
    said.speaker,
    repeated.first_wording,
    said.content AS wording,
    claim_clusters.wording_drift,
    repeated.first_publisher_id,
    said.publisher_id,
    said.published_on,
    repeated.first_claim_id,
    said.claim_id,
    said.night
FROM claim_clusters
JOIN repeated_statements AS repeated USING (cluster_id)
JOIN who_said_what AS said USING (claim_id)
WHERE said.content <> repeated.first_wording
