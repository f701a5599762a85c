-- A person's gender, sealed with a key of their own; never shown to others.
ALTER TABLE users ADD COLUMN gender_sealed BYTEA;
