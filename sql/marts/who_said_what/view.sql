CREATE OR REPLACE VIEW who_said_what AS
SELECT
    coalesce(documents.published_on, claims.night) AS published_on,
    coalesce(claims.uttered_on, documents.published_on, claims.night) AS said_on,
    coalesce(entities.name, claims.speaker) AS speaker,
    coalesce(plainest.name, entities.name) AS known_as,
    coalesce(plainest.wikidata_id, entities.wikidata_id) AS wikidata_id,
    coalesce(claims.role, entities.role) AS role,
    claims.source_text AS source,
    claims.cue_text AS cue,
    claims.content_text AS content,
    claims.quote_type,
    list_transform(
        claims.fragments,
        lambda fragment: claims.content_text[
            place_in_content(claims.content, fragment."start") + 1
            : place_in_content(claims.content, fragment."start") + fragment."end" - fragment."start"
        ]
    ) AS verbatim,
    claims.speech_act,
    claims.is_negated,
    claims.is_hedged,
    claims.is_conditional,
    claims.is_anonymous,
    claims.affiliation,
    claims.addressee,
    claims.venue,
    claims.uttered_on,
    claims.uttered_text,
    claims.uttered_precision,
    claims.uttered_rule,
    claims.uttered_anchor,
    claims.check_worthiness,
    claims.confidence,
    claim_clusters.cluster_id,
    claim_clusters.publisher_count,
    documents.publisher_id,
    documents.title,
    documents.section,
    documents.url,
    documents.published_at,
    duplicates.method = 'exact' AND original.document_id IS NOT NULL AS is_copy,
    claims.unresolved_reason,
    claims.speaker_entity_id,
    claims.parent_claim_id,
    claims.claim_id,
    claims.document_id,
    claims.night
FROM claims
JOIN documents USING (document_id)
LEFT JOIN duplicates USING (document_id)
LEFT JOIN documents AS original ON original.document_id = duplicates.duplicate_of
LEFT JOIN claim_clusters USING (claim_id)
LEFT JOIN entities ON entities.entity_id = claims.speaker_entity_id
LEFT JOIN entity_links ON entity_links.entity_id = entities.entity_id AND entity_links.relation = 'alias_of'
LEFT JOIN entities AS plainest ON plainest.entity_id = entity_links.target_id
