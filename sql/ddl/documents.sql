CREATE TABLE IF NOT EXISTS documents (
    night DATE NOT NULL,
    document_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    publisher_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR,
    text VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    authors VARCHAR[] NOT NULL,
    section VARCHAR,
    published_at TIMESTAMPTZ,
    published_on DATE,
    published_origin VARCHAR,
    published_precision VARCHAR,
    modified_at TIMESTAMPTZ,
    modified_origin VARCHAR,
    modified_precision VARCHAR,
    wire_credit VARCHAR,
    original_publisher VARCHAR,
    word_count INTEGER NOT NULL,
    flags VARCHAR[] NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE documents IS 'An article''s frozen clean text and metadata; every later fact points into this text. Key: document_id. Version 1.';
COMMENT ON COLUMN documents.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN documents.document_id IS 'the article''s identifier with the letter d';
COMMENT ON COLUMN documents.article_id IS 'the bytes it was made from';
COMMENT ON COLUMN documents.publisher_id IS 'the outlet it was fetched from';
COMMENT ON COLUMN documents.url IS 'the page''s own canonical address, else the article''s; no fragment, no tracking parameters';
COMMENT ON COLUMN documents.title IS 'headline';
COMMENT ON COLUMN documents.text IS 'body in Unicode NFC, one paragraph a line; no footer, no widgets';
COMMENT ON COLUMN documents.language IS 'ISO 639-1 code, measured on the text';
COMMENT ON COLUMN documents.authors IS 'names in the order of the byline';
COMMENT ON COLUMN documents.section IS 'section as the page names it';
COMMENT ON COLUMN documents.published_at IS 'first publication';
COMMENT ON COLUMN documents.published_on IS 'the day of published_at in the zone that it was given in';
COMMENT ON COLUMN documents.published_origin IS 'where published_at was read';
COMMENT ON COLUMN documents.published_precision IS 'how exact it is';
COMMENT ON COLUMN documents.modified_at IS 'last change the page admits to';
COMMENT ON COLUMN documents.modified_origin IS 'where modified_at was read';
COMMENT ON COLUMN documents.modified_precision IS 'how exact it is';
COMMENT ON COLUMN documents.wire_credit IS 'agency named in the credit line';
COMMENT ON COLUMN documents.original_publisher IS 'outlet named in ''The post … appeared first on …''';
COMMENT ON COLUMN documents.word_count IS 'words in text, split at white space';
COMMENT ON COLUMN documents.flags IS 'doubts about the text: unbalanced_quotes, short_text, cut_off, paywalled, lost_text (the page claims more words), restored_paragraphs (dropped at first, put back), extracted_by_second_try';
COMMENT ON COLUMN documents.text_sha256 IS 'digest of text in UTF-8';
COMMENT ON COLUMN documents.run_id IS 'the run that wrote the row; see table runs';
