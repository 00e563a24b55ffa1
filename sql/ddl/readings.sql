CREATE TABLE IF NOT EXISTS readings (
    night DATE NOT NULL,
    document_id VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    mentions INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    assertions INTEGER NOT NULL,
    no_claims_because VARCHAR,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE readings IS 'What the extractor found in each document, and why it found no claim where it did not. Key: document_id. Version 1.';
COMMENT ON COLUMN readings.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN readings.document_id IS 'the document';
COMMENT ON COLUMN readings.extractor IS 'name and version of the extractor, from setting `model`';
COMMENT ON COLUMN readings.mentions IS 'mentions it found';
COMMENT ON COLUMN readings.claims IS 'claims it found';
COMMENT ON COLUMN readings.assertions IS 'statements it found in the outlet''s own voice';
COMMENT ON COLUMN readings.no_claims_because IS 'why there is no claim; null where there is one; other_language: the text was not read; no_words: it holds none; no_claim_found: it was read to its end';
COMMENT ON COLUMN readings.run_id IS 'the run that wrote the row; see table runs';
