SELECT DISTINCT night FROM {table}_of_another_version ORDER BY night
