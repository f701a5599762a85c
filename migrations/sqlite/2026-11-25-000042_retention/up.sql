-- How many days a chat keeps its messages, if it says so itself; the first message it still has; and up to which one
-- the texts are gone.
ALTER TABLE chats ADD COLUMN retention_days INTEGER;
ALTER TABLE chats ADD COLUMN kept_from INTEGER NOT NULL DEFAULT 1;
ALTER TABLE chats ADD COLUMN erased_to INTEGER NOT NULL DEFAULT 0;
