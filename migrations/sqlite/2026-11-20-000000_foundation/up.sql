-- What Parlance keeps. Ids are UUIDs, times are milliseconds since 1970, small numbers are enums of the domain.
-- Columns named *_sealed, messages.body and message_revisions.body hold ciphertext only.

CREATE TABLE instance (
  id INTEGER NOT NULL PRIMARY KEY,
  epoch BLOB NOT NULL,
  canary_kid TEXT NOT NULL,
  canary_nonce BLOB NOT NULL,
  canary_wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Data keys of chats and people, wrapped by the key ring. Deleting the row is what makes the data unreadable.
CREATE TABLE data_keys (
  owner_kind INTEGER NOT NULL,
  owner_id BLOB NOT NULL,
  ver INTEGER NOT NULL,
  kid TEXT NOT NULL,
  nonce BLOB NOT NULL,
  wrapped BLOB NOT NULL,
  from_seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (owner_kind, owner_id, ver)
) STRICT;
CREATE INDEX data_keys_by_kid ON data_keys (kid);

CREATE TABLE users (
  id BLOB NOT NULL PRIMARY KEY,
  username TEXT NOT NULL,
  display_name TEXT NOT NULL,
  email_sealed BLOB,
  email_lookup BLOB,
  email_verified INTEGER NOT NULL,
  birth_date_sealed BLOB,
  country TEXT,
  password_hash TEXT,
  security_ver INTEGER NOT NULL,
  my_rev INTEGER NOT NULL,
  is_active INTEGER NOT NULL,
  is_admin INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX users_username ON users (username);
CREATE UNIQUE INDEX users_email ON users (email_lookup);

CREATE TABLE user_languages (
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  learning INTEGER NOT NULL,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  level TEXT,
  PRIMARY KEY (user_id, learning, position)
) STRICT;
CREATE INDEX user_languages_by_code ON user_languages (code, learning);

CREATE TABLE sessions (
  id BLOB NOT NULL PRIMARY KEY,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  transport INTEGER NOT NULL,
  user_agent TEXT,
  address_prefix TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id, ended_at, last_seen_at);

CREATE TABLE refresh_tokens (
  hash BLOB NOT NULL PRIMARY KEY,
  session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  successor_sealed BLOB
) STRICT;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id, generation);

-- seq counts messages, rev counts durable changes, ordinal counts messages people wrote; all without holes.
CREATE TABLE chats (
  id BLOB NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,
  visibility INTEGER NOT NULL,
  history INTEGER NOT NULL,
  handle TEXT,
  title_public TEXT,
  title_sealed BLOB,
  description_public TEXT,
  description_sealed BLOB,
  pair_key BLOB,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  settings_rev INTEGER NOT NULL,
  member_count INTEGER NOT NULL,
  active_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  gone_at INTEGER
) STRICT;
CREATE UNIQUE INDEX chats_handle ON chats (handle);
CREATE UNIQUE INDEX chats_pair ON chats (pair_key);
CREATE INDEX chats_gone ON chats (gone_at) WHERE gone_at IS NOT NULL;

-- Written only while the chat's row is locked.
CREATE TABLE members (
  chat_id BLOB NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  user_id BLOB NOT NULL REFERENCES users (id),
  role INTEGER NOT NULL,
  state INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  visible_from INTEGER NOT NULL,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, user_id)
) STRICT;
CREATE INDEX members_by_user ON members (user_id, state);
CREATE INDEX members_by_rev ON members (chat_id, rev);

-- The state of one member alone; it outlives the chat, so that all their devices learn of its end.
CREATE TABLE member_state (
  chat_id BLOB NOT NULL,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  read_seq INTEGER NOT NULL,
  read_ordinal INTEGER NOT NULL,
  joined INTEGER NOT NULL,
  my_rev INTEGER NOT NULL,
  PRIMARY KEY (chat_id, user_id)
) STRICT;
CREATE INDEX member_state_by_rev ON member_state (user_id, my_rev);

CREATE TABLE messages (
  chat_id BLOB NOT NULL REFERENCES chats (id),
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  changed_rev INTEGER,
  ordinal INTEGER NOT NULL,
  author_id BLOB NOT NULL,
  client_id BLOB NOT NULL,
  fingerprint BLOB NOT NULL,
  kind INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  body BLOB,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  deleted_at INTEGER,
  PRIMARY KEY (chat_id, seq)
) STRICT;
-- The client's id first: clients make ids that grow, so a group of messages lands on one page of this index.
CREATE UNIQUE INDEX messages_client ON messages (client_id, chat_id, author_id);
-- Only what changed after it was written: an untouched message is found by its number, which grows with its rev.
CREATE INDEX messages_changed ON messages (chat_id, changed_rev) WHERE changed_rev IS NOT NULL;
CREATE INDEX messages_by_author ON messages (chat_id, author_id, seq);

CREATE TABLE message_revisions (
  chat_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, seq, revision)
) STRICT;
