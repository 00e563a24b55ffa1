CREATE TABLE IF NOT EXISTS claim_clusters (
    night DATE NOT NULL,
    claim_id VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    first_publisher_id VARCHAR NOT NULL,
    publisher_count INTEGER NOT NULL,
    wording_drift DOUBLE NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE claim_clusters IS 'The same statement over outlets. Key: claim_id. Version 1.';
COMMENT ON COLUMN claim_clusters.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN claim_clusters.claim_id IS 'the claim';
COMMENT ON COLUMN claim_clusters.cluster_id IS 'claims that make the same statement share it';
COMMENT ON COLUMN claim_clusters.first_publisher_id IS 'the outlet that had it first';
COMMENT ON COLUMN claim_clusters.publisher_count IS 'outlets that carry it';
COMMENT ON COLUMN claim_clusters.wording_drift IS 'difference from the first wording, 0 to 1';
COMMENT ON COLUMN claim_clusters.run_id IS 'the run that wrote the row; see table runs';
