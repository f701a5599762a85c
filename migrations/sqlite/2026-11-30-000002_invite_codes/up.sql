-- An invite's code, sealed with its group's key; nothing for those that were made before.
ALTER TABLE chat_invites ADD COLUMN code_sealed BLOB;
