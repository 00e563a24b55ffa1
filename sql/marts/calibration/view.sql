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
        ('encoder', 'gate', 0.599, 18, 36),
        ('encoder', 'gate', 0.754, 27, 37),
        ('encoder', 'gate', 0.848, 32, 36),
        ('encoder', 'gate', 0.902, 33, 37),
        ('encoder', 'gate', 0.94, 33, 36),
        ('encoder', 'gate', 0.959, 35, 37),
        ('encoder', 'gate', 0.971, 36, 36),
        ('encoder', 'gate', 0.98, 36, 37),
        ('encoder', 'gate', 0.987, 36, 36),
        ('encoder', 'gate', 0.992, 36, 37),
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
