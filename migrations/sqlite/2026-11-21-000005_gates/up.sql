-- How far two people of a direct chat have got: 0 open, 1 may say one thing, 2 has said it or is shut out, 3 was
-- knocked at, 4 did not open, 5 shut the other one out.
ALTER TABLE members ADD COLUMN gate INTEGER NOT NULL DEFAULT 0;
