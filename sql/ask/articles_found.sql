SELECT documents.document_id, title, publisher_id, coalesce(published_on, night) AS published_on, word_count, found.score
FROM memory.found_documents($words) AS found
JOIN documents USING (document_id)
ORDER BY found.score DESC, published_on DESC, document_id
LIMIT $limit
