SELECT md5(string_agg(concat_ws('/', night, stage, shard, run_id), ' ' ORDER BY night, stage, shard)) FROM {database}.runs
