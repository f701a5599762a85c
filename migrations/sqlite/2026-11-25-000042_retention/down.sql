ALTER TABLE chats DROP COLUMN erased_to;
ALTER TABLE chats DROP COLUMN kept_from;
ALTER TABLE chats DROP COLUMN retention_days;
