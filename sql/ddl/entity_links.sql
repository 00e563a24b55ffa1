CREATE TABLE IF NOT EXISTS entity_links (
    entity_id VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    target_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL
);
COMMENT ON TABLE entity_links IS 'How one entity stands to another, over all nights; derived from entities in the warehouse. Key: entity_id, relation. Version 1.';
COMMENT ON COLUMN entity_links.entity_id IS 'the entity that points';
COMMENT ON COLUMN entity_links.relation IS 'alias_of: another name of it; demonym_of: its people; metonym_of: a seat that speaks for it';
COMMENT ON COLUMN entity_links.target_id IS 'the entity pointed to, which is itself no alias';
COMMENT ON COLUMN entity_links.rule IS 'why: initials, state_name, people_name, spelling, acronym, knowledge_base, gazetteer';
