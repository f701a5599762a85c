ALTER TABLE member_state DROP COLUMN translate_to;
ALTER TABLE member_state DROP COLUMN draft_sealed;
ALTER TABLE member_state DROP COLUMN marked_unread;
ALTER TABLE member_state DROP COLUMN archived;
ALTER TABLE member_state DROP COLUMN pinned;
