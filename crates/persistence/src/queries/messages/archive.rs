//! Archive files hold old texts; rows say which, and texts go there and come back by these queries.

use super::super::Conn;
use super::super::chats::change::LockedChat;
use super::super::instance::blobs as stored;
use crate::error::{Abort, Write};
use crate::input::{Archived, Restored};
use crate::outcome::{Archivable, ArchiveFile};
use crate::rows::messages::MessageRow;
use crate::schema::chats::chats;
use crate::schema::instance::files;
use crate::schema::messages::{messages, segments};
use crate::types::{CHUNK, id, numbers};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{ChatId, Rev, Seq};

/// Those that have something between two messages, in their order.
pub async fn covering(conn: &mut Conn, chat: ChatId, first: Seq, last: Seq) -> QueryResult<Vec<ArchiveFile>> {
    segments::table
        .inner_join(files::table.on(files::id.eq(segments::file_id).and(files::part.eq(0))))
        .filter(segments::chat_id.eq(id(chat)))
        .filter(segments::last_seq.ge(first.number()))
        .filter(segments::first_seq.le(last.number()))
        .order(segments::last_seq)
        .select((
            segments::chat_id,
            segments::first_seq,
            segments::last_seq,
            segments::file_id,
            files::size,
            files::key_sealed,
        ))
        .load(conn)
        .await
}

/// Messages of one chat by their numbers.
pub async fn rows(conn: &mut Conn, chat: ChatId, seqs: Vec<Seq>) -> QueryResult<Vec<MessageRow>> {
    let mut rows = Vec::with_capacity(seqs.len());
    for chunk in seqs.chunks(CHUNK) {
        let some = messages::table
            .filter(messages::chat_id.eq(id(chat)))
            .filter(messages::seq.eq_any(numbers(chunk)))
            .select(MessageRow::as_select());
        rows.extend(some.load::<MessageRow>(conn).await?);
    }
    Ok(rows)
}

/// The next messages of a chat that are not deleted.
pub async fn after(conn: &mut Conn, chat: ChatId, seq: Seq, most: i64) -> QueryResult<Vec<MessageRow>> {
    messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .filter(messages::seq.gt(seq.number()))
        .filter(messages::deleted_at.is_null())
        .order(messages::seq)
        .limit(most)
        .select(MessageRow::as_select())
        .load(conn)
        .await
}

/// Whether the text of this message lies in a file.
pub async fn holds(conn: &mut Conn, row: &MessageRow) -> QueryResult<bool> {
    Ok(row.is_archived() && !covering(conn, row.chat_id, row.seq, row.seq).await?.is_empty())
}

/// The next messages up to `up_to` whose texts are in no archive file.
pub async fn next(conn: &mut Conn, chat: ChatId, up_to: Seq, most: i64) -> QueryResult<Option<Archivable>> {
    // The revision first: whatever changes afterwards is seen when they are put away.
    let stands: Option<(i64, i64)> = chats::table
        .filter(chats::id.eq(id(chat)))
        .filter(chats::gone_at.is_null())
        .select((chats::rev, chats::kept_from))
        .get_result(conn)
        .await
        .optional()?;
    let Some((rev, kept_from)) = stands else { return Ok(None) };
    let (rev, kept_from) = (Rev::from_number(rev), Seq::from_number(kept_from));
    let mut first = kept_from;
    let mut there = covering(conn, chat, kept_from, up_to).await?.into_iter();
    while first <= up_to {
        let behind = there.next();
        let end = behind.as_ref().map_or(up_to, |segment| segment.first_seq.previous());
        let rows = with_texts(conn, chat, (first, end), most).await?;
        if !rows.is_empty() {
            return Ok(Some(Archivable { rev, first, rows }));
        }
        let Some(segment) = behind else { break };
        first = segment.last_seq.next();
    }
    Ok(None)
}

async fn with_texts(
    conn: &mut Conn,
    chat: ChatId,
    (first, last): (Seq, Seq),
    most: i64,
) -> QueryResult<Vec<MessageRow>> {
    messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .filter(messages::seq.between(first.number(), last.number()))
        .filter(messages::body.is_not_null())
        .filter(messages::deleted_at.is_null())
        .order(messages::seq)
        .limit(most)
        .select(MessageRow::as_select())
        .load(conn)
        .await
}

/// Empties the rows whose texts lie in the file now. False where one of them changed meanwhile, or another node was
/// first: then nothing has happened.
pub async fn empty_rows(conn: &mut Conn, new: Archived) -> Write<bool> {
    // Nothing changes between the look and the write.
    let _chat = LockedChat::take(conn, new.chat).await?;
    let changed = messages::table
        .filter(messages::chat_id.eq(id(new.chat)))
        .filter(messages::seq.between(new.first.number(), new.last.number()))
        .filter(messages::rev.gt(new.rev.number()));
    if diesel::select(exists(changed)).get_result(conn).await? {
        return Err(Abort::Same(false));
    }
    let mut emptied = 0;
    for chunk in new.seqs.chunks(CHUNK) {
        let rows = messages::table
            .filter(messages::chat_id.eq(id(new.chat)))
            .filter(messages::seq.eq_any(numbers(chunk)))
            .filter(messages::body.is_not_null());
        emptied += diesel::update(rows).set(messages::body.eq(None::<Vec<u8>>)).execute(conn).await?;
    }
    if emptied != new.seqs.len() {
        return Err(Abort::Same(false));
    }
    diesel::insert_into(segments::table)
        .values((
            segments::chat_id.eq(id(new.chat)),
            segments::last_seq.eq(new.last.number()),
            segments::first_seq.eq(new.first.number()),
            segments::file_id.eq(id(new.file)),
        ))
        .execute(conn)
        .await?;
    stored::hold(conn, new.file).await?;
    Ok(true)
}

/// Messages whose texts lie in an archive file.
pub async fn archived_rows(conn: &mut Conn, segment: ArchiveFile) -> QueryResult<Vec<MessageRow>> {
    messages::table
        .filter(messages::chat_id.eq(id(segment.chat)))
        .filter(messages::seq.between(segment.first_seq.number(), segment.last_seq.number()))
        .filter(messages::body.is_null())
        .filter(messages::deleted_at.is_null())
        .order(messages::seq)
        .select(MessageRow::as_select())
        .load(conn)
        .await
}

/// Puts texts back into their rows, and the archive file goes. Only a row that is still empty takes one.
pub async fn restore(conn: &mut Conn, back: Restored) -> Write<()> {
    let chat = LockedChat::take(conn, back.segment.chat).await?;
    // Another archive file may have its place by now, with texts this one does not have.
    let place = segments::table.find((id(chat.id), back.segment.last_seq.number()));
    let this = place.filter(segments::file_id.eq(id(back.segment.file)));
    if diesel::delete(this).execute(conn).await? == 0 {
        return Err(Abort::Same(()));
    }
    for (seq, body) in back.bodies {
        let row = messages::table.find((id(chat.id), seq.number()));
        diesel::update(row.filter(messages::body.is_null()).filter(messages::deleted_at.is_null()))
            .set(messages::body.eq(Some(body)))
            .execute(conn)
            .await?;
    }
    stored::let_go(conn, back.segment.file, back.at).await?;
    Ok(())
}
