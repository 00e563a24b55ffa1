CREATE TABLE IF NOT EXISTS overrides (
    override_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    row_key VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR,
    author VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE overrides IS 'Corrections by analysts, applied again on every run. Key: override_id.';
COMMENT ON COLUMN overrides.override_id IS 'digest of the correction';
COMMENT ON COLUMN overrides.table_name IS 'the table corrected';
COMMENT ON COLUMN overrides.row_key IS 'the row corrected';
COMMENT ON COLUMN overrides.field IS 'the column corrected';
COMMENT ON COLUMN overrides.value IS 'the right value';
COMMENT ON COLUMN overrides.author IS 'who says so';
COMMENT ON COLUMN overrides.reason IS 'why';
COMMENT ON COLUMN overrides.made_at IS 'when';
