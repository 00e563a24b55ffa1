-- the rows that the last edition has indexed, as they are now, and in place of the table those that it has not
CREATE OR REPLACE TEMP TABLE carried AS
SELECT docs.docid
FROM last.fts_main_{table}.docs AS docs
JOIN last.{table} AS was ON was.{key} = docs.name
JOIN {table} AS now ON now.{key} = was.{key}
WHERE now.{first} IS NOT DISTINCT FROM was.{first} AND now.{second} IS NOT DISTINCT FROM was.{second};
CREATE OR REPLACE TEMP TABLE left_out AS
SELECT docs.docid FROM last.fts_main_{table}.docs AS docs ANTI JOIN carried USING (docid);

ALTER TABLE {table} RENAME TO {table}_whole;
CREATE TABLE {table} AS
SELECT {key}, {first}, {second}
FROM {table}_whole
ANTI JOIN (SELECT docs.name FROM last.fts_main_{table}.docs AS docs JOIN carried USING (docid)) AS known
    ON known.name = {table}_whole.{key};
