CREATE TABLE IF NOT EXISTS entities (
    entity_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    role VARCHAR,
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
COMMENT ON COLUMN entities.first_seen IS 'first night with a mention';
COMMENT ON COLUMN entities.last_seen IS 'last night with a mention';
COMMENT ON COLUMN entities.mention_count IS 'mentions over all nights';
