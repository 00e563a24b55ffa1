CREATE TABLE IF NOT EXISTS measures (
    night DATE NOT NULL,
    publisher_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    of INTEGER NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE measures IS 'Figures of a publisher''s night; those of the nights before are what a night is compared with. Key: night, publisher_id, measure, item. Version 1.';
COMMENT ON COLUMN measures.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN measures.publisher_id IS 'the outlet';
COMMENT ON COLUMN measures.measure IS 'what is measured; see expectations';
COMMENT ON COLUMN measures.item IS 'the language or the cue of a share in a mix; empty for other measures';
COMMENT ON COLUMN measures.value IS 'a count, a mean or a share, 0 to 1';
COMMENT ON COLUMN measures.of IS 'how many things it was measured on';
COMMENT ON COLUMN measures.run_id IS 'the run that wrote the row; see table runs';
