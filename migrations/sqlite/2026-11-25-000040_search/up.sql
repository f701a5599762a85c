-- Each chat's number in the index, small because it stands in every row of it, and how far its messages are in.
-- A number is never used twice: what an abandoned one still has in the index belongs to no message.
CREATE TABLE search_chats (
  no INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  chat_id BLOB NOT NULL REFERENCES chats (id),
  seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_chats_chat ON search_chats (chat_id);

-- A token is a keyed MAC of a word; the key is the chat's own.
CREATE TABLE search_terms (
  no INTEGER NOT NULL,
  token INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (no, token, seq)
) STRICT, WITHOUT ROWID;
