-- An engine's translation of a message, for the next person who asks. Sealed with the chat's keys; which version it belongs to
-- stands inside.
CREATE TABLE translations (
  chat_id uuid NOT NULL,
  seq bigint NOT NULL,
  target text NOT NULL,
  sealed bytea NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (chat_id, seq, target)
);
