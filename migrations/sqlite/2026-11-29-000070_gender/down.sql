ALTER TABLE users DROP COLUMN gender_sealed;
