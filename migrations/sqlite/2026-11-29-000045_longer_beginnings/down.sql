-- Filled again with what the former server looks for.
DELETE FROM search_terms;
UPDATE search_chats SET seq = 0;
