-- every claim is in one cluster, if only in one of its own
SELECT claims.claim_id, count(claim_clusters.claim_id) AS clusters FROM claims
LEFT JOIN claim_clusters USING (claim_id)
WHERE night = $night
GROUP BY ALL
HAVING clusters <> 1
