//! A batch of messages is appended on SQLite in one go, straight on the synchronous connection. The writer is alone,
//! so what it has read of a chat stays true until it writes.

use crate::append::{Draft, Outcome};
use crate::error::is_taken;
use crate::rows::chats::member::{JOINED, OPEN};
use crate::rows::messages::MessageRow;
use crate::schema::chats::{chats, members};
use crate::schema::messages::{mentions, messages};
use crate::types::{Id16, StoredId, StoredNumber, id};
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;
use domain::{ChatId, Ordinal, Rev, Seq, UserId};
use std::collections::HashMap;

/// Where a chat stands while a batch is written into it.
struct Cursor {
    seq: Seq,
    rev: Rev,
    ordinal: Ordinal,
    active_at: i64,
    moved: bool,
}

#[derive(Default)]
struct Run {
    chats: HashMap<ChatId, Cursor>,
    joined: HashMap<(ChatId, UserId), bool>,
}

/// An outcome for each draft, in their order. With `alone`, nothing else was written in this transaction:
/// then it needs no savepoint, which would copy every page that is touched. One bad row undoes them all;
/// then each is tried behind a savepoint of its own.
pub fn append(
    conn: &mut SqliteConnection,
    drafts: &[Draft],
    alone: bool,
) -> QueryResult<Vec<QueryResult<Outcome>>> {
    let together = if alone {
        let written = write(conn, drafts);
        // Where the transaction itself is gone, the first cause is the one to tell.
        if let Err(error) = written { restart(conn).map_err(|_| error).map(|()| None)? } else { written.ok() }
    } else {
        conn.transaction(|conn| write(conn, drafts)).ok()
    };
    let each = |draft| conn.transaction(|conn| write(conn, std::slice::from_ref(draft)));
    Ok(match together {
        Some(outcomes) => outcomes.into_iter().map(Ok).collect(),
        None => drafts.iter().map(each).map(one).collect(),
    })
}

fn write(conn: &mut SqliteConnection, drafts: &[Draft]) -> QueryResult<Vec<Outcome>> {
    let mut run = Run::default();
    let outcomes = drafts.iter().map(|draft| run.append(conn, draft)).collect::<QueryResult<Vec<_>>>()?;
    run.finish(conn)?;
    Ok(outcomes)
}

fn one(outcomes: QueryResult<Vec<Outcome>>) -> QueryResult<Outcome> {
    outcomes?.pop().ok_or(diesel::result::Error::NotFound)
}

/// IMMEDIATE: the lock is taken at once, so that no transaction learns halfway that it cannot write.
pub fn begin(conn: &mut SqliteConnection) -> QueryResult<()> {
    AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
}

fn restart(conn: &mut SqliteConnection) -> QueryResult<()> {
    AnsiTransactionManager::rollback_transaction(conn)?;
    begin(conn)
}

impl Run {
    fn append(&mut self, conn: &mut SqliteConnection, draft: &Draft) -> QueryResult<Outcome> {
        if !self.may_write(conn, draft)? {
            return Ok(draft.leave());
        }
        let Some(cursor) = self.chats.get_mut(&draft.chat) else { return Ok(draft.leave()) };
        let (seq, rev) = (cursor.seq.next(), cursor.rev.next());
        let row = (
            messages::chat_id.eq(id(draft.chat)),
            messages::seq.eq(seq.number()),
            messages::rev.eq(rev.number()),
            messages::ordinal.eq(cursor.ordinal.next().number()),
            messages::author_id.eq(id(draft.author)),
            messages::client_id.eq(id(draft.client_id)),
            messages::fingerprint.eq(draft.fingerprint.as_slice()),
            messages::kind.eq(i32::from(draft.kind.number())),
            messages::revision.eq(1),
            messages::body.eq(draft.body.as_slice()),
            messages::created_at.eq(draft.at.millis()),
        );
        // Without ON CONFLICT, whose text diesel would build again for every message. A refused row undoes
        // nothing but its own statement.
        match diesel::insert_into(messages::table).values(row).execute(conn) {
            Err(error) if is_taken(&error, "client_id") => return known(conn, draft).map(Outcome::Known),
            written => written?,
        };
        for mention in draft.mentions(seq) {
            diesel::insert_into(mentions::table).values(mention).execute(conn)?;
        }
        cursor.seq = seq;
        cursor.rev = rev;
        cursor.ordinal = cursor.ordinal.next();
        cursor.active_at = cursor.active_at.max(draft.at.millis());
        cursor.moved = true;
        Ok(Outcome::Stored { seq, rev })
    }

