-- incoming: the lake's rows of the night; refused: keys of the rows that stand in quarantine
INSERT INTO {table} BY NAME
SELECT incoming.*
FROM incoming
ANTI JOIN refused ON concat_ws('/', {key}) = refused.key_refused
