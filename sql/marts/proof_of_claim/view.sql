CREATE OR REPLACE VIEW proof_of_claim AS
SELECT
    claims.claim_id,
    claims.speaker,
    claims.content_text,
    array_to_string(
        list_transform(claims.content, lambda piece: documents.text[piece."start" + 1 : piece."end"]), ' … '
    ) AS article_says,
    claims.content_text = article_says AS holds,
    documents.text[greatest(1, claims.content[1]."start" - 99) : claims.content[-1]."end" + 100] AS context,
    claims.content,
    documents.url,
    documents.text_sha256
FROM claims
JOIN documents USING (document_id)
