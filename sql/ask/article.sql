SELECT *, coalesce(utc_day(published_at), night) AS published_on
FROM documents
WHERE document_id = $document_id
