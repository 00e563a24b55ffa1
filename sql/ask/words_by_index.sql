-- claims and documents that hold every word in any of its forms, each with a score; needs the index that publishing builds
CREATE MACRO memory.main.found_claims(words) AS TABLE
SELECT claim_id, fts_main_claims.match_bm25(claim_id, words, conjunctive := 1) AS score
FROM claims
WHERE score IS NOT NULL;

CREATE MACRO memory.main.found_documents(words) AS TABLE
SELECT document_id, fts_main_documents.match_bm25(document_id, words, conjunctive := 1) AS score
FROM documents
WHERE score IS NOT NULL;
