CREATE TABLE IF NOT EXISTS claim_mentions (
    night DATE NOT NULL,
    claim_id VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE claim_mentions IS 'The mentions that stand inside a claim''s content: what the claim is about. Key: claim_id, mention_id. Version 1.';
COMMENT ON COLUMN claim_mentions.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN claim_mentions.claim_id IS 'the claim';
COMMENT ON COLUMN claim_mentions.mention_id IS 'a mention inside its content';
COMMENT ON COLUMN claim_mentions.run_id IS 'the run that wrote the row; see table runs';
