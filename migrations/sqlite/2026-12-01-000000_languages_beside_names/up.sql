-- Every list shows the languages a person speaks and learns beside their name. They are stored a second time here, as
-- one short text ("ca es>en:B1 fr:A2"), so that no list has to read a second table.
ALTER TABLE users ADD COLUMN languages TEXT NOT NULL DEFAULT '';
UPDATE users SET languages =
    coalesce((SELECT group_concat(code, ' ' ORDER BY position) FROM user_languages
        WHERE user_id = users.id AND NOT learning), '')
    || '>' ||
    coalesce((SELECT group_concat(code || ':' || level, ' ' ORDER BY position) FROM user_languages
        WHERE user_id = users.id AND learning), '')
WHERE EXISTS (SELECT 1 FROM user_languages WHERE user_id = users.id);
