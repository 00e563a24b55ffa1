-- what a speaker spoke about for the first time, with the latest claim on it
SELECT topics.topic, said.*
FROM speaker_topics AS topics
JOIN who_said_what AS said ON said.claim_id = topics.latest_claim_id
WHERE topics.first_night = $night AND said.night = $night
ORDER BY topics.claims DESC, said.confidence DESC, said.claim_id, topics.topic_entity_id
LIMIT 10
