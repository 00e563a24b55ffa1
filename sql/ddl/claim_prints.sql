CREATE TABLE IF NOT EXISTS claim_prints (
    night DATE NOT NULL,
    claim_id VARCHAR NOT NULL,
    speaker_key VARCHAR NOT NULL,
    wording BIGINT,
    words VARCHAR[] NOT NULL,
    figures VARCHAR[] NOT NULL,
    shingles BIGINT[] NOT NULL,
    bands BIGINT[] NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE claim_prints IS 'A claim reduced to what it is compared by. Numbers are 64 bits of digests. Key: claim_id. Version 1.';
COMMENT ON COLUMN claim_prints.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN claim_prints.claim_id IS 'the claim';
COMMENT ON COLUMN claim_prints.speaker_key IS 'family of the speaker''s name; unresolved: the source as worded';
COMMENT ON COLUMN claim_prints.wording IS 'the content''s words in order, case and marks aside; null below four words';
COMMENT ON COLUMN claim_prints.words IS 'the content''s words without those that reporting changes, each once, sorted';
COMMENT ON COLUMN claim_prints.figures IS 'of these the numbers and denials';
COMMENT ON COLUMN claim_prints.shingles IS 'every five words in a row inside its quotation marks';
COMMENT ON COLUMN claim_prints.bands IS 'MinHash of words in bands of three';
COMMENT ON COLUMN claim_prints.run_id IS 'the run that wrote the row; see table runs';
