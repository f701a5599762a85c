-- What a person may add to an account, and the log of what was done to accounts.

ALTER TABLE users ADD COLUMN phone_sealed BLOB;
ALTER TABLE users ADD COLUMN phone_lookup BLOB;
ALTER TABLE users ADD COLUMN phone_verified INTEGER NOT NULL DEFAULT 0;
-- What a username looks like: two names that can be taken for each other have one shape.
ALTER TABLE users ADD COLUMN username_shape TEXT;
ALTER TABLE users ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN avatar_id BLOB;
ALTER TABLE users ADD COLUMN learning_changed_at INTEGER;
ALTER TABLE users ADD COLUMN last_seen_at INTEGER;
ALTER TABLE users ADD COLUMN suspended_at INTEGER;
ALTER TABLE users ADD COLUMN deleted_at INTEGER;
CREATE UNIQUE INDEX users_phone ON users (phone_lookup);
CREATE UNIQUE INDEX users_shape ON users (username_shape);

-- Rows are added and never changed. The chain that proves it is kept beside them.
CREATE TABLE audit_log (
  id BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  act TEXT NOT NULL,
  actor_id BLOB,
  user_id BLOB,
  target_id BLOB,
  address_prefix TEXT,
  detail TEXT
) STRICT;
CREATE INDEX audit_log_by_user ON audit_log (user_id, id);

CREATE TABLE leases (
  name TEXT NOT NULL PRIMARY KEY,
  holder BLOB NOT NULL,
  until INTEGER NOT NULL
) STRICT;

CREATE TRIGGER audit_log_keeps BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
