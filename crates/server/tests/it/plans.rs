//! Query plans: what runs on every request finds its rows by an index, on both databases. Also the way past
//! the product into its database, through which other tests look and tamper.

mod marks;

use crate::both;
use crate::support::database::direct_postgres;
use crate::support::{Backend, TestServer};
use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use tokio_postgres::SimpleQueryMessage;

/// The texts mirror the diesel queries of `persistence/src/queries` (and of the two `append` files) named
/// beside them. `{id}` stands for an id, `{hash}` for bytes. The second column is the index the plan must
/// name; it is empty where that is the primary key's, or where an empty PostgreSQL cannot tell two good ones
/// apart.
const HOT: &[(&str, &str, &str)] = &[
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
        "SELECT *, (SELECT count(*) FROM messages AS own WHERE own.chat_id = members.chat_id \
         AND own.author_id = members.user_id AND own.seq > member_state.read_seq AND own.kind <> 6 LIMIT 1) \
         FROM members INNER JOIN chats ON chats.id = members.chat_id INNER JOIN member_state \
         ON member_state.chat_id = members.chat_id AND member_state.user_id = members.user_id \
         LEFT OUTER JOIN messages ON messages.chat_id = chats.id AND messages.seq = chats.seq \
         WHERE members.user_id = {id} AND members.state = 1 \
         AND (chats.active_at < 5 OR chats.active_at = 5 AND chats.id > {id}) \
         ORDER BY chats.active_at DESC, chats.id LIMIT 21",
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
        "SELECT DISTINCT members.user_id FROM members INNER JOIN members AS mine ON mine.chat_id = members.chat_id \
         WHERE mine.user_id = {id} AND mine.state = 1 AND members.state = 1 AND members.user_id IN ({id}, {id})",
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

/// A database past the product that keeps it.
pub struct Past {
    backend: Backend,
    url: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

impl Past {
    pub fn of(backend: Backend, url: &str) -> Self {
        Self { backend, url: url.to_owned() }
    }

    pub async fn run(&self, sql: &str) {
        match self.backend {
            Backend::Sqlite => self.sqlite().batch_execute(sql).unwrap(),
            Backend::Postgres => direct_postgres(&self.url).await.batch_execute(sql).await.unwrap(),
        }
    }

    /// The one column of every row; it must be called `text`.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        match self.backend {
            Backend::Sqlite => {
                let lines: Vec<Line> = diesel::sql_query(sql).load(&mut self.sqlite()).unwrap();
                lines.into_iter().map(|line| line.text).collect()
            }
            Backend::Postgres => {
                let client = direct_postgres(&self.url).await;
                let answers = client.simple_query(sql).await.unwrap();
                let text = |answer: &SimpleQueryMessage| {
                    if let SimpleQueryMessage::Row(row) = answer {
                        row.get(0).map(str::to_owned)
                    } else {
                        None
                    }
                };
                answers.iter().filter_map(text).collect()
            }
        }
    }

    pub async fn text(&self, sql: &str) -> String {
        let mut texts = self.texts(sql).await;
        assert_eq!(texts.len(), 1, "{sql}");
        texts.remove(0)
    }

    /// How many rows there are, by everything that follows `FROM`.
    pub async fn count(&self, from: &str) -> String {
        self.text(&format!("SELECT CAST(count(*) AS text) AS text FROM {from}")).await
    }

    /// An id as it stands in a statement.
    pub fn id(&self, id: &str) -> String {
        match self.backend {
            Backend::Sqlite => self.blob(&id.replace('-', "")),
            Backend::Postgres => format!("'{id}'::uuid"),
        }
    }

    pub fn blob(&self, hex: &str) -> String {
        match self.backend {
            Backend::Sqlite => format!("x'{hex}'"),
            Backend::Postgres => format!("'\\x{hex}'::bytea"),
        }
    }

    /// A column's bytes in small hexadecimal digits.
    pub fn hex(&self, column: &str) -> String {
        match self.backend {
            Backend::Sqlite => format!("lower(hex({column}))"),
            Backend::Postgres => format!("encode({column}, 'hex')"),
        }
    }

    async fn plan(&self, query: &str) -> Vec<String> {
        match self.backend {
            Backend::Sqlite => {
                let query = format!("EXPLAIN QUERY PLAN {query}");
                let steps: Vec<Step> = diesel::sql_query(query).load(&mut self.sqlite()).unwrap();
                steps.into_iter().map(|step| step.detail).collect()
            }
            // Its tables are empty, so that it would rather read them whole.
            Backend::Postgres => {
                self.texts(&format!("SET enable_seqscan = off; EXPLAIN (COSTS OFF) {query}")).await
            }
        }
    }

    fn sqlite(&self) -> SqliteConnection {
        let mut conn = SqliteConnection::establish(self.url.trim_start_matches("sqlite://")).unwrap();
        conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
        conn
    }
}

/// No table is read whole. PostgreSQL could also read a whole index, so each index there has its condition.
fn is_narrow(backend: Backend, plan: &[String]) -> bool {
    let lines = |part: &str| plan.iter().filter(|line| line.contains(part)).count();
    match backend {
        Backend::Sqlite => lines("SEARCH") > 0 && lines("SCAN") == lines("SCAN CONSTANT ROW"),
        Backend::Postgres => {
            let indexes = lines("Index Scan") + lines("Index Only Scan");
            indexes > 0 && lines("Seq Scan") == 0 && lines("Index Cond:") == indexes
        }
    }
}

both! {
    async fn what_runs_on_every_request_finds_its_rows_by_an_index(backend) {
        let server = TestServer::start(backend).await;
        let past = Past::of(backend, &server.database_url);
        let id = past.id("01939f6e-0000-7000-8000-000000000000");
        for (name, index, query) in HOT.iter().chain(marks::MARKS) {
            let query = query.replace("{id}", &id).replace("{hash}", &past.blob("00"));
            let plan = past.plan(&query).await;
            assert!(is_narrow(backend, &plan), "{name} reads too much: {plan:#?}");
            assert!(plan.iter().any(|line| line.contains(index)), "{name} does not use {index}: {plan:#?}");
        }
    }
}
