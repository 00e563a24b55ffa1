-- Links are made of all entities, whole, on every load: a name seen tonight may tell two older ones apart. One pass over
-- entities; no matter in which order the nights came, equal entities give equal links.
DELETE FROM entity_links;

INSERT INTO entity_links BY NAME
WITH families AS (
    -- A family is one entity, unless its names contradict each other: two middle initials, two states, two Wikidata ids.
    SELECT
        family,
        max(wikidata_id) AS wikidata_id,
        count(DISTINCT wikidata_id) <= 1
        AND (
            NOT starts_with(family, 'PERSON:')
            OR (
                count(DISTINCT variant) FILTER (variant <> '') <= 1
                AND count(DISTINCT states) FILTER (len(states) > 0) <= 1
                AND max(len(states)) <= 1
            )
        ) AS is_one
    FROM entities
    GROUP BY family
),
named AS (
    SELECT
        entities.*,
        coalesce(
            entities.wikidata_id,
            if(families.is_one, coalesce(families.wikidata_id, family), entity_id)
        ) AS whole
    FROM entities
    JOIN families USING (family)
),
acronyms AS (
    -- An acronym belongs to the one entity that introduces it; introduced by two, it is nobody's.
    SELECT 'ORG:' || acronym AS whole, any_value(introducer) AS introducer
    FROM (SELECT unnest(introduces) AS acronym, whole AS introducer FROM named)
    WHERE 'ORG:' || acronym <> introducer
    GROUP BY ALL
    HAVING count(DISTINCT introducer) = 1
),
grouped AS (
    SELECT
        named.*,
        acronyms.whole IS NOT NULL AS is_acronym,
        first_value(struct_pack(entity_id, family)) OVER (
            PARTITION BY coalesce(acronyms.introducer, named.whole)
            ORDER BY is_acronym, variant <> '', length(name), entity_id
        ) AS plainest
    FROM named
    LEFT JOIN acronyms USING (whole)
)
SELECT
    entity_id,
    'alias_of' AS relation,
    plainest.entity_id AS target_id,
    CASE
        WHEN is_acronym THEN 'acronym'
        WHEN family <> plainest.family THEN 'knowledge_base'
        WHEN starts_with(family, 'PERSON:') THEN 'initials'
        WHEN starts_with(family, 'state:') THEN 'state_name'
        WHEN starts_with(family, 'people:') THEN 'people_name'
        ELSE 'spelling'
    END AS rule
FROM grouped
WHERE entity_id <> plainest.entity_id
UNION ALL
SELECT
    entities.entity_id,
    if(starts_with(entities.family, 'people:'), 'demonym_of', 'metonym_of') AS relation,
    min(state.plainest.entity_id) AS target_id,
    'gazetteer' AS rule
FROM entities
JOIN grouped AS state ON state.family = 'state:' || split_part(entities.family, ':', 2)
WHERE split_part(entities.family, ':', 1) IN ('people', 'seat')
GROUP BY ALL;
