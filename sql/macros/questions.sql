-- said_by(who): the claims of the speakers whose name, or another name of theirs, holds these whole words
CREATE OR REPLACE MACRO said_by(who) AS TABLE
FROM who_said_what
WHERE speaker_entity_id IN (
    SELECT entity_id
    FROM entities
    WHERE is_named(entities.name, who) OR is_named(array_to_string(aliases, ' / '), who)
);

-- about(topic): the claims whose content holds these words, or mentions somebody or something of that name
CREATE OR REPLACE MACRO about(topic) AS TABLE
FROM who_said_what
WHERE
    has_words(content, topic)
    OR claim_id IN (
        SELECT claim_id
        FROM claim_topics
        WHERE entity_id IN (SELECT entity_id FROM entities WHERE is_named(entities.name, topic))
    );

-- verbatim(words): the claims that quote these words between quotation marks; verbatim(): those that quote any
CREATE OR REPLACE MACRO verbatim(words := '') AS TABLE
FROM who_said_what
WHERE
    quote_type <> 'indirect'
    AND (words = '' OR (has_words(content, words) AND has_words(array_to_string(verbatim, ' … '), words)));

-- on_night(day): the claims of one night
CREATE OR REPLACE MACRO on_night(day) AS TABLE
FROM who_said_what
WHERE night = day::DATE;

-- during(period): the claims said in a year, month or day: '2026', '2026-03', '2026-03-02'
CREATE OR REPLACE MACRO during(period) AS TABLE
FROM who_said_what
WHERE starts_with(said_on::VARCHAR, period);

-- proof(of): what the article says at the claim's offsets, and the sentence round it with its own offsets; one row
CREATE OR REPLACE MACRO proof(of) AS TABLE
FROM proof_of_claim
WHERE claim_id = of;

-- proof(of): the same as one value, to stand beside other columns: SELECT content, proof(claim_id) FROM …
CREATE OR REPLACE MACRO proof(of) AS (
    SELECT {
        'sentence': proved.sentence,
        'sentence_start': proved.sentence_start,
        'sentence_end': proved.sentence_end,
        'holds': proved.holds,
        'url': proved.url
    }
    FROM proof_of_claim AS proved
    WHERE proved.claim_id = of
);
