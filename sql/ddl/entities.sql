CREATE TABLE IF NOT EXISTS entities (
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
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    mention_count INTEGER NOT NULL
);
COMMENT ON TABLE entities IS 'What mentions refer to, over all nights; derived from sightings in the warehouse. Key: entity_id. Version 1.';
COMMENT ON COLUMN entities.entity_id IS 'digest of label and folded full name';
COMMENT ON COLUMN entities.name IS 'the longest name seen';
COMMENT ON COLUMN entities.label IS 'PERSON, ORG, GPE (a state or city), LOC, NORP (a people, party or faith), FAC, EVENT, LAW, DATE, TIME, MONEY, PERCENT, QUANTITY or OTHER';
COMMENT ON COLUMN entities.aliases IS 'every surface that named it, sorted';
COMMENT ON COLUMN entities.role IS 'role as worded on the latest night that worded one';
COMMENT ON COLUMN entities.affiliations IS 'the organisations and states of its roles as worded on any night, sorted';
COMMENT ON COLUMN entities.states IS 'ISO 3166 codes of the states in these, sorted; several may be several people';
COMMENT ON COLUMN entities.family IS 'names of one family may name one entity, see `pipeline/nlp/identity.py`; a function of label and name';
COMMENT ON COLUMN entities.variant IS 'what the name has beside its family''s plainest name, such as a middle initial; often empty';
COMMENT ON COLUMN entities.introduces IS 'acronyms that some article puts right behind this name, folded and sorted';
COMMENT ON COLUMN entities.wikidata_id IS 'Wikidata id as of the latest night that knew one';
COMMENT ON COLUMN entities.first_seen IS 'first night with a mention';
COMMENT ON COLUMN entities.last_seen IS 'last night with a mention';
COMMENT ON COLUMN entities.mention_count IS 'mentions over all nights';
