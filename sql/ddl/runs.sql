CREATE TABLE IF NOT EXISTS runs (
    night DATE NOT NULL,
    stage VARCHAR NOT NULL,
    shard VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    extractor VARCHAR,
    rules_version VARCHAR,
    libraries VARCHAR,
    rows_in INTEGER NOT NULL,
    rows_kept INTEGER NOT NULL,
    rows_quarantined INTEGER NOT NULL,
    seconds DOUBLE NOT NULL,
    sealed_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE runs IS 'Which run wrote what, from which inputs, with which versions; one row a stage and shard. Key: night, stage, shard. Version 1.';
COMMENT ON COLUMN runs.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN runs.stage IS 'the stage';
COMMENT ON COLUMN runs.shard IS 'the publisher, the shard number or `all`';
COMMENT ON COLUMN runs.run_id IS 'the run that wrote the row; see table runs';
COMMENT ON COLUMN runs.code_version IS 'version of this project';
COMMENT ON COLUMN runs.extractor IS 'name and version of the extractor; null where none read texts';
COMMENT ON COLUMN runs.rules_version IS 'digest of the suites; null where nothing was judged';
COMMENT ON COLUMN runs.libraries IS 'versions of the libraries that decide what comes out';
COMMENT ON COLUMN runs.rows_in IS 'rows that had to be accounted for';
COMMENT ON COLUMN runs.rows_kept IS 'of these, kept';
COMMENT ON COLUMN runs.rows_quarantined IS 'of these, quarantined';
COMMENT ON COLUMN runs.seconds IS 'wall time';
COMMENT ON COLUMN runs.sealed_at IS 'when the manifest was written';
