CREATE TABLE IF NOT EXISTS sightings (
    night DATE NOT NULL,
    entity_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    role VARCHAR,
    affiliations VARCHAR[] NOT NULL,
    states VARCHAR[] NOT NULL,
    family VARCHAR NOT NULL,
    variant VARCHAR NOT NULL,
    introduces VARCHAR[] NOT NULL,
    wikidata_id VARCHAR,
    mention_count INTEGER NOT NULL,
    document_count INTEGER NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE sightings IS 'An entity as one night''s documents showed it; entities is made of these. Key: night, entity_id. Version 1.';
COMMENT ON COLUMN sightings.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN sightings.entity_id IS 'the entity';
COMMENT ON COLUMN sightings.name IS 'its fullest name this night';
COMMENT ON COLUMN sightings.label IS 'PERSON, ORG, GPE (a state or city), LOC, NORP (a people, party or faith), FAC, EVENT, LAW, DATE, TIME, MONEY, PERCENT, QUANTITY or OTHER';
COMMENT ON COLUMN sightings.aliases IS 'every surface that named it this night, sorted';
COMMENT ON COLUMN sightings.role IS 'role as most often worded this night';
COMMENT ON COLUMN sightings.affiliations IS 'the organisations and states of its roles as worded this night, sorted';
COMMENT ON COLUMN sightings.states IS 'ISO 3166 codes of the states in these, sorted';
COMMENT ON COLUMN sightings.family IS 'names of one family may name one entity, see `pipeline/nlp/identity.py`; a function of label and name';
COMMENT ON COLUMN sightings.variant IS 'what the name has beside its family''s plainest name, such as a middle initial; often empty';
COMMENT ON COLUMN sightings.introduces IS 'acronyms that stand right behind this name, folded and sorted';
COMMENT ON COLUMN sightings.wikidata_id IS 'Wikidata id of this name in the file of setting `entities_file`';
COMMENT ON COLUMN sightings.mention_count IS 'mentions this night';
COMMENT ON COLUMN sightings.document_count IS 'documents this night';
COMMENT ON COLUMN sightings.run_id IS 'the run that wrote the row; see table runs';
