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
LEFT JOIN entities ON entities.entity_id = claims.speaker_entity_id
