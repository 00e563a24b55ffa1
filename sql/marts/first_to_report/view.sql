CREATE OR REPLACE VIEW first_to_report AS
WITH reports AS (
    SELECT
        claim_clusters.cluster_id,
        said.publisher_id,
        min(coalesce(said.published_at, said.night)) AS reported_at,
        arg_min(said.claim_id, (coalesce(said.published_at, said.night), said.claim_id)) AS claim_id
    FROM claim_clusters
    JOIN who_said_what AS said USING (claim_id)
    GROUP BY claim_clusters.cluster_id, said.publisher_id
)
SELECT
    reports.cluster_id,
    said.speaker,
    said.content,
    reports.publisher_id,
    reports.reported_at,
    rank() OVER statement AS place,
    date_diff('minute', min(reports.reported_at) OVER statement, reports.reported_at) AS minutes_behind,
    reports.claim_id,
    said.speaker_entity_id,
    said.night
FROM reports
JOIN who_said_what AS said USING (claim_id)
WINDOW statement AS (PARTITION BY reports.cluster_id ORDER BY reports.reported_at)
