ALTER TABLE instance DROP COLUMN chosen;
