-- Each chat's number in the index, small because it stands in every row of it, and how far its messages are in.
-- A number is never used twice: what an abandoned one still has in the index belongs to nobody.
CREATE TABLE search_chats (
  no bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  chat_id uuid NOT NULL REFERENCES chats (id),
  seq bigint NOT NULL
);
CREATE UNIQUE INDEX search_chats_chat ON search_chats (chat_id);

-- A token is a keyed MAC of a word; the key is the chat's own. Beside the messages, so that their rows stay small.
CREATE TABLE search_terms (
  no bigint NOT NULL,
  seq bigint NOT NULL,
  tokens bigint[] NOT NULL,
  PRIMARY KEY (no, seq)
);
-- Without the pending list: it would be read whole by every search.
CREATE INDEX search_terms_tokens ON search_terms USING gin (tokens) WITH (fastupdate = off);
