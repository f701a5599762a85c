DROP INDEX my_messages_reacted;
ALTER TABLE my_messages DROP COLUMN reacted_at;
