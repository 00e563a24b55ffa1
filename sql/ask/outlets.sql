-- how each outlet quotes
SELECT
    publisher_id,
    sum(claims)::BIGINT AS claims,
    sum(direct)::BIGINT AS direct,
    sum(mixed)::BIGINT AS mixed,
    sum(indirect)::BIGINT AS indirect,
    sum(unresolved)::BIGINT AS unresolved,
    sum(anonymous)::BIGINT AS anonymous,
    round(100 * sum(anonymous) / sum(claims), 1) AS percent_anonymous,
    arg_max(role, claims) FILTER (role IS NOT NULL) AS usual_role
FROM who_is_quoted
GROUP BY publisher_id
ORDER BY publisher_id
