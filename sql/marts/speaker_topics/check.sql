-- no topic lasts a negative time or comes from nothing
FROM speaker_topics
WHERE first_on > last_on OR claims < 1 OR latest_claim_id IS NULL
