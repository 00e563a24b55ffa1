-- every statement has a first outlet, and nobody is ahead of it
SELECT cluster_id, min(place) AS first_place, min(minutes_behind) AS least_behind
FROM first_to_report
GROUP BY cluster_id
HAVING first_place <> 1 OR least_behind <> 0
