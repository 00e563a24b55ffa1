CREATE TABLE IF NOT EXISTS mentions (
    night DATE NOT NULL,
    mention_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    entity_id VARCHAR,
    chain_id VARCHAR,
    score DOUBLE NOT NULL,
    extractor VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE mentions IS 'A span of a document''s text that names or refers to something: documents.text[start:end] = surface. Key: mention_id. Version 1.';
COMMENT ON COLUMN mentions.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN mentions.mention_id IS 'digest of document, span and label';
COMMENT ON COLUMN mentions.document_id IS 'the document it stands in';
COMMENT ON COLUMN mentions."start" IS 'first code point';
COMMENT ON COLUMN mentions."end" IS 'code point after the last';
COMMENT ON COLUMN mentions.surface IS 'the words themselves';
COMMENT ON COLUMN mentions.label IS 'PERSON, ORG, GPE (a state or city), LOC, NORP (a people, party or faith), FAC, EVENT, LAW, DATE, TIME, MONEY, PERCENT, QUANTITY or OTHER';
COMMENT ON COLUMN mentions.kind IS 'how it refers';
COMMENT ON COLUMN mentions.entity_id IS 'what it refers to';
COMMENT ON COLUMN mentions.chain_id IS 'mentions of one document that refer to the same thing share it';
COMMENT ON COLUMN mentions.score IS 'confidence, 0 to 1; not calibrated';
COMMENT ON COLUMN mentions.extractor IS 'name and version of the extractor, from setting `model`';
COMMENT ON COLUMN mentions.run_id IS 'the run that wrote the row; see table runs';
