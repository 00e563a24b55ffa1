-- what an edition is made of: the runs of its nights, and the views and macros over them
SELECT md5(concat(
    (SELECT string_agg(concat_ws('/', night, stage, shard, run_id), ' ' ORDER BY night, stage, shard) FROM {database}.runs),
    (
        SELECT macro_definition
        FROM duckdb_functions()
        WHERE database_name = '{database}' AND function_name = 'marts_version'
    )
))
