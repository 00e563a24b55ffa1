-- run in the copy that is about to be published; needs the fts extension. Every word counts, and so do numbers
PRAGMA create_fts_index(
    '{table}', '{key}', '{first}', '{second}', stopwords = 'none', ignore = '[^\pL\pN]+', overwrite = 1
);
