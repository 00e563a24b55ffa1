-- every row of coverage stands in the view once
SELECT coverage.night, coverage.publisher_id, count(mart.publisher_id) AS times
FROM coverage
LEFT JOIN coverage_and_quality AS mart USING (night, publisher_id)
GROUP BY ALL
HAVING times <> 1
