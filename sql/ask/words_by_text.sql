-- claims and documents that hold the words as one phrase; needs no index
CREATE MACRO memory.main.found_claims(words) AS TABLE
SELECT claim_id, 1.0 AS score
FROM claims
WHERE has_words(concat_ws(' ', speaker, content_text), words);

CREATE MACRO memory.main.found_documents(words) AS TABLE
SELECT document_id, 1.0 AS score
FROM documents
WHERE has_words(concat_ws(' ', title, text), words);
