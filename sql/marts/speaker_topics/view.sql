CREATE OR REPLACE VIEW speaker_topics AS
SELECT
    said.speaker_entity_id,
    any_value(said.speaker) AS speaker,
    topics.entity_id AS topic_entity_id,
    any_value(topics.name) AS topic,
    any_value(topics.label) AS label,
    count(*) AS claims,
    min(said.said_on) AS first_on,
    max(said.said_on) AS last_on,
    min(said.night) AS first_night,
    arg_max(said.claim_id, (said.said_on, said.claim_id)) AS latest_claim_id
FROM who_said_what AS said
JOIN claim_topics AS topics USING (claim_id)
WHERE
    said.speaker_entity_id <> topics.entity_id
    AND NOT said.is_copy
    AND topics.label NOT IN ('DATE', 'TIME', 'MONEY', 'PERCENT', 'QUANTITY')
GROUP BY said.speaker_entity_id, topics.entity_id
