-- People among each other: what each lets others see, friends, requests, blocks, reports, invitations; and the
-- sealed files of the file store.

-- Numbers of audiences: 0 everyone, 1 friends, 2 no one. dm_from: 0 everyone, 1 requests, 2 friends, NULL as the
-- instance says. add_from: 0 everyone, 1 people who share a chat, 2 no one.
CREATE TABLE profiles (
  user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  -- The display name without case and accents, as it is searched.
  folded TEXT NOT NULL,
  my_rev BIGINT NOT NULL,
  online INTEGER NOT NULL DEFAULT 0,
  last_seen INTEGER NOT NULL DEFAULT 0,
  receipts BOOLEAN NOT NULL DEFAULT TRUE,
  typing BOOLEAN NOT NULL DEFAULT TRUE,
  dm_from INTEGER,
  find_by INTEGER NOT NULL DEFAULT 0,
  call_from INTEGER NOT NULL DEFAULT 1,
  add_from INTEGER NOT NULL DEFAULT 0,
  hide_email BOOLEAN NOT NULL DEFAULT TRUE
);

-- Every ending of a username and of a folded display name, cut: a part of a name is the start of one of them.
CREATE TABLE name_parts (
  part TEXT COLLATE "C" NOT NULL,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (part, user_id)
);
CREATE INDEX name_parts_by_user ON name_parts (user_id);

-- Accounts from before this table: their names are taken as they are, until they are changed.
INSERT INTO profiles (user_id, folded, my_rev) SELECT id, lower(display_name), 0 FROM users;
INSERT INTO name_parts (part, user_id)
SELECT DISTINCT substr(name, n, 12), id
FROM (SELECT id, username AS name FROM users UNION ALL SELECT id, lower(display_name) FROM users) AS names
JOIN generate_series(1, 63) AS n ON length(substr(name, n, 12)) >= 2 AND substr(name, n, 1) <> ' ';

-- Two rows for each pair; one that ended stays, so that all devices learn of it.
CREATE TABLE friends (
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  friend_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  active BOOLEAN NOT NULL,
  since BIGINT NOT NULL,
  my_rev BIGINT NOT NULL,
  PRIMARY KEY (user_id, friend_id)
);
CREATE INDEX friends_by_rev ON friends (user_id, my_rev);

-- state: 0 open, 1 accepted, 2 declined (open for its sender), 3 cancelled. quiet: it came by an address, and its
-- sender must not learn that an account here has it.
CREATE TABLE friend_requests (
  id UUID NOT NULL PRIMARY KEY,
  from_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  to_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  low_id UUID NOT NULL,
  high_id UUID NOT NULL,
  state INTEGER NOT NULL,
  quiet BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  declined_at BIGINT,
  from_rev BIGINT NOT NULL,
  to_rev BIGINT NOT NULL
);
-- One live request for each two people, in either direction.
CREATE UNIQUE INDEX friend_requests_live ON friend_requests (low_id, high_id) WHERE state = 0 OR state = 2;
-- Finds it: the index above serves only who names its states in the statement, and ours are bound.
CREATE INDEX friend_requests_pair ON friend_requests (low_id, high_id);
CREATE INDEX friend_requests_from ON friend_requests (from_id, state, id);
CREATE INDEX friend_requests_to ON friend_requests (to_id, state, id);
CREATE INDEX friend_requests_from_rev ON friend_requests (from_id, from_rev);
CREATE INDEX friend_requests_to_rev ON friend_requests (to_id, to_rev);

CREATE TABLE blocks (
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  blocked_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  blocked BOOLEAN NOT NULL,
  since BIGINT NOT NULL,
  my_rev BIGINT NOT NULL,
  PRIMARY KEY (user_id, blocked_id)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked_id, user_id);
CREATE INDEX blocks_by_rev ON blocks (user_id, my_rev);

-- state: 0 open, 1 decided. What was reported is sealed with the instance's key: it outlives both accounts.
CREATE TABLE reports (
  id UUID NOT NULL PRIMARY KEY,
  reporter_id UUID NOT NULL,
  user_id UUID,
  chat_id UUID,
  seq BIGINT,
  reason INTEGER NOT NULL,
  text_sealed BYTEA,
  evidence_sealed BYTEA,
  state INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by UUID,
  decision INTEGER
);
CREATE INDEX reports_by_state ON reports (state, id);

-- To people who may not be here yet. The code is not kept, only its hash.
CREATE TABLE invitations (
  id UUID NOT NULL PRIMARY KEY,
  inviter_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  contact_sealed BYTEA NOT NULL,
  contact_lookup BYTEA NOT NULL,
  code_hash BYTEA NOT NULL,
  request_id UUID,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  used_by UUID
);
CREATE UNIQUE INDEX invitations_code ON invitations (code_hash);
CREATE UNIQUE INDEX invitations_open ON invitations (inviter_id, contact_lookup) WHERE ended_at IS NULL;
CREATE INDEX invitations_by_inviter ON invitations (inviter_id, id);

-- What lies in the file store. A file is born with a time to go, which is taken away when something holds it.
CREATE TABLE files (
  id UUID NOT NULL,
  part INTEGER NOT NULL,
  owner_id UUID NOT NULL,
  kind INTEGER NOT NULL,
  content INTEGER NOT NULL,
  size BIGINT NOT NULL,
  key_sealed BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (id, part)
);
CREATE INDEX files_gone ON files (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX files_by_owner ON files (owner_id);
