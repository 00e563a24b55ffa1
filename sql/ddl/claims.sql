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
    co_speaker_entity_ids VARCHAR[] NOT NULL,
    co_speakers VARCHAR[] NOT NULL,
    speaks_for VARCHAR,
    source_kind VARCHAR,
    unresolved_reason VARCHAR,
    evidence STRUCT(step VARCHAR, rule VARCHAR, mention_id VARCHAR, surface VARCHAR, confidence DOUBLE)[] NOT NULL,
    role VARCHAR,
    affiliation VARCHAR,
    is_anonymous BOOLEAN NOT NULL,
    speech_act VARCHAR,
    is_negated BOOLEAN,
    is_hedged BOOLEAN,
    is_conditional BOOLEAN,
    addressee VARCHAR,
    venue VARCHAR,
    uttered_on DATE,
    uttered_text VARCHAR,
    uttered_precision VARCHAR,
    uttered_rule VARCHAR,
    uttered_anchor DATE,
    content_dates STRUCT("start" INTEGER, "end" INTEGER, first_on DATE, last_on DATE, precision VARCHAR, rule VARCHAR, anchor DATE)[],
    parent_claim_id VARCHAR,
    check_worthiness DOUBLE,
    check_reasons VARCHAR[],
    confidence DOUBLE NOT NULL,
    extractor VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE claims IS 'One attribution relation: source (who), cue (the saying), content (what). All spans index documents.text. Key: claim_id. Version 1.';
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
COMMENT ON COLUMN claims.co_speaker_entity_ids IS 'the entities of further speakers of a joint claim, in their order';
COMMENT ON COLUMN claims.co_speakers IS 'their full names in this article';
COMMENT ON COLUMN claims.speaks_for IS 'for whom an office or an unnamed spokesperson speaks: full name';
COMMENT ON COLUMN claims.source_kind IS 'what the source is; null: not told';
COMMENT ON COLUMN claims.unresolved_reason IS 'why there is no speaker; null where there is one';
COMMENT ON COLUMN claims.evidence IS 'steps from source to speaker, each with its rule and confidence (0 to 1)';
COMMENT ON COLUMN claims.role IS 'the speaker''s role as worded in this article';
COMMENT ON COLUMN claims.affiliation IS 'the speaker''s organisation or country as worded in this article';
COMMENT ON COLUMN claims.is_anonymous IS 'whether the article withholds the speaker''s name';
COMMENT ON COLUMN claims.speech_act IS 'kind of act, by the cue; see acts';
COMMENT ON COLUMN claims.is_negated IS 'whether the saying itself is negated; null: not judged';
COMMENT ON COLUMN claims.is_hedged IS 'whether the saying is hedged; null: not judged';
COMMENT ON COLUMN claims.is_conditional IS 'whether it would be said under a condition only; null: not judged';
COMMENT ON COLUMN claims.addressee IS 'to whom, as worded';
COMMENT ON COLUMN claims.venue IS 'where or in what medium, as worded';
COMMENT ON COLUMN claims.uttered_on IS 'day the words were said; null where no single day is told';
COMMENT ON COLUMN claims.uttered_text IS 'the words that tell when';
COMMENT ON COLUMN claims.uttered_precision IS 'how exact they are';
COMMENT ON COLUMN claims.uttered_rule IS 'rule that read them; after `carried:` an earlier claim''s';
COMMENT ON COLUMN claims.uttered_anchor IS 'day the rule counted from; null where the words alone give the date';
COMMENT ON COLUMN claims.content_dates IS 'dates inside content, with span and rule; null: not read';
COMMENT ON COLUMN claims.parent_claim_id IS 'the claim this one is reported within';
COMMENT ON COLUMN claims.check_worthiness IS 'how much it asks to be checked, 0 to 1; null: not scored';
COMMENT ON COLUMN claims.check_reasons IS 'the rules that made that score, see docs/check-worthiness.md';
COMMENT ON COLUMN claims.confidence IS 'that this is a claim with these spans and speaker, 0 to 1; not calibrated';
COMMENT ON COLUMN claims.extractor IS 'name and version of the extractor, from setting `model`';
COMMENT ON COLUMN claims.run_id IS 'the run that wrote the row; see table runs';
