CREATE TABLE IF NOT EXISTS watermarks (
    night DATE NOT NULL,
    publisher_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    detail VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    body_sha256 VARCHAR,
    listed VARCHAR[] NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE watermarks IS 'What was last seen at each listed address; the next night''s conditional requests start from here. Key: night, publisher_id, url. Version 1.';
COMMENT ON COLUMN watermarks.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN watermarks.publisher_id IS 'the outlet';
COMMENT ON COLUMN watermarks.url IS 'the address of a feed, a sitemap or an article';
COMMENT ON COLUMN watermarks.kind IS 'what stands there';
COMMENT ON COLUMN watermarks.outcome IS 'what this night''s request gave';
COMMENT ON COLUMN watermarks.detail IS 'what went wrong, in words';
COMMENT ON COLUMN watermarks.etag IS 'validator to send next time';
COMMENT ON COLUMN watermarks.last_modified IS 'validator to send next time';
COMMENT ON COLUMN watermarks.body_sha256 IS 'digest of the last body seen';
COMMENT ON COLUMN watermarks.listed IS 'article addresses a feed listed when last read, in order';
COMMENT ON COLUMN watermarks.run_id IS 'the run that wrote the row; see table runs';
