//! Appending messages on SQLite: all that stand together in a group are written in one go, straight on the
//! synchronous connection. The writer is alone, so what it has read of a chat stays true until it writes.

use crate::append::{Draft, Outcome};
use crate::error::is_taken;
use crate::rows::member::JOINED;
use crate::rows::message::MessageRow;
use crate::schema::{chats, members, messages};
use crate::types::{Id16, StoredId, id};
use diesel::connection::Connection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;
use domain::message::MessageKind;
use domain::{ChatId, UserId};
use std::collections::HashMap;

/// Where a chat stands while a group is written into it.
struct Cursor {
    seq: i64,
    rev: i64,
    ordinal: i64,
    active_at: i64,
    moved: bool,
}

#[derive(Default)]
struct Run {
    chats: HashMap<ChatId, Cursor>,
    joined: HashMap<(ChatId, UserId), bool>,
}

/// An outcome for each draft, in their order. One bad row undoes the run; then each is tried alone.
pub fn append(conn: &mut SqliteConnection, drafts: &[Draft]) -> Vec<QueryResult<Outcome>> {
    let together = conn.transaction(|conn| {
        let mut run = Run::default();
        let outcomes = drafts.iter().map(|draft| run.append(conn, draft)).collect::<QueryResult<Vec<_>>>()?;
        run.finish(conn)?;
        QueryResult::Ok(outcomes)
    });
    match together {
        Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
        Err(error) if drafts.len() == 1 => vec![Err(error)],
        Err(_) => drafts.iter().flat_map(|draft| append(conn, std::slice::from_ref(draft))).collect(),
    }
}

impl Run {
    fn append(&mut self, conn: &mut SqliteConnection, draft: &Draft) -> QueryResult<Outcome> {
        if !self.may_write(conn, draft)? {
            return Ok(Outcome::NotMember);
        }
        let Some(cursor) = self.chats.get_mut(&draft.chat) else { return Ok(Outcome::NotMember) };
        let (seq, rev) = (cursor.seq + 1, cursor.rev + 1);
        let row = (
            messages::chat_id.eq(id(draft.chat)),
            messages::seq.eq(seq),
            messages::rev.eq(rev),
            messages::ordinal.eq(cursor.ordinal + 1),
            messages::author_id.eq(id(draft.author)),
            messages::client_id.eq(id(draft.client_id)),
            messages::fingerprint.eq(draft.fingerprint.as_slice()),
            messages::kind.eq(i32::from(MessageKind::Text.number())),
            messages::revision.eq(1),
            messages::body.eq(draft.body.as_slice()),
            messages::created_at.eq(draft.at.millis()),
        );
        // Without ON CONFLICT, whose text diesel would write anew for every message. A refused row undoes
        // nothing but its own statement.
        match diesel::insert_into(messages::table).values(row).execute(conn) {
            Err(error) if is_taken(&error, "client_id") => return known(conn, draft).map(Outcome::Known),
            written => written?,
        };
        cursor.seq = seq;
        cursor.rev = rev;
        cursor.ordinal += 1;
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
            .filter(chats::gone_at.is_null())
            .select((chats::seq, chats::rev, chats::ordinal, chats::active_at))
            .get_result(conn)
            .optional()?;
        self.joined.insert(key, found.is_some());
        if let Some((seq, rev, ordinal, active_at)) = found {
            let fresh = Cursor { seq, rev, ordinal, active_at, moved: false };
            self.chats.entry(draft.chat).or_insert(fresh);
        }
        Ok(found.is_some())
    }

    fn finish(self, conn: &mut SqliteConnection) -> QueryResult<()> {
        for (chat, cursor) in self.chats.into_iter().filter(|(_, cursor)| cursor.moved) {
            Advance { chat: id(chat), cursor }.execute(conn)?;
        }
        Ok(())
    }
}

/// An UPDATE that diesel builds is never kept prepared, and parsing this one took 7 % of the writer's time.
/// It always has the same text, so it may be kept.
#[derive(QueryId)]
struct Advance {
    chat: StoredId,
    cursor: Cursor,
}

impl QueryFragment<Sqlite> for Advance {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("UPDATE chats SET seq = ");
        out.push_bind_param::<BigInt, _>(&self.cursor.seq)?;
        out.push_sql(", rev = ");
        out.push_bind_param::<BigInt, _>(&self.cursor.rev)?;
        out.push_sql(", ordinal = ");
        out.push_bind_param::<BigInt, _>(&self.cursor.ordinal)?;
        out.push_sql(", active_at = ");
        out.push_bind_param::<BigInt, _>(&self.cursor.active_at)?;
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
