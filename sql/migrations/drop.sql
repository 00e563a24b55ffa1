DROP TABLE {table}_of_another_version
