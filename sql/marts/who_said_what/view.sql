CREATE OR REPLACE VIEW who_said_what AS
SELECT
    coalesce(documents.published_at::DATE, claims.night) AS published_on,
    claims.speaker,
    coalesce(claims.role, entities.role) AS role,
    claims.source_text AS source,
    claims.cue_text AS cue,
    claims.content_text AS content,
    claims.quote_type,
    list_transform(
        claims.fragments,
        lambda fragment: documents.text[fragment."start" + 1 : fragment."end"]
    ) AS verbatim,
    claims.uttered_on,
    claims.confidence,
    claims.check_worthiness,
    claims.affiliation,
    coalesce(plainest.name, entities.name) AS known_as,
    coalesce(plainest.wikidata_id, entities.wikidata_id) AS wikidata_id,
    claim_clusters.cluster_id,
    claim_clusters.publisher_count,
    documents.publisher_id,
    documents.title,
    documents.url,
    duplicates.duplicate_of IS NOT NULL AS is_copy,
    claims.unresolved_reason,
    claims.speaker_entity_id,
    claims.claim_id,
    claims.document_id,
    claims.night
FROM claims
JOIN documents USING (document_id)
LEFT JOIN duplicates USING (document_id)
LEFT JOIN claim_clusters USING (claim_id)
LEFT JOIN entities ON entities.entity_id = claims.speaker_entity_id
LEFT JOIN entity_links ON entity_links.entity_id = entities.entity_id AND entity_links.relation = 'alias_of'
LEFT JOIN entities AS plainest ON plainest.entity_id = entity_links.target_id
