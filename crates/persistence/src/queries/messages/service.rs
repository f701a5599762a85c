//! The server itself writes service messages into a chat.

use super::super::Conn;
use super::super::chats::change::Change;
use super::append::{Appended, append};
use crate::error::Abort;
use crate::input::Act;
use crate::keys::{KeySet, MessageSeal};
use crate::rows::messages::{MessageRow, StoredService};
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
    let kind = MessageKind::Service.number();
    let client_id = ClientId::make(act.at, act.random);
    let seal = MessageSeal { chat: chat.id, author: act.actor, client_id, revision: 1, kind };
    let body = keys.seal_message(&seal, &StoredService::write(service), act.random)?;
    let message =
        Appended { author: act.actor, client_id, fingerprint: Vec::new(), kind: i32::from(kind), body };
    Ok(append(conn, chat, message, act.at).await?)
}
