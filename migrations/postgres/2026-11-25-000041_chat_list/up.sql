-- One member's preferences for a chat. A draft is sealed with the chat's key.
ALTER TABLE member_state ADD COLUMN pinned boolean NOT NULL DEFAULT false;
ALTER TABLE member_state ADD COLUMN archived boolean NOT NULL DEFAULT false;
ALTER TABLE member_state ADD COLUMN marked_unread boolean NOT NULL DEFAULT false;
ALTER TABLE member_state ADD COLUMN draft_sealed bytea;
ALTER TABLE member_state ADD COLUMN translate_to text;
