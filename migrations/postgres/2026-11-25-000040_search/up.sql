-- Each chat's number in the index, small because it stands in every row of it, and how far its messages are in.
-- A number is never used twice: what an abandoned one still has in the index belongs to no message.
CREATE TABLE search_chats (
  no bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  chat_id uuid NOT NULL REFERENCES chats (id),
  seq bigint NOT NULL
);
CREATE UNIQUE INDEX search_chats_chat ON search_chats (chat_id);

-- A token is a keyed MAC of a word; the key is the chat's own. One row says which of 1024 messages have it: message
-- part * 1024 + place. A row for each of them would be five times as large.
CREATE TABLE search_terms (
  no bigint NOT NULL,
  token bigint NOT NULL,
  part integer NOT NULL,
  places smallint[] NOT NULL,
  PRIMARY KEY (no, token, part)
) WITH (fillfactor = 80);
