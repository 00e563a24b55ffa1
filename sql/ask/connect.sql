-- the speakers that a name means, as said_by(…) does
CREATE MACRO memory.main.named(who) AS TABLE
SELECT entity_id
FROM entities
WHERE is_named(entities.name, who) OR is_named(array_to_string(aliases, ' / '), who);
