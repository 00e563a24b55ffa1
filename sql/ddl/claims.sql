CREATE TABLE IF NOT EXISTS claims (
    night DATE NOT NULL,
    claim_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    quote_type VARCHAR NOT NULL,
    source STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    source_text VARCHAR,
    cue STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    cue_text VARCHAR,
    cue_lemma VARCHAR,
    content STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    content_text VARCHAR NOT NULL,
    fragments STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    speaker_entity_id VARCHAR,
    speaker VARCHAR,
    unresolved_reason VARCHAR,
    evidence STRUCT(step VARCHAR, rule VARCHAR, mention_id VARCHAR, surface VARCHAR, confidence DOUBLE)[] NOT NULL,
    role VARCHAR,
    affiliation VARCHAR,
    is_anonymous BOOLEAN NOT NULL,
    speech_act VARCHAR,
    is_negated BOOLEAN,
    is_hedged BOOLEAN,
    addressee VARCHAR,
    venue VARCHAR,
    uttered_on DATE,
    uttered_rule VARCHAR,
    uttered_anchor DATE,
    parent_claim_id VARCHAR,
    check_worthiness DOUBLE,
    check_reasons VARCHAR[],
    confidence DOUBLE NOT NULL,
    extractor VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE claims IS 'One attribution relation: source (who), cue (the saying), content (what). All spans index documents.text. Key: claim_id.';
COMMENT ON COLUMN claims.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN claims.claim_id IS 'digest of document and spans';
COMMENT ON COLUMN claims.document_id IS 'the document it stands in';
COMMENT ON COLUMN claims.quote_type IS 'direct: all in quotation marks; indirect: none; mixed: some';
COMMENT ON COLUMN claims.source IS 'who said it; empty where nobody is named';
COMMENT ON COLUMN claims.source_text IS 'the words of source';
COMMENT ON COLUMN claims.cue IS 'the words that say it is said; may be empty';
COMMENT ON COLUMN claims.cue_text IS 'the words of cue';
COMMENT ON COLUMN claims.cue_lemma IS 'dictionary form of the cue''s verb or phrase';
COMMENT ON COLUMN claims.content IS 'what is said, one span a piece; never empty';
COMMENT ON COLUMN claims.content_text IS 'the words of content, pieces joined by '' … ''';
COMMENT ON COLUMN claims.fragments IS 'the parts of content inside quotation marks, marks excluded';
COMMENT ON COLUMN claims.speaker_entity_id IS 'the entity that source resolves to; null: unresolved';
COMMENT ON COLUMN claims.speaker IS 'that entity''s full name in this article';
COMMENT ON COLUMN claims.unresolved_reason IS 'why there is no speaker; null where there is one';
COMMENT ON COLUMN claims.evidence IS 'steps from source to speaker, each with its rule and confidence (0 to 1)';
COMMENT ON COLUMN claims.role IS 'the speaker''s role as worded in this article';
COMMENT ON COLUMN claims.affiliation IS 'the speaker''s organisation or country as worded in this article';
COMMENT ON COLUMN claims.is_anonymous IS 'whether the article withholds the speaker''s name';
COMMENT ON COLUMN claims.speech_act IS 'kind of act; null: not classified by this extractor';
COMMENT ON COLUMN claims.is_negated IS 'whether the saying itself is negated; null: not judged';
COMMENT ON COLUMN claims.is_hedged IS 'whether the saying is hedged; null: not judged';
COMMENT ON COLUMN claims.addressee IS 'to whom, as worded';
COMMENT ON COLUMN claims.venue IS 'where or in what medium, as worded';
COMMENT ON COLUMN claims.uttered_on IS 'day the words were said';
COMMENT ON COLUMN claims.uttered_rule IS 'rule that gave uttered_on';
COMMENT ON COLUMN claims.uttered_anchor IS 'day the rule counted from';
COMMENT ON COLUMN claims.parent_claim_id IS 'the claim this one is reported within';
COMMENT ON COLUMN claims.check_worthiness IS 'how much it asks to be checked, 0 to 1; null: not scored';
COMMENT ON COLUMN claims.check_reasons IS 'the rules that made that score, see docs/check-worthiness.md';
COMMENT ON COLUMN claims.confidence IS 'that this is a claim with these spans and speaker, 0 to 1; not calibrated';
COMMENT ON COLUMN claims.extractor IS 'name and version of the extractor, from setting `model`';
COMMENT ON COLUMN claims.run_id IS 'the run that wrote the row; see table runs';
