CREATE OR REPLACE VIEW proof_of_claim AS
WITH placed AS (
    SELECT
        claims.*,
        documents.text,
        documents.url,
        documents.text_sha256,
        least(content[1]."start", source[1]."start", cue[1]."start") AS first_point,
        greatest(content[-1]."end", source[-1]."end", cue[-1]."end") AS last_point,
        -- a sentence begins with its paragraph, or after a full stop that ends a word of four letters or more
        regexp_extract(
            text[greatest(1, first_point - 1499) : first_point],
            '^(?:(?s:.*)(?:\n|\S{4}[.!?]["”’)\]]*[ \x{a0}]))?([^\n]*)$',
            1
        ) AS lead_in,
        -- and ends with its paragraph or a full stop; the claim's own counts
        CASE
            WHEN regexp_matches(text[greatest(1, last_point - 2) : last_point], '[.!?]["”’)\]]*$') THEN ''
            ELSE rtrim(
                regexp_extract(
                    text[last_point + 1 : last_point + 1500],
                    '^(?:[.!?]["”’)\]]*|[^\n]*?\S{3}[.!?]["”’)\]]*(?:\s|$)|[^\n]*)'
                ),
                concat(' ', chr(10), chr(160))
            )
        END AS lead_out
    FROM claims
    JOIN documents USING (document_id)
)
SELECT
    claim_id,
    speaker,
    content_text,
    array_to_string(
        list_transform(content, lambda piece: text[piece."start" + 1 : piece."end"]), ' … '
    ) AS article_says,
    content_text = article_says AS holds,
    first_point - length(lead_in)::INTEGER AS sentence_start,
    last_point + length(lead_out)::INTEGER AS sentence_end,
    text[sentence_start + 1 : sentence_end] AS sentence,
    text[greatest(1, content[1]."start" - 99) : content[-1]."end" + 100] AS context,
    content,
    url,
    text_sha256
FROM placed
