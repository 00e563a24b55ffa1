-- every claim is proved by its article
SELECT claim_id, content_text, article_says FROM proof_of_claim WHERE holds IS NOT TRUE
