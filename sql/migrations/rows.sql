SELECT * FROM {table}_of_another_version
