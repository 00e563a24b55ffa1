-- what a reader can choose from, and which edition this is
SELECT
    (SELECT list(DISTINCT publisher_id ORDER BY publisher_id) FROM documents) AS outlets,
    (SELECT list(DISTINCT speech_act ORDER BY speech_act) FILTER (speech_act IS NOT NULL) FROM claims) AS acts,
    (SELECT max(night) FROM runs) AS night
