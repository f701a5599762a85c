DROP TABLE files;
DROP TABLE invitations;
DROP TABLE reports;
DROP TABLE blocks;
DROP TABLE friend_requests;
DROP TABLE friends;
DROP TABLE name_parts;
DROP TABLE profiles;
