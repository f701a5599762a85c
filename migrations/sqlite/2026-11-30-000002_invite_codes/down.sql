ALTER TABLE chat_invites DROP COLUMN code_sealed;
