CREATE TABLE IF NOT EXISTS quarantine (
    night DATE NOT NULL,
    table_name VARCHAR NOT NULL,
    row_key VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    row_json VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE quarantine IS 'Rows that were refused, each with rule and reason; nothing is dropped without a row here. Key: table_name, row_key, rule. Version 1.';
COMMENT ON COLUMN quarantine.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN quarantine.table_name IS 'the table the row belongs to';
COMMENT ON COLUMN quarantine.row_key IS 'the row''s key, parts joined by ''/''';
COMMENT ON COLUMN quarantine.rule IS 'the rule it broke';
COMMENT ON COLUMN quarantine.stage IS 'the stage that refused it';
COMMENT ON COLUMN quarantine.severity IS 'how bad it is';
COMMENT ON COLUMN quarantine.reason IS 'what is wrong and what to do';
COMMENT ON COLUMN quarantine.row_json IS 'the row as JSON, long texts shortened';
COMMENT ON COLUMN quarantine.run_id IS 'the run that wrote the row; see table runs';
