-- Members that are compared, as they are compared. Equal prints of one night stand for each other. A print lists each word and each shingle
-- once.
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
    SELECT min(claim_id) AS claim_id, night, part, speaker_key, wording, words, figures, shingles, bands
    FROM members
    WHERE is_compared
    GROUP BY night, part, speaker_key, wording, words, figures, shingles, bands
);
