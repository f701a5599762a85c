-- When a member last edited a message, where members may write only so often.
ALTER TABLE member_state ADD COLUMN last_edit_at bigint;
