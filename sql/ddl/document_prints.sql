CREATE TABLE IF NOT EXISTS document_prints (
    night DATE NOT NULL,
    document_id VARCHAR NOT NULL,
    publisher_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    original_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE document_prints IS 'What the nights after need to know a document again. Key: document_id. Version 1.';
COMMENT ON COLUMN document_prints.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN document_prints.document_id IS 'the document';
COMMENT ON COLUMN document_prints.publisher_id IS 'its outlet';
COMMENT ON COLUMN document_prints.url IS 'its address';
COMMENT ON COLUMN document_prints.text_sha256 IS 'digest of its text';
COMMENT ON COLUMN document_prints.cluster_id IS 'its group';
COMMENT ON COLUMN document_prints.original_id IS 'its group''s earliest document';
COMMENT ON COLUMN document_prints.run_id IS 'the run that wrote the row; see table runs';
