CREATE TABLE IF NOT EXISTS overrides (
    override_id VARCHAR NOT NULL,
    about_night DATE,
    table_name VARCHAR NOT NULL,
    row_key VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR,
    author VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE overrides IS 'Corrections and decisions by people, laid over the rows on every run. Key: override_id. Version 1.';
COMMENT ON COLUMN overrides.override_id IS 'digest of night, row, field and value';
COMMENT ON COLUMN overrides.about_night IS 'the night of the row; null: every night';
COMMENT ON COLUMN overrides.table_name IS 'the table corrected';
COMMENT ON COLUMN overrides.row_key IS 'the row corrected, parts of its key joined by ''/''';
COMMENT ON COLUMN overrides.field IS 'the column corrected, or refuse, release, drop, merge or split';
COMMENT ON COLUMN overrides.value IS 'the right value; for release and drop the rule that refused';
COMMENT ON COLUMN overrides.author IS 'who says so';
COMMENT ON COLUMN overrides.reason IS 'why';
COMMENT ON COLUMN overrides.made_at IS 'when';
