-- speakers whose names, or a word of them, look like a name that nobody bears; nothing where somebody bears it
WITH spoken AS (
    SELECT speaker_entity_id AS entity_id, count(*) AS claims FROM claims WHERE speaker_entity_id IS NOT NULL GROUP BY ALL
),

compared AS (
    SELECT name, claims, list_append(coalesce(aliases, []), name) AS names, list_max(list_transform(
        names || string_split(array_to_string(names, ' '), ' '),
        lambda word: jaro_winkler_similarity(lower(strip_accents(word)), lower(strip_accents($name)))
    )) AS likeness
    FROM spoken
    JOIN entities USING (entity_id)
)

SELECT name, sum(claims)::BIGINT AS claims
FROM compared
WHERE likeness > 0.85 AND NOT EXISTS (FROM memory.named($name) JOIN spoken USING (entity_id))
GROUP BY name
ORDER BY max(likeness) DESC, claims DESC, name
LIMIT 3
