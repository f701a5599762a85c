DROP TABLE identifier_undos;
DROP TABLE registration_invites;
DROP TABLE code_events;
DROP TABLE code_budgets;
DROP TABLE grants;
DROP TABLE challenges;
