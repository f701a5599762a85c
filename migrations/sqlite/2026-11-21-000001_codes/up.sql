-- One-time codes, what they prove, and how often they were asked for. Identifiers are keyed tokens here, or sealed.

CREATE TABLE challenges (
  id BLOB NOT NULL PRIMARY KEY,
  purpose INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  lookup BLOB NOT NULL,
  identifier_sealed BLOB NOT NULL,
  -- Who adds it to their account. Empty for other purposes: rows of known and unknown people are alike.
  user_id BLOB REFERENCES users (id) ON DELETE CASCADE,
  letter INTEGER NOT NULL,
  code_mac BLOB NOT NULL,
  attempts INTEGER NOT NULL,
  sends INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX challenges_by_lookup ON challenges (lookup, purpose, expires_at);
CREATE INDEX challenges_by_end ON challenges (expires_at);
CREATE INDEX challenges_by_user ON challenges (user_id) WHERE user_id IS NOT NULL;

-- The single-use grant of a correct code.
CREATE TABLE grants (
  hash BLOB NOT NULL PRIMARY KEY,
  challenge_id BLOB NOT NULL,
  purpose INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  lookup BLOB NOT NULL,
  identifier_sealed BLOB NOT NULL,
  user_id BLOB REFERENCES users (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX grants_by_lookup ON grants (lookup);
CREATE INDEX grants_by_end ON grants (expires_at);
CREATE INDEX grants_by_user ON grants (user_id) WHERE user_id IS NOT NULL;

-- Locked before its events are counted, so that two requests at once are counted one after the other.
CREATE TABLE code_budgets (
  lookup BLOB NOT NULL PRIMARY KEY,
  failures_in_a_row INTEGER NOT NULL,
  touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX code_budgets_by_touch ON code_budgets (touched_at);

-- Messages sent and codes missed in the last day.
CREATE TABLE code_events (
  id BLOB NOT NULL PRIMARY KEY,
  lookup BLOB NOT NULL,
  kind INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX code_events_by_lookup ON code_events (lookup, kind, at);
CREATE INDEX code_events_by_time ON code_events (at);

CREATE TABLE registration_invites (
  id BLOB NOT NULL PRIMARY KEY,
  code_hash BLOB NOT NULL,
  uses_left INTEGER NOT NULL,
  made_by BLOB REFERENCES users (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX registration_invites_code ON registration_invites (code_hash);
CREATE INDEX registration_invites_by_end ON registration_invites (expires_at);
CREATE INDEX registration_invites_by_maker ON registration_invites (made_by) WHERE made_by IS NOT NULL;

-- The way back from a changed address or number. The old one stays sealed with its owner's key.
CREATE TABLE identifier_undos (
  hash BLOB NOT NULL PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  channel INTEGER NOT NULL,
  old_sealed BLOB NOT NULL,
  old_lookup BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX identifier_undos_by_user ON identifier_undos (user_id);
CREATE INDEX identifier_undos_by_end ON identifier_undos (expires_at);
