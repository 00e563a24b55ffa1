CREATE TABLE IF NOT EXISTS fingerprints (
    night DATE NOT NULL,
    document_id VARCHAR NOT NULL,
    publisher_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    original_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE fingerprints IS 'What the nights after need to know a document again. Key: document_id. Version 1.';
COMMENT ON COLUMN fingerprints.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN fingerprints.document_id IS 'the document';
COMMENT ON COLUMN fingerprints.publisher_id IS 'its outlet';
COMMENT ON COLUMN fingerprints.url IS 'its address without trackers';
COMMENT ON COLUMN fingerprints.text_sha256 IS 'digest of its text';
COMMENT ON COLUMN fingerprints.cluster_id IS 'its group';
COMMENT ON COLUMN fingerprints.original_id IS 'its group''s earliest document';
COMMENT ON COLUMN fingerprints.run_id IS 'the run that wrote the row; see table runs';
