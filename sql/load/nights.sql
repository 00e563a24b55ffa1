SELECT min(night), max(night), count(DISTINCT night) FROM runs
