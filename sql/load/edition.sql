-- what the rows of an edition are made of: equal digests mean equal rows
SELECT md5(concat_ws(' ',
    (SELECT string_agg(concat_ws('/', night, stage, shard, run_id), ' ' ORDER BY night, stage, shard) FROM runs),
    (SELECT string_agg(override_id, ' ' ORDER BY override_id) FROM overrides)
))
