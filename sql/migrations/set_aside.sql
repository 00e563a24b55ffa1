ALTER TABLE {table} RENAME TO {table}_of_another_version
