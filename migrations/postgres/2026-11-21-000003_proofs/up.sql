-- How people prove who they are: the proof of a session, and their other proofs.

-- 1 password, 2 one-time code, 3 another provider.
ALTER TABLE sessions ADD COLUMN way INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN authenticated_at BIGINT;

-- Not in force before it was confirmed. last_step: no code is good twice.
CREATE TABLE second_factors (
  user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret_sealed BYTEA NOT NULL,
  last_step BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT
);

CREATE TABLE recovery_codes (
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash BYTEA NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (user_id, hash)
);

-- The first proof was right and the second is awaited.
CREATE TABLE half_sign_ins (
  hash BYTEA NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  way INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX half_sign_ins_by_end ON half_sign_ins (expires_at);

-- A sign-in at a provider that has begun. What its return must show is derived from a secret that only its browser has.
CREATE TABLE oauth_flows (
  state_hash BYTEA NOT NULL PRIMARY KEY,
  browser_hash BYTEA NOT NULL,
  provider TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX oauth_flows_by_end ON oauth_flows (expires_at);

-- Returned with an identity that no account has yet. The address opens with the grant alone.
CREATE TABLE oauth_grants (
  hash BYTEA NOT NULL PRIMARY KEY,
  provider TEXT NOT NULL,
  subject_lookup BYTEA NOT NULL,
  email_sealed BYTEA,
  expires_at BIGINT NOT NULL
);
CREATE INDEX oauth_grants_by_end ON oauth_grants (expires_at);

CREATE TABLE identities (
  subject_lookup BYTEA NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX identities_by_user ON identities (user_id);
