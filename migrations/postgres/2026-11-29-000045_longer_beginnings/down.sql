-- Filled again with what the former server looks for.
TRUNCATE search_terms;
UPDATE search_chats SET seq = 0;
