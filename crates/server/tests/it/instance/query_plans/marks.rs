//! The same for what people do with messages and how they come into groups.

pub const MARKS: &[(&str, &str, &str)] = &[
    (
        "marks::of, own",
        "",
        "SELECT * FROM my_messages WHERE user_id = {id} AND chat_id = {id} AND seq >= 1 AND seq <= 50",
    ),
    (
        "marks: kinds",
        "",
        "SELECT seq, emoji, count(*) FROM reactions WHERE chat_id = {id} AND seq IN (1, 2) GROUP BY seq, emoji",
    ),
    (
        "marks::changes",
        "my_messages_by_rev",
        "SELECT * FROM my_messages WHERE user_id = {id} AND my_rev > 5 AND my_rev <= 50 ORDER BY my_rev LIMIT 201",
    ),
    (
        "mentions::count",
        "",
        "SELECT count(*) FROM mentions WHERE chat_id = {id} AND user_id IN ({id}, {id}) AND author_id <> {id} \
         AND seq > 5 AND seq >= 1",
    ),
    (
        "mentions::replace",
        "mentions_of_message",
        "SELECT user_id FROM mentions WHERE chat_id = {id} AND seq = 1",
    ),
    (
        "keepsakes::pins",
        "messages_pinned",
        "SELECT * FROM messages WHERE chat_id = {id} AND pinned_at IS NOT NULL AND seq >= 1 AND seq < 50 \
         ORDER BY seq DESC LIMIT 21",
    ),
    ("chat_invites: find", "chat_invites_code", "SELECT * FROM chat_invites WHERE code_hash = {hash}"),
    (
        "bans::list",
        "members_by_state",
        "SELECT * FROM members WHERE chat_id = {id} AND state = 3 ORDER BY user_id",
    ),
];
