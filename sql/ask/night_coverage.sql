FROM coverage_and_quality WHERE night = $night ORDER BY publisher_id
