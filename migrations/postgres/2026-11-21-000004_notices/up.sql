-- Notifications, their settings, the proof of the audit log, and exports of accounts.

-- One entry for each cause. A removed one stays as a tombstone for a while, without its content.
CREATE TABLE notifications (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  source_id UUID NOT NULL,
  actor_id UUID,
  about_sealed BYTEA,
  my_rev BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT,
  removed_at BIGINT
);
CREATE UNIQUE INDEX notifications_source ON notifications (source_id, kind, user_id);
CREATE INDEX notifications_by_user ON notifications (user_id, id);
CREATE INDEX notifications_by_rev ON notifications (user_id, my_rev);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL AND removed_at IS NULL;
CREATE INDEX notifications_by_age ON notifications (created_at);

-- Absent: the defaults. Times of day are minutes since midnight.
CREATE TABLE notification_settings (
  user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  push_enabled BOOLEAN NOT NULL,
  push_content BOOLEAN NOT NULL,
  sound BOOLEAN NOT NULL,
  quiet_from INTEGER,
  quiet_to INTEGER,
  time_zone TEXT,
  my_rev BIGINT NOT NULL
);

-- Milliseconds since 1970; the largest number stands for "for ever".
ALTER TABLE member_state ADD COLUMN muted_until BIGINT;

CREATE TABLE push_subscriptions (
  id UUID NOT NULL PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  endpoint_lookup BYTEA NOT NULL,
  target_sealed BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_subscriptions_endpoint ON push_subscriptions (endpoint_lookup);
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user_id);
CREATE INDEX push_subscriptions_by_session ON push_subscriptions (session_id);

-- Link n proves entry n and all before it. No foreign key: a missing entry is for `audit verify` to find.
CREATE TABLE audit_chain (
  no BIGINT NOT NULL PRIMARY KEY,
  audit_id UUID NOT NULL,
  mac BYTEA NOT NULL
);
CREATE UNIQUE INDEX audit_chain_entry ON audit_chain (audit_id);

-- How far the chain goes, so that a cut at its end shows.
CREATE TABLE audit_head (
  id INTEGER NOT NULL PRIMARY KEY,
  no BIGINT NOT NULL,
  mac BYTEA NOT NULL,
  seal BYTEA NOT NULL
);

CREATE INDEX audit_log_by_act ON audit_log (act, id);

CREATE INDEX users_deleted ON users (id) WHERE deleted_at IS NOT NULL;

CREATE TABLE suspensions (
  user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  by_id UUID,
  reason_sealed BYTEA,
  at BIGINT NOT NULL,
  until BIGINT
);
CREATE INDEX suspensions_by_end ON suspensions (until) WHERE until IS NOT NULL;

-- One export for each person. The cursor says where it goes on after a restart.
CREATE TABLE exports (
  user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  state INTEGER NOT NULL,
  section INTEGER NOT NULL,
  cursor_id UUID,
  cursor_seq BIGINT NOT NULL,
  parts BIGINT NOT NULL,
  size BIGINT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT
);

CREATE TABLE export_parts (
  user_id UUID NOT NULL REFERENCES exports (user_id) ON DELETE CASCADE,
  no INTEGER NOT NULL,
  bytes_sealed BYTEA NOT NULL,
  PRIMARY KEY (user_id, no)
);
