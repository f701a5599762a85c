//! Messages are edited and deleted here after they are sent.

use super::super::Conn;
use super::super::chats::change::{Change, LockedChat};
use super::super::chats::membership::{self, owners};
use super::super::operators::audit;
use super::super::search::indexing;
use super::locked_sends::{note_edit, slow_down};
use super::{find, update};
use crate::error::{Abort, Write};
use crate::input::Act;
use crate::keys::KeySet;
use crate::outcome::Touched;
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::messages::{MessageRow, RevisionRow, references};
use crate::rows::operators::audit::AuditRow;
use crate::schema::messages::message_revisions;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::{allow, visible};
use domain::message::{Mention, MessageText, References, dropped_revisions};
use domain::{Fault, Seq};
use std::sync::Arc;
use std::time::Duration;

/// The former version is kept as a revision; the new one is sealed with its own revision number.
pub async fn edit(
    conn: &mut Conn,
    act: Act,
    seq: Seq,
    (text, mentions): (MessageText, Vec<Mention>),
    window: Duration,
    keys: Arc<KeySet>,
) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let (me, mut row) = readable(conn, &act, seq).await?;
    row.subject().may_edit(act.actor, me.request_state(), window, act.at)?;
    let before = row.clone();
    // Whom it answers and what it corrects stays; whom it mentions is read again.
    let references = References { mentions, ..row.open(&keys).references };
    keys.suffice()?;
    let body = row.body.take().ok_or(Fault::MessageDeleted)?;
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
            .filter(message_revisions::seq.eq(seq.number()))
            .filter(message_revisions::revision.between(dropped.start(), dropped.end()));
        diesel::delete(between).execute(conn).await?;
    }
    let chat = chat.begin();
    row.revision += 1;
    (row.rev, row.changed_rev) = (chat.rev, Some(chat.rev.number()));
    row.edited_at = Some(act.at.millis());
    let composed = references::compose(&references, text.as_str());
    row.body = Some(keys.seal_message(&row.seal(row.revision), &composed, act.random)?);
    update(conn, &row).await?;
    super::derived::forget(conn, act.chat, &[seq]).await?;
    let personal = super::mentions::replace(conn, &row, &references.mentioned(), act.at.millis()).await?;
    indexing::changed(conn, &before, Some(text.as_str()), &keys).await?;
    let chat = chat.commit(conn).await?;
    Ok(Touched { personal, ..touched(conn, &act, chat, row).await? })
}

/// The number stays, the text and its earlier wordings go. Deleting again changes nothing.
pub async fn delete(conn: &mut Conn, act: Act, seq: Seq, keys: Arc<KeySet>) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let (me, row) = readable(conn, &act, seq).await?;
    if let Some(action) = row.subject().may_delete(act.actor)? {
        allow(chat.kind(), me.open().role, owners(conn, act.chat).await?, action)?;
    }
    if row.deleted_at.is_some() {
        return Err(Abort::Same(touched(conn, &act, chat.unchanged(), row).await?));
    }
    wipe(conn, &act, chat.begin(), row, &keys).await
}

/// Removes a reported message for an administrator, who need not be a member.
pub async fn remove_reported(
    conn: &mut Conn,
    act: Act,
    seq: Seq,
    keys: Arc<KeySet>,
    entry: AuditRow,
) -> Write<Option<Touched>> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let row = find(conn, act.chat, seq).await?.ok_or(Fault::NotFound)?;
    super::reactions::require_text(conn, &row).await?;
    if !row.is_sent() || row.deleted_at.is_some() {
        return Err(Abort::Same(None));
    }
    audit::insert(conn, entry).await?;
    wipe(conn, &act, chat.begin(), row, &keys).await.map(Some).map_err(Abort::of_part)
}

/// Removes everything a message said.
async fn wipe(
    conn: &mut Conn,
    act: &Act,
    chat: Change,
    mut row: MessageRow,
    keys: &KeySet,
) -> Write<Touched> {
    let seq = row.seq;
    let revisions = message_revisions::table
        .filter(message_revisions::chat_id.eq(id(act.chat)))
        .filter(message_revisions::seq.eq(seq.number()));
    diesel::delete(revisions).execute(conn).await?;
    indexing::changed(conn, &row, None, keys).await?;
    row.rev = chat.rev;
    row.changed_rev = Some(chat.rev.number());
    row.body = None;
    row.pinned_at = None;
    row.deleted_at = Some(act.at.millis());
    update(conn, &row).await?;
    super::reactions::forget(conn, act.chat, &[seq]).await?;
    let personal = super::mentions::clear(conn, act.chat, seq, act.at.millis()).await?;
    let chat = chat.commit(conn).await?;
    Ok(Touched { personal, ..touched(conn, act, chat, row).await? })
}

async fn readable<T>(conn: &mut Conn, act: &Act, seq: Seq) -> Result<(MemberRow, MessageRow), Abort<T>> {
    let member = membership::joined(conn, act.chat, act.actor).await?;
    let row = find(conn, act.chat, seq).await?.filter(|row| visible(member.visible_from, row.seq));
    let row = row.ok_or(Abort::Refused(Fault::NotFound))?;
    super::reactions::require_text(conn, &row).await?;
    Ok((member, row))
}

async fn touched(conn: &mut Conn, act: &Act, chat: ChatRow, row: MessageRow) -> QueryResult<Touched> {
    let marks = super::reactions::of(conn, act.chat, Some(act.actor), std::slice::from_ref(&row)).await?;
    Ok(Touched { message: Some(row), marks, ..Touched::nothing(chat) })
}
