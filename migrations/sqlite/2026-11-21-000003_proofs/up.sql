-- How people prove who they are: the proof of a session, and their other proofs.

-- 1 password, 2 one-time code, 3 another provider.
ALTER TABLE sessions ADD COLUMN way INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN authenticated_at INTEGER;

-- Not in force before it was confirmed. last_step: no code is good twice.
CREATE TABLE second_factors (
  user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret_sealed BLOB NOT NULL,
  last_step INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  confirmed_at INTEGER
) STRICT;

CREATE TABLE recovery_codes (
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash BLOB NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, hash)
) STRICT;

-- The first proof was right and the second is awaited.
CREATE TABLE half_sign_ins (
  hash BLOB NOT NULL PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  way INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX half_sign_ins_by_end ON half_sign_ins (expires_at);

-- A sign-in at a provider that has begun. What its return must show is derived from a secret that only its browser has.
CREATE TABLE oauth_flows (
  state_hash BLOB NOT NULL PRIMARY KEY,
  browser_hash BLOB NOT NULL,
  provider TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_flows_by_end ON oauth_flows (expires_at);

-- Returned with an identity that no account has yet. The address opens with the grant alone.
CREATE TABLE oauth_grants (
  hash BLOB NOT NULL PRIMARY KEY,
  provider TEXT NOT NULL,
  subject_lookup BLOB NOT NULL,
  email_sealed BLOB,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_grants_by_end ON oauth_grants (expires_at);

CREATE TABLE identities (
  subject_lookup BLOB NOT NULL PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX identities_by_user ON identities (user_id);
