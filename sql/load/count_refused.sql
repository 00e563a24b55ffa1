SELECT count(*)
FROM incoming
SEMI JOIN refused ON concat_ws('/', {key}) = refused.key_refused
