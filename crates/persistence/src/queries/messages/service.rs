//! The server itself writes service messages into a chat.

use super::super::Conn;
use super::super::chats::change::Change;
use crate::error::Abort;
use crate::input::Act;
use crate::keys::{KeySet, MessageSeal};
use crate::rows::messages::{MessageRow, StoredService};
use crate::schema::messages::messages;
use diesel_async::RunQueryDsl;
use domain::ClientId;
use domain::message::{MessageKind, Service};

/// Appends a message of the instance itself, as a part of a change.
pub async fn append_service<T>(
    conn: &mut Conn,
    chat: &mut Change,
    act: &Act,
    service: &Service,
    keys: &KeySet,
) -> Result<MessageRow, Abort<T>> {
    chat.seq += 1;
    chat.active_at = act.at.millis();
    let kind = MessageKind::Service.number();
    let client_id = ClientId::make(act.at, act.random);
    let seal = MessageSeal { chat: chat.id, author: act.actor, client_id, revision: 1, kind };
    let body = keys.seal_message(&seal, &StoredService::write(service), act.random)?;
    let row = MessageRow {
        chat_id: chat.id,
        seq: chat.seq,
        rev: chat.rev,
        changed_rev: None,
        ordinal: chat.ordinal,
        author_id: act.actor,
        client_id,
        fingerprint: Vec::new(),
        kind: i32::from(kind),
        revision: 1,
        body: Some(body),
        created_at: act.at.millis(),
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
    };
    diesel::insert_into(messages::table).values(row.clone()).execute(conn).await?;
    Ok(row)
}
