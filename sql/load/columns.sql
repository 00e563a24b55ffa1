SELECT column_name, is_nullable
FROM duckdb_columns()
WHERE database_name = 'ledger' AND table_name = $table
ORDER BY column_index
