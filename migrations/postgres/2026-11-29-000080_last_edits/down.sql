ALTER TABLE member_state DROP COLUMN last_edit_at;
