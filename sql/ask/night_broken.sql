FROM validations WHERE night = $night AND NOT held ORDER BY severity, table_name, rule
