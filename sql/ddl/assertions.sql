CREATE TABLE IF NOT EXISTS assertions (
    night DATE NOT NULL,
    assertion_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    check_worthiness DOUBLE NOT NULL,
    reasons VARCHAR[] NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE assertions IS 'A sentence that the outlet says in its own voice; never overlaps a claim''s content. Key: assertion_id. Version 1.';
COMMENT ON COLUMN assertions.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN assertions.assertion_id IS 'digest of document and span';
COMMENT ON COLUMN assertions.document_id IS 'the document it stands in';
COMMENT ON COLUMN assertions."start" IS 'first code point';
COMMENT ON COLUMN assertions."end" IS 'code point after the last';
COMMENT ON COLUMN assertions.check_worthiness IS 'how much it asks to be checked, 0 to 1';
COMMENT ON COLUMN assertions.reasons IS 'the rules that made the score, see docs/check-worthiness.md';
COMMENT ON COLUMN assertions.run_id IS 'the run that wrote the row; see table runs';
