SELECT block_size * free_blocks FROM pragma_database_size() WHERE database_name = 'ledger'
