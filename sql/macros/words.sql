-- has_words(text, words): whether `text` holds `words` as a phrase, from the start of a word on; neither case nor accents matter
CREATE OR REPLACE MACRO has_words(text, words) AS
    strip_accents(text) ILIKE concat('%', strip_accents(words), '%')  -- three times as fast as the next line, which decides
    AND regexp_matches(strip_accents(text), concat('(?i)(?:^|[^\pL\pN])', regexp_escape(strip_accents(words))));

-- is_named(name, words): whether `words` are whole words of `name`; neither case nor accents matter
CREATE OR REPLACE MACRO is_named(name, words) AS regexp_matches(
    strip_accents(name), concat('(?i)(?:^|[^\pL\pN])', regexp_escape(strip_accents(words)), '(?:$|[^\pL\pN])')
);

-- place_in_content(content, point): where a code point of the article stands in `content_text`, counted from 0
CREATE OR REPLACE MACRO place_in_content(content, point) AS
    point
    - list_filter(content, lambda piece: piece."start" <= point)[-1]."start"
    + coalesce(list_sum(list_transform(
        list_filter(content, lambda piece: piece."end" <= point),
        lambda piece: piece."end" - piece."start" + 3  -- pieces are joined by ' … '
    )), 0)::INTEGER;
