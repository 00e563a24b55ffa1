-- Entities are made of sightings. Only those are made anew that the night had or has: the cost follows the night.
DELETE FROM entities WHERE entity_id IN (SELECT entity_id FROM touched);

INSERT INTO entities BY NAME
SELECT
    entity_id,
    list(name ORDER BY length(name) DESC, name)[1] AS name,
    list(label ORDER BY night DESC, label)[1] AS label,
    list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
    list(role ORDER BY night DESC, role) FILTER (role IS NOT NULL)[1] AS role,
    list_sort(list_distinct(flatten(list(affiliations)))) AS affiliations,
    list_sort(list_distinct(flatten(list(states)))) AS states,
    list(family ORDER BY night DESC)[1] AS family,
    list(variant ORDER BY night DESC)[1] AS variant,
    list_sort(list_distinct(flatten(list(introduces)))) AS introduces,
    list(wikidata_id ORDER BY night DESC) FILTER (wikidata_id IS NOT NULL)[1] AS wikidata_id,
    min(night) AS first_seen,
    max(night) AS last_seen,
    sum(mention_count)::INTEGER AS mention_count
FROM sightings
WHERE entity_id IN (SELECT entity_id FROM touched)
GROUP BY entity_id;
