-- the index of the rows that are new, joined with what the last one says of the others; new rows and words go on counting
DROP TABLE {table};
ALTER TABLE {table}_whole RENAME TO {table};

SET VARIABLE rows_before = (SELECT coalesce(max(docid), -1) + 1 FROM last.fts_main_{table}.docs);
SET VARIABLE words_before = (SELECT coalesce(max(termid), -1) + 1 FROM last.fts_main_{table}.dict);
CREATE OR REPLACE TEMP TABLE words AS
SELECT
    fresh.termid AS fresh_id,
    coalesce(was.termid, getvariable('words_before') + fresh.termid) AS termid,
    fresh.term,
    fresh.df
FROM fts_main_{table}.dict AS fresh
LEFT JOIN last.fts_main_{table}.dict AS was USING (term);

CREATE OR REPLACE TABLE fts_main_{table}.terms AS
SELECT docid, fieldid, termid
FROM last.fts_main_{table}.terms
ANTI JOIN left_out USING (docid)
UNION ALL
SELECT terms.docid + getvariable('rows_before'), terms.fieldid, words.termid
FROM fts_main_{table}.terms AS terms
JOIN words ON words.fresh_id = terms.termid;

CREATE OR REPLACE TABLE fts_main_{table}.dict AS
WITH counted AS (
    SELECT termid, term, df FROM last.fts_main_{table}.dict
    UNION ALL
    SELECT termid, term, df FROM words
    UNION ALL
    SELECT termid, NULL, -count(DISTINCT docid)
    FROM last.fts_main_{table}.terms
    SEMI JOIN left_out USING (docid)
    GROUP BY termid
)
SELECT termid, any_value(term) AS term, sum(df)::BIGINT AS df FROM counted GROUP BY termid HAVING sum(df) > 0;

CREATE OR REPLACE TABLE fts_main_{table}.docs AS
SELECT docid, name, len FROM last.fts_main_{table}.docs SEMI JOIN carried USING (docid)
UNION ALL
SELECT docid + getvariable('rows_before'), name, len FROM fts_main_{table}.docs;

UPDATE fts_main_{table}.stats
SET num_docs = counted.rows, avgdl = counted.length
FROM (SELECT count(*) AS rows, avg(len) AS length FROM fts_main_{table}.docs) AS counted;
