-- A public group is found by its folded names and its languages (`,de,es,`); slow_seconds is how long its members
-- wait between two messages.
ALTER TABLE chats ADD COLUMN folded TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN slow_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN avatar_id BLOB;
UPDATE chats SET folded = lower(title_public || ' ' || coalesce(handle, '')) WHERE title_public IS NOT NULL;
CREATE INDEX chats_public ON chats (member_count, id) WHERE visibility = 2 AND gone_at IS NULL;

-- Not `WHERE state = 3`: where such a condition could be compared with a bound value, SQLite prepares the statement anew
-- for every value, and `state = ?` is in every look at a membership.
CREATE INDEX members_by_state ON members (chat_id, state, user_id);

ALTER TABLE member_state ADD COLUMN delivered_seq INTEGER NOT NULL DEFAULT 0;

ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
CREATE INDEX messages_pinned ON messages (chat_id, seq) WHERE pinned_at IS NOT NULL;

-- Who is mentioned in a message; the nil id stands for all members. told_at: the notification was sent.
CREATE TABLE mentions (
  chat_id BLOB NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  user_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  author_id BLOB NOT NULL,
  told_at INTEGER,
  PRIMARY KEY (chat_id, user_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_of_message ON mentions (chat_id, seq);
CREATE INDEX mentions_untold ON mentions (chat_id, seq) WHERE told_at IS NULL;

CREATE TABLE reactions (
  chat_id BLOB NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user_id BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, seq, emoji, user_id)
) STRICT, WITHOUT ROWID;

-- What one person alone has done with a message: starred it, hidden it, reacted to it (the reactions themselves lie
-- with all others).
CREATE TABLE my_messages (
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  chat_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  starred_at INTEGER,
  hidden INTEGER NOT NULL,
  my_rev INTEGER NOT NULL,
  PRIMARY KEY (user_id, chat_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX my_messages_by_rev ON my_messages (user_id, my_rev);
CREATE INDEX my_messages_starred ON my_messages (user_id, starred_at) WHERE starred_at IS NOT NULL;
CREATE INDEX my_messages_of_message ON my_messages (chat_id, seq);

-- Of an invite's code only the hash is kept.
CREATE TABLE chat_invites (
  id BLOB NOT NULL PRIMARY KEY,
  chat_id BLOB NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  issuer_id BLOB NOT NULL,
  code_hash BLOB NOT NULL,
  title_sealed BLOB,
  approval INTEGER NOT NULL,
  uses_left INTEGER,
  used INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX chat_invites_code ON chat_invites (code_hash);
CREATE INDEX chat_invites_of_chat ON chat_invites (chat_id, id);

CREATE TABLE join_requests (
  chat_id BLOB NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  invite_id BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, user_id)
) STRICT, WITHOUT ROWID;
