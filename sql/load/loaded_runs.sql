SELECT stage, shard, run_id FROM runs WHERE night = $night
