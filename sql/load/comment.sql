SELECT comment FROM duckdb_tables() WHERE database_name = 'ledger' AND table_name = $table
