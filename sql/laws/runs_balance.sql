-- rows in = rows kept + rows quarantined, in every run
SELECT stage, shard, rows_in, rows_kept, rows_quarantined FROM runs
WHERE night = $night AND rows_in <> rows_kept + rows_quarantined
