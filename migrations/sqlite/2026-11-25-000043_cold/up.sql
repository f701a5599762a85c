-- The archive: texts in a sealed file of the file store, of one chat, from one message to another. A message with neither a body
-- nor a time of deletion has its text there.
CREATE TABLE segments (
  chat_id BLOB NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  last_seq INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  file_id BLOB NOT NULL,
  PRIMARY KEY (chat_id, last_seq)
) STRICT, WITHOUT ROWID;
