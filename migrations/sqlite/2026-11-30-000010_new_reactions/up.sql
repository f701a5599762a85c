-- Since when a person's own message has reactions of others that they have not seen; nothing once they have.
ALTER TABLE my_messages ADD COLUMN reacted_at INTEGER;
CREATE INDEX my_messages_reacted ON my_messages (user_id, chat_id, seq) WHERE reacted_at IS NOT NULL;
