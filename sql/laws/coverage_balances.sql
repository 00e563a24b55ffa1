-- every listed address is accounted for
SELECT publisher_id, expected, fetched, not_modified, failed, over_limit FROM coverage
WHERE night = $night AND expected <> fetched + not_modified + failed + over_limit
