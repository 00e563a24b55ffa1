-- every claim that is no copy is counted once
SELECT sum(claims) AS counted, (SELECT count(*) FROM who_said_what WHERE NOT is_copy) AS there
FROM who_is_quoted
HAVING coalesce(counted, 0) <> there
