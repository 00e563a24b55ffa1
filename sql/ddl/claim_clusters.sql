CREATE TABLE IF NOT EXISTS claim_clusters (
    claim_id VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    first_publisher_id VARCHAR NOT NULL,
    publisher_count INTEGER NOT NULL,
    wording_drift DOUBLE NOT NULL
);
COMMENT ON TABLE claim_clusters IS 'The same statement over outlets and nights; derived from claim_prints in the warehouse. A cluster may be of one. Key: claim_id. Version 1.';
COMMENT ON COLUMN claim_clusters.claim_id IS 'the claim';
COMMENT ON COLUMN claim_clusters.cluster_id IS 'claims that make the same statement share it: its first claim, with the letter s';
COMMENT ON COLUMN claim_clusters.first_publisher_id IS 'the outlet that published it first';
COMMENT ON COLUMN claim_clusters.publisher_count IS 'outlets that carry it';
COMMENT ON COLUMN claim_clusters.wording_drift IS 'share of words not in common with the first wording, 0 to 1';
