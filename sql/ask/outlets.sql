-- how each outlet quotes
SELECT
    publisher_id,
    sum(claims) AS claims,
    sum(direct) AS direct,
    sum(mixed) AS mixed,
    sum(indirect) AS indirect,
    sum(unresolved) AS unresolved,
    sum(anonymous) AS anonymous,
    round(100 * sum(anonymous) / sum(claims), 1) AS percent_anonymous,
    arg_max(role, claims) FILTER (role IS NOT NULL) AS usual_role
FROM who_is_quoted
GROUP BY publisher_id
ORDER BY publisher_id
