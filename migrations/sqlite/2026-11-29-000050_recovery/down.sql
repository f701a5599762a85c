DROP INDEX sessions_by_end;
DROP INDEX refresh_tokens_by_end;
DROP TABLE ways_in;
ALTER TABLE half_sign_ins DROP COLUMN security_ver;
ALTER TABLE second_factors DROP COLUMN misses;
ALTER TABLE users DROP COLUMN phone_set_at;
ALTER TABLE users DROP COLUMN email_set_at;
