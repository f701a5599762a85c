-- Notifications, their settings, the proof of the audit log, and exports of accounts.

-- One entry for each cause. A removed one stays as a tombstone for a while, without its content.
CREATE TABLE notifications (
  id BLOB NOT NULL PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  source_id BLOB NOT NULL,
  actor_id BLOB,
  about_sealed BLOB,
  my_rev INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  read_at INTEGER,
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notifications_source ON notifications (source_id, kind, user_id);
CREATE INDEX notifications_by_user ON notifications (user_id, id);
CREATE INDEX notifications_by_rev ON notifications (user_id, my_rev);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL AND removed_at IS NULL;
CREATE INDEX notifications_by_age ON notifications (created_at);

-- Absent: the defaults. Times of day are minutes since midnight.
CREATE TABLE notification_settings (
  user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  push_enabled INTEGER NOT NULL,
  push_content INTEGER NOT NULL,
  sound INTEGER NOT NULL,
  quiet_from INTEGER,
  quiet_to INTEGER,
  time_zone TEXT,
  my_rev INTEGER NOT NULL
) STRICT;

-- Milliseconds since 1970; the largest number stands for "for ever".
ALTER TABLE member_state ADD COLUMN muted_until INTEGER;

CREATE TABLE push_subscriptions (
  id BLOB NOT NULL PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  endpoint_lookup BLOB NOT NULL,
  target_sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX push_subscriptions_endpoint ON push_subscriptions (endpoint_lookup);
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user_id);
CREATE INDEX push_subscriptions_by_session ON push_subscriptions (session_id);

-- Link n proves entry n and all before it. No foreign key: a missing entry is for `audit verify` to find.
CREATE TABLE audit_chain (
  no INTEGER NOT NULL PRIMARY KEY,
  audit_id BLOB NOT NULL,
  mac BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_chain_entry ON audit_chain (audit_id);

-- How far the chain goes, so that a cut at its end shows.
CREATE TABLE audit_head (
  id INTEGER NOT NULL PRIMARY KEY,
  no INTEGER NOT NULL,
  mac BLOB NOT NULL,
  seal BLOB NOT NULL
) STRICT;

CREATE INDEX audit_log_by_act ON audit_log (act, id);

CREATE INDEX users_deleted ON users (id) WHERE deleted_at IS NOT NULL;

CREATE TABLE suspensions (
  user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  by_id BLOB,
  reason_sealed BLOB,
  at INTEGER NOT NULL,
  until INTEGER
) STRICT;
CREATE INDEX suspensions_by_end ON suspensions (until) WHERE until IS NOT NULL;

-- One export for each person. The cursor says where it goes on after a restart.
CREATE TABLE exports (
  user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  state INTEGER NOT NULL,
  section INTEGER NOT NULL,
  cursor_id BLOB,
  cursor_seq INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  size INTEGER NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;

CREATE TABLE export_parts (
  user_id BLOB NOT NULL REFERENCES exports (user_id) ON DELETE CASCADE,
  no INTEGER NOT NULL,
  bytes_sealed BLOB NOT NULL,
  PRIMARY KEY (user_id, no)
) STRICT;
