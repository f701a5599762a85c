//! What runs on every request, or for every chat.

/// The texts mirror the diesel queries of `persistence/src/queries` (and of the two `append` files) named
/// beside them. `{id}` stands for an id, `{hash}` for bytes. The second column is the index the plan must
/// name; it is empty where that is the primary key's, or where an empty PostgreSQL cannot tell two good ones
/// apart.
pub const HOT: &[(&str, &str, &str)] = &[
    (
        "messages::page, before",
        "",
        "SELECT * FROM messages WHERE chat_id = {id} AND seq >= 1 AND seq < 100 ORDER BY seq DESC LIMIT 51",
    ),
    (
        "messages::page, after",
        "",
        "SELECT * FROM messages WHERE chat_id = {id} AND seq >= 1 AND seq > 100 ORDER BY seq LIMIT 51",
    ),
    ("messages::find", "", "SELECT * FROM messages WHERE chat_id = {id} AND seq = 1"),
    (
        "messages::revisions",
        "",
        "SELECT * FROM message_revisions WHERE chat_id = {id} AND seq = 1 ORDER BY revision",
    ),
    (
        "append: known",
        "",
        "SELECT * FROM messages WHERE chat_id = {id} AND author_id = {id} AND client_id = {id}",
    ),
    (
        "append: may_write",
        "",
        "SELECT chats.seq, chats.rev, chats.ordinal, chats.active_at FROM members \
         INNER JOIN chats ON chats.id = members.chat_id WHERE members.chat_id = {id} AND members.user_id = {id} \
         AND members.state = 1 AND chats.gone_at IS NULL AND chats.slow_seconds = 0",
    ),
    (
        "changes: untouched",
        "",
        "SELECT * FROM messages WHERE chat_id = {id} AND seq >= 7 AND changed_rev IS NULL AND rev > 5 AND rev <= 50 \
         ORDER BY seq LIMIT 201",
    ),
    (
        "changes: changed",
        "messages_changed",
        "SELECT * FROM messages WHERE chat_id = {id} AND changed_rev > 5 AND changed_rev <= 50 AND seq >= 1 \
         ORDER BY changed_rev LIMIT 201",
    ),
    (
        "changes: range, members",
        "members_by_rev",
        "SELECT * FROM members WHERE chat_id = {id} AND rev > 5 AND rev <= 50 ORDER BY rev LIMIT 201",
    ),
    (
        "catchup::chat_ids",
        "members_by_user",
        "SELECT chat_id, visible_from FROM members WHERE user_id = {id} AND state = 1",
    ),
    (
        "catchup::digest",
        "members_by_user",
        "SELECT chats.id, chats.seq, chats.rev, member_state.read_seq, members.visible_from FROM members \
         INNER JOIN chats ON chats.id = members.chat_id INNER JOIN member_state \
         ON member_state.chat_id = members.chat_id AND member_state.user_id = members.user_id \
         WHERE members.user_id = {id} AND members.state = 1 ORDER BY chats.active_at DESC, chats.id",
    ),
    (
        "lists::own_chats",
        "members_by_user",
        "SELECT members.chat_id FROM members INNER JOIN chats ON chats.id = members.chat_id INNER JOIN member_state \
         ON member_state.chat_id = members.chat_id AND member_state.user_id = members.user_id \
         WHERE members.user_id = {id} AND members.state = 1 AND member_state.pinned = false \
         AND (chats.active_at < 5 OR chats.active_at = 5 AND chats.id > {id}) \
         ORDER BY member_state.pinned DESC, chats.active_at DESC, chats.id LIMIT 21",
    ),
    (
        "lists::these",
        "",
        "SELECT *, (SELECT count(*) FROM messages AS own WHERE own.chat_id = members.chat_id \
         AND own.author_id = members.user_id AND own.seq > member_state.read_seq AND own.kind <> 6 LIMIT 1) \
         FROM members INNER JOIN chats ON chats.id = members.chat_id INNER JOIN member_state \
         ON member_state.chat_id = members.chat_id AND member_state.user_id = members.user_id \
         LEFT OUTER JOIN messages ON messages.chat_id = chats.id AND messages.seq = chats.seq \
         WHERE members.user_id = {id} AND members.state = 1 AND members.chat_id IN ({id}, {id}) \
         ORDER BY member_state.pinned DESC, chats.active_at DESC, chats.id",
    ),
    (
        "indexing::places",
        "members_by_user",
        "SELECT members.chat_id, members.visible_from, chats.seq, search_chats.no, search_chats.seq FROM members \
         INNER JOIN chats ON chats.id = members.chat_id \
         LEFT OUTER JOIN search_chats ON search_chats.chat_id = members.chat_id \
         WHERE members.user_id = {id} AND members.state = 1",
    ),
    (
        "hits::scan",
        "",
        "SELECT * FROM messages WHERE chat_id = {id} AND seq >= 1 AND seq < 100 AND kind <> 6 AND body IS NOT NULL \
         ORDER BY seq DESC LIMIT 256",
    ),
    ("preferences::pinned", "", "SELECT count(*) FROM member_state WHERE user_id = {id} AND pinned = true"),
    (
        "retention::erase",
        "",
        "SELECT * FROM messages WHERE chat_id = {id} AND seq > 5 AND seq <= 105 AND body IS NOT NULL",
    ),
    (
        "lists::members_of",
        "",
        "SELECT * FROM members INNER JOIN users ON users.id = members.user_id WHERE members.chat_id = {id} \
         AND members.state = 1 AND members.user_id > {id} ORDER BY members.user_id LIMIT 51",
    ),
    (
        "personal::own_after",
        "messages_by_author",
        "SELECT count(*) FROM messages WHERE chat_id = {id} AND author_id = {id} AND seq > 5 AND kind <> 6",
    ),
    (
        "catchup::my_changes",
        "member_state_by_rev",
        "SELECT * FROM member_state WHERE user_id = {id} AND my_rev > 5 AND my_rev <= 50 ORDER BY my_rev LIMIT 201",
    ),
    ("catchup::revs", "", "SELECT id, rev FROM chats WHERE id IN ({id}, {id}) AND gone_at IS NULL"),
    ("catchup::my_revs", "", "SELECT id, my_rev FROM users WHERE id IN ({id}, {id})"),
    (
        "catchup::acquaintances",
        "members_by_user",
        "SELECT DISTINCT members.user_id FROM members INNER JOIN members AS own ON own.chat_id = members.chat_id \
         WHERE own.user_id = {id} AND own.state = 1 AND members.state = 1 AND members.user_id IN ({id}, {id})",
    ),
    ("search: named", "", "SELECT user_id FROM name_parts WHERE part >= 'an' AND part < 'ao'"),
    (
        "request_lists::live",
        "friend_requests_pair",
        "SELECT * FROM friend_requests WHERE low_id = {id} AND high_id = {id} AND state <> 9",
    ),
    (
        "friends::changes",
        "friends_by_rev",
        "SELECT * FROM friends WHERE user_id = {id} AND my_rev > 5 AND my_rev <= 50 ORDER BY my_rev LIMIT 201",
    ),
    (
        "request_lists::changes, got",
        "friend_requests_to_rev",
        "SELECT * FROM friend_requests WHERE to_id = {id} AND to_rev > 5 AND to_rev <= 50 ORDER BY to_rev LIMIT 201",
    ),
    (
        "standings: blocking",
        "blocks",
        "SELECT user_id FROM blocks WHERE blocked_id = {id} AND user_id IN ({id}, {id}) AND blocked",
    ),
    ("files::over", "files_gone", "SELECT id, part FROM files WHERE gone_at <= 5 ORDER BY gone_at LIMIT 100"),
    ("chats: of_pair", "chats_pair", "SELECT * FROM chats WHERE pair_key = {hash}"),
    (
        "refresh::session_of",
        "",
        "SELECT sessions.user_id, sessions.id, sessions.transport FROM refresh_tokens \
         INNER JOIN sessions ON sessions.id = refresh_tokens.session_id WHERE refresh_tokens.hash = {hash}",
    ),
    (
        "refresh: replayed",
        "refresh_tokens_by_session",
        "SELECT used_at FROM refresh_tokens WHERE session_id = {id} AND generation = 2",
    ),
    (
        "sessions::liveness",
        "",
        "SELECT sessions.user_id, users.security_ver, sessions.last_seen_at FROM sessions \
         INNER JOIN users ON users.id = sessions.user_id WHERE sessions.id = {id} AND sessions.ended_at IS NULL \
         AND sessions.expires_at > 5 AND users.is_active = true",
    ),
    (
        "sessions::list",
        "sessions_by_user",
        "SELECT * FROM sessions WHERE user_id = {id} AND ended_at IS NULL AND expires_at > 5 \
         ORDER BY last_seen_at DESC",
    ),
    ("people::by_username", "users_username", "SELECT * FROM users WHERE username = 'ana'"),
    ("people::by_email", "users_email", "SELECT * FROM users WHERE email_lookup = {hash}"),
    (
        "people::languages",
        "",
        "SELECT * FROM user_languages WHERE user_id = {id} ORDER BY learning, position",
    ),
    ("keys::of_owner", "", "SELECT * FROM data_keys WHERE owner_kind = 1 AND owner_id = {id}"),
];
