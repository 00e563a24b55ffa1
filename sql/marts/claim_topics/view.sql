CREATE OR REPLACE VIEW claim_topics AS
SELECT DISTINCT claim_mentions.claim_id, topics.entity_id, topics.name, topics.label
FROM claim_mentions
JOIN mentions USING (mention_id)
JOIN entities AS topics USING (entity_id)
