-- the same statement in other outlets
SELECT report.*
FROM claim_clusters
JOIN first_to_report AS report USING (cluster_id)
WHERE claim_clusters.claim_id = $claim_id
ORDER BY report.reported_at, report.publisher_id
