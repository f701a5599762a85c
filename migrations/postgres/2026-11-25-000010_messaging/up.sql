-- A public group is found by its folded names and its languages (`,de,es,`); slow_seconds is how long its members
-- wait between two messages.
ALTER TABLE chats ADD COLUMN folded text NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN languages text NOT NULL DEFAULT '';
ALTER TABLE chats ADD COLUMN slow_seconds integer NOT NULL DEFAULT 0;
ALTER TABLE chats ADD COLUMN avatar_id uuid;
UPDATE chats SET folded = lower(title_public || ' ' || coalesce(handle, '')) WHERE title_public IS NOT NULL;
CREATE INDEX chats_public ON chats (member_count, id) WHERE visibility = 2 AND gone_at IS NULL;

CREATE INDEX members_by_state ON members (chat_id, state, user_id);

ALTER TABLE member_state ADD COLUMN delivered_seq bigint NOT NULL DEFAULT 0;

ALTER TABLE messages ADD COLUMN pinned_at bigint;
CREATE INDEX messages_pinned ON messages (chat_id, seq) WHERE pinned_at IS NOT NULL;

-- Who is mentioned in a message; the nil id stands for all members. told_at: the notification was sent.
CREATE TABLE mentions (
  chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  seq bigint NOT NULL,
  author_id uuid NOT NULL,
  told_at bigint,
  PRIMARY KEY (chat_id, user_id, seq)
);
CREATE INDEX mentions_of_message ON mentions (chat_id, seq);
CREATE INDEX mentions_untold ON mentions (chat_id, seq) WHERE told_at IS NULL;

CREATE TABLE reactions (
  chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  seq bigint NOT NULL,
  emoji text NOT NULL,
  user_id uuid NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (chat_id, seq, emoji, user_id)
);

-- What one person alone has done with a message: starred it, hidden it, reacted to it (the reactions themselves lie
-- with all others).
CREATE TABLE my_messages (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  chat_id uuid NOT NULL,
  seq bigint NOT NULL,
  starred_at bigint,
  hidden boolean NOT NULL,
  my_rev bigint NOT NULL,
  PRIMARY KEY (user_id, chat_id, seq)
);
CREATE INDEX my_messages_by_rev ON my_messages (user_id, my_rev);
CREATE INDEX my_messages_starred ON my_messages (user_id, starred_at) WHERE starred_at IS NOT NULL;
CREATE INDEX my_messages_of_message ON my_messages (chat_id, seq);

-- Of an invite's code only the hash is kept.
CREATE TABLE chat_invites (
  id uuid NOT NULL PRIMARY KEY,
  chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  issuer_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  title_sealed bytea,
  approval boolean NOT NULL,
  uses_left integer,
  used integer NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  revoked_at bigint
);
CREATE UNIQUE INDEX chat_invites_code ON chat_invites (code_hash);
CREATE INDEX chat_invites_of_chat ON chat_invites (chat_id, id);

CREATE TABLE join_requests (
  chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  invite_id uuid NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (chat_id, user_id)
);
