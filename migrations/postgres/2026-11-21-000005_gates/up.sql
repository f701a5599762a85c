-- Message requests, one side of a direct chat: 0 open, 1 may send one message, 2 sent it or is blocked, 3 got a
-- request, 4 declined it, 5 blocked the other person.
ALTER TABLE members ADD COLUMN gate INTEGER NOT NULL DEFAULT 0;
