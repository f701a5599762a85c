//! Sends that cannot be batched: a message request is pending, or the chat is in slow mode and people may write only
//! so often. Each is a unit of work of its own, under the chat's lock.

use super::super::Conn;
use super::super::chats::change::LockedChat;
use super::super::chats::direct::{notify_of_request, open_both_sides};
use super::super::chats::{members, membership};
use super::append::{Appended, append};
use super::{known, mentions};
use crate::error::{Abort, Write};
use crate::input::{Act, LockedMessage};
use crate::outcome::{LockedSend, Touched};
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::messages::reactions::MentionRow;
use crate::schema::chats::member_state;
use crate::schema::messages::messages;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::direct::MessageRequestState;
use domain::fault::Limited;
use domain::member::pause_left;
use domain::message::MessageKind;
use domain::{Fault, Timestamp};
use std::time::Duration;

/// A message request, or an answer to one. Answering accepts the request, in the same change.
pub async fn send(conn: &mut Conn, act: Act, message: LockedMessage) -> Write<LockedSend> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let mut me = membership::joined(conn, act.chat, act.actor).await?;
    if let Some(row) = known(conn, act.chat, act.actor, message.client_id).await? {
        return Err(Abort::Same(LockedSend::Known(row)));
    }
    let before = me.request_state();
    me.set_request_state(before.after_sending(message.plain)?);
    slow_down(conn, &chat, &me, act.at).await?;
    let mut chat = chat.begin();
    let new = Appended {
        author: act.actor,
        client_id: message.client_id,
        fingerprint: message.fingerprint.to_vec(),
        kind: message.kind,
        body: message.body,
    };
    let row = append(conn, &mut chat, new, act.at).await?;
    mentions::note(conn, MentionRow::all(chat.id, row.seq, act.actor, &message.addressed)).await?;
    let touched = if before == MessageRequestState::Received {
        Touched { message: Some(row), settings: false, ..open_both_sides(conn, chat, act.at).await? }
    } else {
        let chat = chat.commit(conn).await?;
        members::write(conn, &me).await?;
        let personal = match before {
            MessageRequestState::OneMessage => notify_of_request(conn, &act).await?,
            MessageRequestState::Open
            | MessageRequestState::Waiting
            | MessageRequestState::Received
            | MessageRequestState::Declined
            | MessageRequestState::Blocking => vec![],
        };
        Touched { message: Some(row), personal, ..Touched::nothing(chat) }
    };
    Ok(LockedSend::Stored(Box::new(touched)))
}

/// Where members may write only so often, each waits after their own last message or edit.
pub async fn slow_down<T>(
    conn: &mut Conn,
    chat: &ChatRow,
    me: &MemberRow,
    at: Timestamp,
) -> Result<(), Abort<T>> {
    if chat.slow_seconds == 0 {
        return Ok(());
    }
    let last: Vec<i64> = messages::table
        .filter(messages::chat_id.eq(id(chat.id)))
        .filter(messages::author_id.eq(id(me.user_id)))
        .filter(messages::kind.ne(i32::from(MessageKind::Service.number())))
        .order(messages::seq.desc())
        .limit(1)
        .select(messages::created_at)
        .load(conn)
        .await?;
    let edited: Option<Option<i64>> = member_state::table
        .find((id(chat.id), id(me.user_id)))
        .select(member_state::last_edit_at)
        .get_result(conn)
        .await
        .optional()?;
    let pause = chat.slow_mode().pause();
    let last = last.into_iter().next().max(edited.flatten()).map(Timestamp::from_millis);
    let left = pause_left(me.open().role, pause, last, at);
    if left.is_zero() {
        return Ok(());
    }
    let retry_after = Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(1));
    Err(Fault::RateLimited(Limited { policy: "slow-mode", quota: 1, window: pause, retry_after }).into())
}

/// Remembers an edit for [`slow_down`], where that is asked for at all.
pub async fn note_edit(conn: &mut Conn, chat: &ChatRow, act: &Act) -> QueryResult<()> {
    if chat.slow_seconds > 0 {
        diesel::update(member_state::table.find((id(chat.id), id(act.actor))))
            .set(member_state::last_edit_at.eq(act.at.millis()))
            .execute(conn)
            .await?;
    }
    Ok(())
}
