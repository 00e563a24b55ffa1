-- Pairs of prints that make the same statement, one of the parts $one and one of the parts $other: a function of the two
-- claims alone, so that clusters, which are what pairs join together, do not depend on the order of nights.
WITH keyed AS (
    SELECT number, part, speaker, unnest(shingles || bands) AS key FROM prints
),
met AS (
    SELECT DISTINCT one.number AS one, other.number AS other
    FROM (FROM keyed WHERE part IN $one) AS one
    JOIN (FROM keyed WHERE part IN $other) AS other USING (speaker, key)
    WHERE one.number < other.number OR one.part <> other.part
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
WHERE verbatim_in_common >= 0.5 OR (words_in_common >= 0.75 * words_in_all AND are_figures_equal);
