-- Pairs of members that make the same statement, each a function of the two claims alone, so that clusters, which are what
-- pairs join together, do not depend on the order of nights. Equal prints of one night stand for each other. A print
-- lists each word and each shingle once.
CREATE OR REPLACE TEMP TABLE pairs AS
WITH prints AS (
    SELECT min(claim_id) AS claim_id, night, speaker_key, wording, words, figures, shingles, bands
    FROM members
    GROUP BY ALL
),
keyed AS (
    SELECT claim_id, hash(speaker_key) AS speaker, unnest(shingles || bands) AS key FROM prints
),
met AS (
    SELECT DISTINCT one.claim_id AS one, other.claim_id AS other
    FROM keyed AS one
    JOIN keyed AS other USING (speaker, key)
    WHERE one.claim_id < other.claim_id
),
shared AS (
    SELECT
        met.*,
        len(list_intersect(a.words, b.words)) AS words_in_common,
        len(a.words) + len(b.words) - words_in_common AS words_in_all,
        len(list_intersect(a.shingles, b.shingles)) / greatest(1, least(len(a.shingles), len(b.shingles)))
            AS verbatim_in_common,
        a.figures = b.figures AS are_figures_equal
    FROM met
    JOIN prints AS a ON a.claim_id = one
    JOIN prints AS b ON b.claim_id = other
    WHERE a.speaker_key = b.speaker_key AND abs(a.night - b.night) < $nights
)
SELECT one, other
FROM shared
WHERE verbatim_in_common >= 0.5 OR (words_in_common >= 0.75 * words_in_all AND are_figures_equal)
UNION ALL
SELECT one, other
FROM (
    -- of claims in the same words each is paired with the last before it: that joins all that the window lets join
    SELECT
        lag(claim_id) OVER same AS one,
        claim_id AS other,
        night - lag(night) OVER same AS nights_apart
    FROM members
    WHERE wording IS NOT NULL
    WINDOW same AS (PARTITION BY speaker_key, wording ORDER BY night, claim_id)
)
WHERE nights_apart < $nights;
