-- run in the copy that is about to be published; needs the fts extension. Every word counts, and so do numbers
PRAGMA create_fts_index(
    'claims', 'claim_id', 'content_text', 'speaker', stopwords = 'none', ignore = '[^\pL\pN]+', overwrite = 1
);
PRAGMA create_fts_index(
    'documents', 'document_id', 'title', 'text', stopwords = 'none', ignore = '[^\pL\pN]+', overwrite = 1
);
