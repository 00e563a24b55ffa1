SELECT table_name, rule, count(*) AS refused, arg_min(reason, row_key) AS for_example
FROM quarantine
WHERE night = $night AND rule <> 'refers_to_refused_row'
GROUP BY table_name, rule
ORDER BY table_name, rule
