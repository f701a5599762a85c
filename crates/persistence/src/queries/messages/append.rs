//! Appends one message as a part of a change: the only way into the table besides batches, which insert many at once
//! (`backend/*/append`).

use super::super::Conn;
use super::super::chats::change::Change;
use crate::rows::messages::MessageRow;
use crate::schema::messages::messages;
use diesel_async::RunQueryDsl;
use domain::message::MessageKind;
use domain::{ClientId, Timestamp, UserId};

/// What a message brings along; its numbers follow from the change.
pub struct Appended {
    pub author: UserId,
    pub client_id: ClientId,
    pub fingerprint: Vec<u8>,
    pub kind: i32,
    pub body: Vec<u8>,
}

/// Only what people send counts as unread and raises the ordinal.
pub async fn append(
    conn: &mut Conn,
    chat: &mut Change,
    message: Appended,
    at: Timestamp,
) -> diesel::QueryResult<MessageRow> {
    chat.seq = chat.seq.next();
    if message.kind != i32::from(MessageKind::Service.number()) {
        chat.ordinal = chat.ordinal.next();
    }
    chat.active_at = chat.active_at.max(at.millis());
    let row = MessageRow {
        chat_id: chat.id,
        seq: chat.seq,
        rev: chat.rev,
        changed_rev: None,
        ordinal: chat.ordinal,
        author_id: message.author,
        client_id: message.client_id,
        fingerprint: message.fingerprint,
        kind: message.kind,
        revision: 1,
        body: Some(message.body),
        created_at: at.millis(),
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
    };
    diesel::insert_into(messages::table).values(row.clone()).execute(conn).await?;
    Ok(row)
}
