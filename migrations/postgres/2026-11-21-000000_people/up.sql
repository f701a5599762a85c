-- What a person may add to an account, and the log of what was done to accounts.

ALTER TABLE users ADD COLUMN phone_sealed BYTEA;
ALTER TABLE users ADD COLUMN phone_lookup BYTEA;
ALTER TABLE users ADD COLUMN phone_verified BOOLEAN NOT NULL DEFAULT FALSE;
-- What a username looks like: two names that can be taken for each other have one shape.
ALTER TABLE users ADD COLUMN username_shape TEXT;
ALTER TABLE users ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN avatar_id UUID;
ALTER TABLE users ADD COLUMN learning_changed_at BIGINT;
ALTER TABLE users ADD COLUMN last_seen_at BIGINT;
ALTER TABLE users ADD COLUMN suspended_at BIGINT;
ALTER TABLE users ADD COLUMN deleted_at BIGINT;
CREATE UNIQUE INDEX users_phone ON users (phone_lookup);
CREATE UNIQUE INDEX users_shape ON users (username_shape);

-- Rows are added and never changed. The chain that proves it is kept beside them.
CREATE TABLE audit_log (
  id UUID NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  act TEXT NOT NULL,
  actor_id UUID,
  user_id UUID,
  target_id UUID,
  address_prefix TEXT,
  detail TEXT
);
CREATE INDEX audit_log_by_user ON audit_log (user_id, id);

CREATE TABLE leases (
  name TEXT NOT NULL PRIMARY KEY,
  holder UUID NOT NULL,
  until BIGINT NOT NULL
);

CREATE FUNCTION audit_log_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$;
CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_final();
