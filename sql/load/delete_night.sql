DELETE FROM {table} WHERE night = $night
