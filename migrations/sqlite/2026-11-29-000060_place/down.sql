ALTER TABLE instance DROP COLUMN place;
