CREATE TABLE IF NOT EXISTS validations (
    night DATE NOT NULL,
    table_name VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    held BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL,
    rows INTEGER NOT NULL,
    unexpected INTEGER NOT NULL,
    observed VARCHAR,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE validations IS 'What the expectations said of this night: one row a rule. Key: night, table_name, rule. Version 1.';
COMMENT ON COLUMN validations.night IS 'the partition: the UTC day that was fetched; the 03:00 run fetches the day before';
COMMENT ON COLUMN validations.table_name IS 'the table judged';
COMMENT ON COLUMN validations.rule IS 'the expectation''s name in its suite';
COMMENT ON COLUMN validations.severity IS 'critical stops the night, warning is shown';
COMMENT ON COLUMN validations.held IS 'whether the expectation held';
COMMENT ON COLUMN validations.reason IS 'why the rule exists';
COMMENT ON COLUMN validations.rows IS 'rows judged';
COMMENT ON COLUMN validations.unexpected IS 'rows that broke a row rule';
COMMENT ON COLUMN validations.observed IS 'the value seen, for rules over a whole table';
COMMENT ON COLUMN validations.run_id IS 'the run that wrote the row; see table runs';
