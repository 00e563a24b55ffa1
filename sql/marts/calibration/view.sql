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
        ('encoder', 'gate', 0.617, 25, 48),
        ('encoder', 'gate', 0.774, 38, 48),
        ('encoder', 'gate', 0.852, 42, 48),
        ('encoder', 'gate', 0.911, 46, 48),
        ('encoder', 'gate', 0.945, 46, 48),
        ('encoder', 'gate', 0.967, 47, 48),
        ('encoder', 'gate', 0.977, 48, 48),
        ('encoder', 'gate', 0.984, 47, 48),
        ('encoder', 'gate', 0.989, 47, 48),
        ('encoder', 'gate', 0.993, 48, 48),
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
