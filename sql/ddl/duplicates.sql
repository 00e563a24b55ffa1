CREATE TABLE IF NOT EXISTS duplicates (
    night DATE NOT NULL,
    document_id VARCHAR NOT NULL,
    cluster_id VARCHAR NOT NULL,
    duplicate_of VARCHAR,
    version_of VARCHAR,
    method VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE duplicates IS 'For each document the group of documents with the same or nearly the same text, this night and on those before; a group of one is its own original. Key: document_id. Version 1.';
COMMENT ON COLUMN duplicates.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN duplicates.document_id IS 'the document judged';
COMMENT ON COLUMN duplicates.cluster_id IS 'the group';
COMMENT ON COLUMN duplicates.duplicate_of IS 'the group''s earliest document; null for that document itself';
COMMENT ON COLUMN duplicates.version_of IS 'the outlet''s document that it updates, by address or nearly equal text';
COMMENT ON COLUMN duplicates.method IS 'how it was found to be of the group';
COMMENT ON COLUMN duplicates.similarity IS 'share of five-word runs in common with the nearest of the group, 0 to 1; estimated';
COMMENT ON COLUMN duplicates.run_id IS 'the run that wrote the row; see table runs';
