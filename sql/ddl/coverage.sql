CREATE TABLE IF NOT EXISTS coverage (
    night DATE NOT NULL,
    publisher_id VARCHAR NOT NULL,
    expected INTEGER NOT NULL,
    fetched INTEGER NOT NULL,
    not_modified INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    over_limit INTEGER NOT NULL,
    feeds_failed INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    truncated INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    zero_claim INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE coverage IS 'What each publisher gave this night, so that silence is visible. Key: night, publisher_id. Version 1.';
COMMENT ON COLUMN coverage.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN coverage.publisher_id IS 'the outlet';
COMMENT ON COLUMN coverage.expected IS 'addresses listed by its feeds and sitemaps, or files given';
COMMENT ON COLUMN coverage.fetched IS 'of these, new or changed';
COMMENT ON COLUMN coverage.not_modified IS 'of these, unchanged since the last night';
COMMENT ON COLUMN coverage.failed IS 'of these, not to be had';
COMMENT ON COLUMN coverage.over_limit IS 'of these, left out by the run''s limit';
COMMENT ON COLUMN coverage.feeds_failed IS 'feeds and sitemaps that could not be read';
COMMENT ON COLUMN coverage.documents IS 'fetched articles that gave a text';
COMMENT ON COLUMN coverage.truncated IS 'documents flagged as cut off, behind a wall or shorter than the page claims';
COMMENT ON COLUMN coverage.quarantined IS 'articles and documents refused';
COMMENT ON COLUMN coverage.zero_claim IS 'documents without a claim';
COMMENT ON COLUMN coverage.claims IS 'claims in its documents';
COMMENT ON COLUMN coverage.run_id IS 'the run that wrote the row; see table runs';
