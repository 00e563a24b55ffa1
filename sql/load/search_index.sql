-- run in the copy that is about to be published; needs the fts extension
PRAGMA create_fts_index('claims', 'claim_id', 'content_text', 'speaker', overwrite = 1);
PRAGMA create_fts_index('documents', 'document_id', 'title', 'text', overwrite = 1);
