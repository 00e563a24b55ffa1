CREATE OR REPLACE VIEW coverage_and_quality AS
WITH quality AS (
    SELECT
        claims.night,
        documents.publisher_id,
        round(100 * avg((claims.speaker_entity_id IS NOT NULL)::INTEGER), 1) AS percent_resolved,
        round(100 * avg((claims.quote_type <> 'indirect')::INTEGER), 1) AS percent_quoted,
        round(100 * avg(claims.is_anonymous::INTEGER), 1) AS percent_anonymous,
        round(avg(claims.confidence), 3) AS mean_confidence
    FROM claims
    JOIN documents USING (document_id)
    GROUP BY claims.night, documents.publisher_id
)

SELECT
    coverage.* EXCLUDE (run_id),
    quality.* EXCLUDE (night, publisher_id),
    (
        SELECT count(*)
        FROM validations
        WHERE validations.night = coverage.night AND NOT validations.held
    ) AS expectations_broken
FROM coverage
LEFT JOIN quality USING (night, publisher_id)
