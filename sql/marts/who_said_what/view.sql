CREATE OR REPLACE VIEW who_said_what AS
SELECT
    coalesce(documents.published_on, claims.night) AS published_on,
    coalesce(claims.uttered_on, documents.published_on, claims.night) AS said_on,
    coalesce(entities.name, claims.speaker) AS speaker,
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
LEFT JOIN entities ON entities.entity_id = claims.speaker_entity_id
