ALTER TABLE recovery_codes ADD COLUMN made_at bigint NOT NULL DEFAULT 0;
