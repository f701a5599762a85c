-- What an engine made of a message, for whoever asks again. Sealed with the chat's keys; which wording it belongs to
-- stands inside.
CREATE TABLE translations (
  chat_id uuid NOT NULL,
  seq bigint NOT NULL,
  target text NOT NULL,
  sealed bytea NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (chat_id, seq, target)
);
