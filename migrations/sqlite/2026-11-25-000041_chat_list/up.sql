-- One member's preferences for a chat. A draft is sealed with the chat's key.
ALTER TABLE member_state ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member_state ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member_state ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member_state ADD COLUMN draft_sealed BLOB;
ALTER TABLE member_state ADD COLUMN translate_to TEXT;
