-- run in the copy that is about to be published: the rows of a mart in place of its view
CREATE TABLE {mart}_kept AS FROM {mart};
DROP VIEW {mart};
ALTER TABLE {mart}_kept RENAME TO {mart};
