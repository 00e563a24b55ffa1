-- Pairs of members that make the same statement, each a function of the two claims alone, so that clusters, which are what
-- pairs join together, do not depend on the order of nights. Equal prints of one night stand for each other. A print
-- lists each word and each shingle once.
CREATE OR REPLACE TEMP TABLE prints AS
SELECT
    row_number() OVER () AS number,
    dense_rank() OVER (ORDER BY speaker_key) AS speaker,
    *,
    len(words) AS length,
    -- a bit a word; words that share a bit are counted beside it
    coalesce(list_bit_or(list_transform(words, lambda word: 1::HUGEINT << (hash(word) % 126)::INTEGER)), 0) AS bits,
    length - bit_count(bits) AS beside
FROM (
    SELECT min(claim_id) AS claim_id, night, speaker_key, wording, words, figures, shingles, bands
    FROM members
    GROUP BY ALL
);

CREATE OR REPLACE TEMP TABLE pairs AS
WITH keyed AS (
    SELECT number, speaker, unnest(shingles || bands) AS key FROM prints
),
met AS (
    SELECT DISTINCT one.number AS one, other.number AS other
    FROM keyed AS one
    JOIN keyed AS other USING (speaker, key)
    WHERE one.number < other.number
),
near AS (
    -- most that met are told apart by their bits: words in common are at most the common bits and the words beside them
    SELECT met.one, met.other
    FROM met
    JOIN prints AS a ON a.number = met.one
    JOIN prints AS b ON b.number = met.other
    WHERE
        abs(a.night - b.night) < $nights
        AND (
            (len(a.shingles) > 0 AND len(b.shingles) > 0)
            OR 1.75 * (bit_count(a.bits & b.bits) + least(a.beside, b.beside)) >= 0.75 * (a.length + b.length)
        )
),
shared AS (
    SELECT
        a.claim_id AS one,
        b.claim_id AS other,
        len(list_intersect(a.words, b.words)) AS words_in_common,
        a.length + b.length - words_in_common AS words_in_all,
        len(list_intersect(a.shingles, b.shingles)) / greatest(1, least(len(a.shingles), len(b.shingles)))
            AS verbatim_in_common,
        a.figures = b.figures AS are_figures_equal
    FROM near
    JOIN prints AS a ON a.number = near.one
    JOIN prints AS b ON b.number = near.other
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
