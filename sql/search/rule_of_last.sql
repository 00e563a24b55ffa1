-- what the last edition's index was made with
SELECT comment FROM duckdb_tables() WHERE database_name = 'last' AND schema_name = $schema AND table_name = 'terms';
