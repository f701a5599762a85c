//! Messages after they are sent: read, edited, deleted; and the ones the server itself writes.

pub mod archive;
pub mod history;
pub mod locked_sends;
pub mod mentions;
pub mod pins_and_stars;
pub mod reactions;
pub mod receipts;
pub mod retention;
pub mod translations;

use self::locked_sends::{note_edit, slow_down};
use super::Conn;
use super::chats::lock;
use super::chats::members::{self, joined, owners};
use super::operators::audit;
use super::search::indexing;
use crate::error::{Abort, Write};
use crate::found::{Act, Touched};
use crate::keys::{KeySet, MessageSeal};
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::messages::reactions::Marks;
use crate::rows::messages::{MessageRow, RevisionRow, StoredService, references};
use crate::rows::operators::audit::AuditRow;
use crate::schema::{message_revisions, messages};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::{Action, allow, visible};
use domain::message::{Mention, MessageKind, MessageText, Said, Service, dropped_revisions};
use domain::{ChatId, ClientId, Fault, UserId};
use std::sync::Arc;
use std::time::Duration;

/// A message of the instance itself, in a change that already holds the chat's lock.
pub async fn append_service<T>(
    conn: &mut Conn,
    chat: &mut ChatRow,
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

/// The former wording is kept as a revision; the new one is sealed with its own revision number.
pub async fn edit(
    conn: &mut Conn,
    act: Act,
    seq: i64,
    (text, mentions): (MessageText, Vec<Mention>),
    window: Duration,
    keys: Arc<KeySet>,
) -> Write<Touched> {
    let chat = lock(conn, act.chat).await?;
    let (me, mut row) = readable(conn, &act, seq).await?;
    if row.author_id != act.actor || !row.is_sent() {
        return Err(Fault::Forbidden.into());
    }
    // An edit reaches the same people as a new message.
    me.gate().acting()?;
    let before = row.clone();
    // Whom it answers and what it corrects stays; whom it speaks to is read anew.
    let said = Said { mentions, ..row.open(&keys).said };
    keys.suffice()?;
    let (None, Some(body)) = (row.deleted_at, row.body.take()) else {
        return Err(Fault::MessageDeleted.into());
    };
    if act.at.millis() > row.created_at.saturating_add(i64::try_from(window.as_millis()).unwrap_or(i64::MAX))
    {
        return Err(Fault::EditWindowClosed.into());
    }
    slow_down(conn, &chat, &me, act.at).await?;
    note_edit(conn, &chat, &act).await?;
    let former = RevisionRow {
        chat_id: row.chat_id,
        seq,
        revision: row.revision,
        body,
        at: row.edited_at.unwrap_or(row.created_at),
    };
    diesel::insert_into(message_revisions::table).values(former).execute(conn).await?;
    if let Some(dropped) = dropped_revisions(row.revision) {
        let between = message_revisions::table
            .filter(message_revisions::chat_id.eq(id(act.chat)))
            .filter(message_revisions::seq.eq(seq))
            .filter(message_revisions::revision.between(dropped.start(), dropped.end()));
        diesel::delete(between).execute(conn).await?;
    }
    row.revision += 1;
    (row.rev, row.changed_rev) = (chat.rev, Some(chat.rev));
    row.edited_at = Some(act.at.millis());
    let composed = references::compose(&said, text.as_str());
    row.body = Some(keys.seal_message(&row.seal(row.revision), &composed, act.random)?);
    update(conn, &row).await?;
    translations::forget(conn, act.chat, &[seq]).await?;
    let personal = mentions::replace(conn, &row, &said.addressed(), act.at.millis()).await?;
    indexing::changed(conn, &before, Some(text.as_str()), &keys).await?;
    Ok(Touched { personal, ..touched(conn, &act, chat, row).await? })
}

/// The number stays, the text and its earlier wordings go. Deleting again changes nothing.
pub async fn delete(conn: &mut Conn, act: Act, seq: i64, keys: Arc<KeySet>) -> Write<Touched> {
    let mut chat = lock(conn, act.chat).await?;
    let (me, row) = readable(conn, &act, seq).await?;
    if !row.is_sent() {
        return Err(Fault::Forbidden.into());
    }
    if row.author_id != act.actor {
        allow(chat.kind(), me.open().role, owners(conn, act.chat).await?, Action::DeleteMessageOfOthers)?;
    }
    if row.deleted_at.is_some() {
        chat.rev -= 1;
        return Err(Abort::Same(touched(conn, &act, chat, row).await?));
    }
    wipe(conn, &act, chat, row, &keys).await
}

/// Removes a reported message for an administrator, who need not be a member.
pub async fn remove_reported(
    conn: &mut Conn,
    act: Act,
    seq: i64,
    keys: Arc<KeySet>,
    entry: AuditRow,
) -> Write<Option<Touched>> {
    let chat = lock(conn, act.chat).await?;
    let row = find(conn, act.chat, seq).await?.ok_or(Fault::NotFound)?;
    reactions::at_hand(conn, &row).await?;
    if !row.is_sent() || row.deleted_at.is_some() {
        return Err(Abort::Same(None));
    }
    audit::insert(conn, entry).await?;
    wipe(conn, &act, chat, row, &keys).await.map(Some).map_err(Abort::of_part)
}

/// Removes everything a message said; the chat is locked.
async fn wipe(
    conn: &mut Conn,
    act: &Act,
    chat: ChatRow,
    mut row: MessageRow,
    keys: &KeySet,
) -> Write<Touched> {
    let seq = row.seq;
    let revisions = message_revisions::table
        .filter(message_revisions::chat_id.eq(id(act.chat)))
        .filter(message_revisions::seq.eq(seq));
    diesel::delete(revisions).execute(conn).await?;
    indexing::changed(conn, &row, None, keys).await?;
    row.rev = chat.rev;
    row.changed_rev = Some(chat.rev);
    row.body = None;
    row.pinned_at = None;
    row.deleted_at = Some(act.at.millis());
    update(conn, &row).await?;
    reactions::forget(conn, act.chat, &[seq]).await?;
    let personal = mentions::clear(conn, act.chat, seq, act.at.millis()).await?;
    Ok(Touched { personal, ..touched(conn, act, chat, row).await? })
}

pub async fn find(conn: &mut Conn, chat: ChatId, seq: i64) -> QueryResult<Option<MessageRow>> {
    messages::table.find((id(chat), seq)).select(MessageRow::as_select()).get_result(conn).await.optional()
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

/// One message as this reader sees it.
pub async fn one_marked(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    seq: i64,
) -> Write<(MessageRow, Marks)> {
    let row = one(conn, chat, reader, seq).await?;
    let marks = reactions::of(conn, chat, Some(reader), std::slice::from_ref(&row)).await?;
    Ok((row, marks))
}

/// One message that this reader may see.
pub async fn one<T>(conn: &mut Conn, chat: ChatId, reader: UserId, seq: i64) -> Result<MessageRow, Abort<T>> {
    let member = joined(conn, chat, reader).await?;
    let row = find(conn, chat, seq).await?.filter(|row| visible(member.visible_from, row.seq));
    row.ok_or(Abort::Refused(Fault::NotFound))
}

/// The wordings after one of them; the row itself tells how to open them.
pub async fn revisions(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    seq: i64,
    (after, limit): (i32, i64),
) -> Write<(MessageRow, Vec<RevisionRow>)> {
    let row = one(conn, chat, reader, seq).await?;
    let former = message_revisions::table
        .filter(message_revisions::chat_id.eq(id(chat)))
        .filter(message_revisions::seq.eq(seq))
        .filter(message_revisions::revision.gt(after))
        .order(message_revisions::revision)
        .limit(limit)
        .select(RevisionRow::as_select())
        .load(conn)
        .await?;
    Ok((row, former))
}

async fn readable<T>(conn: &mut Conn, act: &Act, seq: i64) -> Result<(MemberRow, MessageRow), Abort<T>> {
    let member = members::joined(conn, act.chat, act.actor).await?;
    let row = find(conn, act.chat, seq).await?.filter(|row| visible(member.visible_from, row.seq));
    let row = row.ok_or(Abort::Refused(Fault::NotFound))?;
    reactions::at_hand(conn, &row).await?;
    Ok((member, row))
}

pub async fn update(conn: &mut Conn, row: &MessageRow) -> QueryResult<usize> {
    diesel::update(messages::table.find((id(row.chat_id), row.seq)))
        .set((
            messages::rev.eq(row.rev),
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

async fn touched(conn: &mut Conn, act: &Act, chat: ChatRow, row: MessageRow) -> QueryResult<Touched> {
    let marks = reactions::of(conn, act.chat, Some(act.actor), std::slice::from_ref(&row)).await?;
    Ok(Touched { message: Some(row), marks, ..Touched::nothing(chat) })
}
