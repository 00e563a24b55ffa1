SELECT * REPLACE (coalesce(published_on, night) AS published_on)
FROM documents
WHERE document_id IN (SELECT unnest($documents))
