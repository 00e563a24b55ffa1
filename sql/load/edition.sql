-- what an edition is made of: the runs of its nights and the views over them
SELECT md5(concat(
    (SELECT string_agg(concat_ws('/', night, stage, shard, run_id), ' ' ORDER BY night, stage, shard) FROM {database}.runs),
    (SELECT string_agg(sql, ' ' ORDER BY view_name) FROM duckdb_views() WHERE database_name = '{database}' AND NOT internal)
))
