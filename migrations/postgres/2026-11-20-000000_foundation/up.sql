-- What Parlance keeps. Ids are UUIDs, times are milliseconds since 1970, small numbers are enums of the domain.
-- Columns named *_sealed, messages.body and message_revisions.body hold ciphertext only.

CREATE TABLE instance (
  id integer NOT NULL PRIMARY KEY,
  epoch uuid NOT NULL,
  canary_kid text NOT NULL,
  canary_nonce bytea NOT NULL,
  canary_wrapped bytea NOT NULL,
  created_at bigint NOT NULL
);

-- Data keys of chats and people, wrapped by the key ring. Deleting the row is what makes the data unreadable.
CREATE TABLE data_keys (
  owner_kind integer NOT NULL,
  owner_id uuid NOT NULL,
  ver integer NOT NULL,
  kid text NOT NULL,
  nonce bytea NOT NULL,
  wrapped bytea NOT NULL,
  from_seq bigint NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (owner_kind, owner_id, ver)
);
CREATE INDEX data_keys_by_kid ON data_keys (kid);

CREATE TABLE users (
  id uuid NOT NULL PRIMARY KEY,
  username text NOT NULL,
  display_name text NOT NULL,
  email_sealed bytea,
  email_lookup bytea,
  email_verified boolean NOT NULL,
  birth_date_sealed bytea,
  country text,
  password_hash text,
  security_ver bigint NOT NULL,
  my_rev bigint NOT NULL,
  is_active boolean NOT NULL,
  is_admin boolean NOT NULL,
  created_at bigint NOT NULL
);
CREATE UNIQUE INDEX users_username ON users (username);
CREATE UNIQUE INDEX users_email ON users (email_lookup);

CREATE TABLE user_languages (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  learning boolean NOT NULL,
  position integer NOT NULL,
  code text NOT NULL,
  level text,
  PRIMARY KEY (user_id, learning, position)
);
CREATE INDEX user_languages_by_code ON user_languages (code, learning);

CREATE TABLE sessions (
  id uuid NOT NULL PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  transport integer NOT NULL,
  user_agent text,
  address_prefix text NOT NULL,
  created_at bigint NOT NULL,
  last_seen_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX sessions_by_user ON sessions (user_id, ended_at, last_seen_at);

CREATE TABLE refresh_tokens (
  hash bytea NOT NULL PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  generation bigint NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint,
  successor_sealed bytea
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id, generation);

-- seq counts messages, rev counts durable changes, ordinal counts messages people wrote; all without holes.
CREATE TABLE chats (
  id uuid NOT NULL PRIMARY KEY,
  kind integer NOT NULL,
  visibility integer NOT NULL,
  history integer NOT NULL,
  handle text,
  title_public text,
  title_sealed bytea,
  description_public text,
  description_sealed bytea,
  pair_key bytea,
  seq bigint NOT NULL,
  rev bigint NOT NULL,
  ordinal bigint NOT NULL,
  settings_rev bigint NOT NULL,
  member_count bigint NOT NULL,
  active_at bigint NOT NULL,
  created_at bigint NOT NULL,
  gone_at bigint
);
CREATE UNIQUE INDEX chats_handle ON chats (handle);
CREATE UNIQUE INDEX chats_pair ON chats (pair_key);
CREATE INDEX chats_gone ON chats (gone_at) WHERE gone_at IS NOT NULL;

-- Written only while the chat's row is locked.
CREATE TABLE members (
  chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id),
  role integer NOT NULL,
  state integer NOT NULL,
  rev bigint NOT NULL,
  visible_from bigint NOT NULL,
  joined_at bigint NOT NULL,
  PRIMARY KEY (chat_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id, state);
CREATE INDEX members_by_rev ON members (chat_id, rev);

-- The state of one member alone; it outlives the chat, so that all their devices learn of its end.
CREATE TABLE member_state (
  chat_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  read_seq bigint NOT NULL,
  read_ordinal bigint NOT NULL,
  joined boolean NOT NULL,
  my_rev bigint NOT NULL,
  PRIMARY KEY (chat_id, user_id)
);
CREATE INDEX member_state_by_rev ON member_state (user_id, my_rev);

CREATE TABLE messages (
  chat_id uuid NOT NULL REFERENCES chats (id),
  seq bigint NOT NULL,
  rev bigint NOT NULL,
  changed_rev bigint,
  ordinal bigint NOT NULL,
  author_id uuid NOT NULL,
  client_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  kind integer NOT NULL,
  revision integer NOT NULL,
  body bytea,
  created_at bigint NOT NULL,
  edited_at bigint,
  deleted_at bigint,
  PRIMARY KEY (chat_id, seq)
);
-- The client's id first: clients make ids that grow, so a group of messages lands on one page of this index.
CREATE UNIQUE INDEX messages_client ON messages (client_id, chat_id, author_id);
-- Only what changed after it was written: an untouched message is found by its number, which grows with its rev.
CREATE INDEX messages_changed ON messages (chat_id, changed_rev) WHERE changed_rev IS NOT NULL;
CREATE INDEX messages_by_author ON messages (chat_id, author_id, seq);

CREATE TABLE message_revisions (
  chat_id uuid NOT NULL,
  seq bigint NOT NULL,
  revision integer NOT NULL,
  body bytea NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (chat_id, seq, revision)
);
