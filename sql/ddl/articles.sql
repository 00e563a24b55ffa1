CREATE TABLE IF NOT EXISTS articles (
    night DATE NOT NULL,
    article_id VARCHAR NOT NULL,
    publisher_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    canonical_url VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    http_status INTEGER,
    content_type VARCHAR NOT NULL,
    charset VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    listed_title VARCHAR,
    listed_at TIMESTAMPTZ,
    body_sha256 VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE articles IS 'What was fetched: one HTTP response or file, byte for byte. Key: article_id. Version 1.';
COMMENT ON COLUMN articles.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN articles.article_id IS 'digest of night, publisher, address and body';
COMMENT ON COLUMN articles.publisher_id IS 'the outlet, as its publisher file names it; `files` for files given by hand';
COMMENT ON COLUMN articles.url IS 'the address asked for; a file''s URI for a file';
COMMENT ON COLUMN articles.canonical_url IS 'the address after redirects, without fragment and tracking parameters';
COMMENT ON COLUMN articles.fetched_at IS 'when the response was complete';
COMMENT ON COLUMN articles.http_status IS 'status code; null for a file';
COMMENT ON COLUMN articles.content_type IS 'media type without parameters, lower case';
COMMENT ON COLUMN articles.charset IS 'character set that the response declared';
COMMENT ON COLUMN articles.etag IS 'validator for the next conditional request';
COMMENT ON COLUMN articles.last_modified IS 'validator for the next conditional request, as sent';
COMMENT ON COLUMN articles.listed_title IS 'title as the feed or sitemap gave it';
COMMENT ON COLUMN articles.listed_at IS 'publication time as the feed or sitemap gave it';
COMMENT ON COLUMN articles.body_sha256 IS 'digest of the bytes';
COMMENT ON COLUMN articles.run_id IS 'the run that wrote the row; see table runs';