    /// Membership and the chat's numbers in one look, once for each author in each chat.
    fn may_write(&mut self, conn: &mut SqliteConnection, draft: &Draft) -> QueryResult<bool> {
        let key = (draft.chat, draft.author);
        if let Some(known) = self.joined.get(&key) {
            return Ok(*known);
        }
        let found: Option<(i64, i64, i64, i64)> = members::table
            .inner_join(chats::table.on(chats::id.eq(members::chat_id)))
            .filter(members::chat_id.eq(id(draft.chat)))
            .filter(members::user_id.eq(id(draft.author)))
            .filter(members::state.eq(JOINED))
            // Message requests leave the batch, and so does every send to a chat in slow mode.
            .filter(members::request_state.eq(OPEN))
            .filter(chats::gone_at.is_null())
            .filter(chats::slow_seconds.eq(0))
            .select((chats::seq, chats::rev, chats::ordinal, chats::active_at))
            .get_result(conn)
            .optional()?;
        self.joined.insert(key, found.is_some());
        if let Some((seq, rev, ordinal, active_at)) = found {
            let fresh = Cursor {
                seq: Seq::from_number(seq),
                rev: Rev::from_number(rev),
                ordinal: Ordinal::from_number(ordinal),
                active_at,
                moved: false,
            };
            self.chats.entry(draft.chat).or_insert(fresh);
        }
        Ok(found.is_some())
    }

    fn finish(self, conn: &mut SqliteConnection) -> QueryResult<()> {
        for (chat, cursor) in self.chats.into_iter().filter(|(_, cursor)| cursor.moved) {
            let Cursor { seq, rev, ordinal, active_at, moved: _ } = cursor;
            let (seq, rev, ordinal) = (seq.into(), rev.into(), ordinal.into());
            Advance { chat: id(chat), seq, rev, ordinal, active_at }.execute(conn)?;
        }
        Ok(())
    }
}

/// An UPDATE that diesel builds is never kept prepared, and parsing this one took 7 % of the writer's time.
/// It always has the same text, so it may be kept.
#[derive(QueryId)]
struct Advance {
    chat: StoredId,
    seq: StoredNumber,
    rev: StoredNumber,
    ordinal: StoredNumber,
    active_at: i64,
}

impl QueryFragment<Sqlite> for Advance {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("UPDATE chats SET seq = ");
        out.push_bind_param::<BigInt, _>(&self.seq)?;
        out.push_sql(", rev = ");
        out.push_bind_param::<BigInt, _>(&self.rev)?;
        out.push_sql(", ordinal = ");
        out.push_bind_param::<BigInt, _>(&self.ordinal)?;
        out.push_sql(", active_at = ");
        out.push_bind_param::<BigInt, _>(&self.active_at)?;
        out.push_sql(" WHERE id = ");
        out.push_bind_param::<Id16, _>(&self.chat)
    }
}

impl RunQueryDsl<SqliteConnection> for Advance {}

fn known(conn: &mut SqliteConnection, draft: &Draft) -> QueryResult<MessageRow> {
    messages::table
        .filter(messages::chat_id.eq(id(draft.chat)))
        .filter(messages::author_id.eq(id(draft.author)))
        .filter(messages::client_id.eq(id(draft.client_id)))
        .select(MessageRow::as_select())
        .get_result(conn)
}
