-- every article became a document, or stands in quarantine
SELECT articles.article_id, articles.url FROM articles
LEFT JOIN documents USING (night, article_id)
LEFT JOIN (
    SELECT DISTINCT 'a' || row_key[2:] AS article_id FROM quarantine
    WHERE night = $night AND table_name IN ('articles', 'documents')
) AS refused USING (article_id)
WHERE articles.night = $night AND (documents.document_id IS NULL) = (refused.article_id IS NULL)
