-- a share is between 0 and 1, and the bins of a gold set rise
FROM (SELECT *, lag(confidence) OVER (PARTITION BY model, gold ORDER BY confidence) AS before FROM calibration)
WHERE share_right NOT BETWEEN 0 AND 1 OR claims_right > claims OR before >= confidence
