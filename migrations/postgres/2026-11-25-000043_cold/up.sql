-- The archive: texts in a sealed file of the file store, of one chat, from one message to another. A message with neither a body
-- nor a time of deletion has its text there.
CREATE TABLE segments (
  chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  last_seq bigint NOT NULL,
  first_seq bigint NOT NULL,
  file_id uuid NOT NULL,
  PRIMARY KEY (chat_id, last_seq)
);
