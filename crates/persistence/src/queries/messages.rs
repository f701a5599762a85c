//! Message rows are found and updated here.

pub mod append;
pub mod archive;
pub mod derived;
pub mod edits;
pub mod history;
pub mod locked_sends;
pub mod mentions;
pub mod pins_and_stars;
pub mod reacted;
pub mod reactions;
pub mod receipts;
pub mod retention;
pub mod service;
pub mod translations;

use super::Conn;
use super::chats::membership::joined;
use crate::error::Abort;
use crate::rows::messages::MessageRow;
use crate::schema::messages::messages;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::visible;
use domain::{ChatId, ClientId, Fault, Seq, UserId};

pub async fn find(conn: &mut Conn, chat: ChatId, seq: Seq) -> QueryResult<Option<MessageRow>> {
    messages::table
        .find((id(chat), seq.number()))
        .select(MessageRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// The row a client id was stored in, if it was.
pub async fn known(
    conn: &mut Conn,
    chat: ChatId,
    author: UserId,
    client_id: ClientId,
) -> QueryResult<Option<MessageRow>> {
    messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .filter(messages::author_id.eq(id(author)))
        .filter(messages::client_id.eq(id(client_id)))
        .select(MessageRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// One message that this reader may see.
pub async fn one<T>(conn: &mut Conn, chat: ChatId, reader: UserId, seq: Seq) -> Result<MessageRow, Abort<T>> {
    let member = joined(conn, chat, reader).await?;
    let row = find(conn, chat, seq).await?.filter(|row| visible(member.visible_from, row.seq));
    row.ok_or(Abort::Refused(Fault::NotFound))
}

pub async fn update(conn: &mut Conn, row: &MessageRow) -> QueryResult<usize> {
    diesel::update(messages::table.find((id(row.chat_id), row.seq.number())))
        .set((
            messages::rev.eq(row.rev.number()),
            messages::changed_rev.eq(row.changed_rev),
            messages::revision.eq(row.revision),
            messages::body.eq(&row.body),
            messages::edited_at.eq(row.edited_at),
            messages::deleted_at.eq(row.deleted_at),
            messages::pinned_at.eq(row.pinned_at),
        ))
        .execute(conn)
        .await
}
