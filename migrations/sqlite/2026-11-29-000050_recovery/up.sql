-- What taking an account back needs to know: when an address or number was set, and how far a sign-in had come.

ALTER TABLE users ADD COLUMN email_set_at INTEGER;
ALTER TABLE users ADD COLUMN phone_set_at INTEGER;

-- Wrong codes since the last right one.
ALTER TABLE second_factors ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;

-- The version of the account the first proof was made against: a change in between voids it.
ALTER TABLE half_sign_ins ADD COLUMN security_ver INTEGER NOT NULL DEFAULT 0;

-- A recovery token an administrator made for a person who lost access. It sets a password, once.
CREATE TABLE ways_in (
  hash BLOB NOT NULL PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ways_in_by_user ON ways_in (user_id);
CREATE INDEX ways_in_by_end ON ways_in (expires_at);

-- Sessions and tokens that are over are removed by their end.
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);
CREATE INDEX sessions_by_end ON sessions (expires_at);
