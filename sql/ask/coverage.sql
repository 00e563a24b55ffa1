FROM coverage_and_quality ORDER BY night DESC, publisher_id LIMIT $limit
