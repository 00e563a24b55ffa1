-- Entities are made of sightings. Only those are made anew that the night had or has: the cost follows the night. An
-- entity is sighted once a night at most; arg_max passes over what is NULL.
DELETE FROM entities WHERE entity_id IN (SELECT entity_id FROM touched);

INSERT INTO entities BY NAME
SELECT
    entity_id,
    arg_min(name, (-length(name), name)) AS name,
    arg_max(label, night) AS label,
    list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
    arg_max(role, night) AS role,
    list_sort(list_distinct(flatten(list(affiliations)))) AS affiliations,
    list_sort(list_distinct(flatten(list(states)))) AS states,
    arg_max(family, night) AS family,
    arg_max(variant, night) AS variant,
    list_sort(list_distinct(flatten(list(introduces)))) AS introduces,
    arg_max(wikidata_id, night) AS wikidata_id,
    min(night) AS first_seen,
    max(night) AS last_seen,
    sum(mention_count)::INTEGER AS mention_count
FROM sightings
WHERE entity_id IN (SELECT entity_id FROM touched)
GROUP BY entity_id;
