CREATE OR REPLACE VIEW calibration AS
SELECT
    model,
    gold,
    confidence,
    claims_right,
    claims,
    round(claims_right / claims, 3) AS share_right
FROM (
    VALUES
        ('encoder', 'gate', 0.602, 18, 37),
        ('encoder', 'gate', 0.732, 23, 37),
        ('encoder', 'gate', 0.833, 34, 38),
        ('encoder', 'gate', 0.895, 33, 37),
        ('encoder', 'gate', 0.935, 35, 38),
        ('encoder', 'gate', 0.958, 35, 37),
        ('encoder', 'gate', 0.97, 36, 37),
        ('encoder', 'gate', 0.98, 37, 38),
        ('encoder', 'gate', 0.987, 37, 37),
        ('encoder', 'gate', 0.992, 37, 38),
        ('encoder', 'polnear-dev', 0.467, 67, 206),
        ('encoder', 'polnear-dev', 0.604, 97, 207),
        ('encoder', 'polnear-dev', 0.726, 123, 207),
        ('encoder', 'polnear-dev', 0.821, 147, 207),
        ('encoder', 'polnear-dev', 0.891, 159, 207),
        ('encoder', 'polnear-dev', 0.935, 171, 207),
        ('encoder', 'polnear-dev', 0.962, 188, 207),
        ('encoder', 'polnear-dev', 0.978, 195, 207),
        ('encoder', 'polnear-dev', 0.987, 194, 207),
        ('encoder', 'polnear-dev', 0.993, 199, 207)
) AS measured (model, gold, confidence, claims_right, claims)
WHERE EXISTS (FROM claims WHERE starts_with(claims.extractor, measured.model))
