-- An engine's translation of a message, for the next person who asks. Sealed with the chat's keys; which version it belongs to
-- stands inside.
CREATE TABLE translations (
  chat_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  target TEXT NOT NULL,
  sealed BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (chat_id, seq, target)
) STRICT, WITHOUT ROWID;
