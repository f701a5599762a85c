//! Push subscriptions are stored here, and the people found who are to be notified of a chat.

use super::super::Conn;
use super::super::chats::reading::own_after;
use crate::error::Write;
use crate::outcome::ReaderFound;
use crate::rows::chats::member::JOINED;
use crate::rows::sync::push::PushRow;
use crate::schema::accounts::sessions;
use crate::schema::chats::{chats, member_state, members};
use crate::schema::people::users;
use crate::schema::sync::push_subscriptions;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::visible;
use domain::{ChatId, Fault, Ordinal, PushId, Seq, UserId};

/// One address, one row: a browser that signs in as another person belongs to them. Beyond `most` the oldest goes.
pub async fn add(conn: &mut Conn, row: PushRow, most: i64) -> Write<()> {
    let same = push_subscriptions::table.filter(push_subscriptions::endpoint_lookup.eq(&row.endpoint_lookup));
    diesel::delete(same).execute(conn).await?;
    let surplus: Vec<PushId> = push_subscriptions::table
        .filter(push_subscriptions::user_id.eq(id(row.user_id)))
        .order(push_subscriptions::id.desc())
        .offset(most - 1)
        .limit(most)
        .select(push_subscriptions::id)
        .load(conn)
        .await?;
    for old in surplus {
        diesel::delete(push_subscriptions::table.find(id(old))).execute(conn).await?;
    }
    diesel::insert_into(push_subscriptions::table).values(row).execute(conn).await?;
    Ok(())
}

/// Only where the session that subscribed still stands.
pub async fn of_user(conn: &mut Conn, user: UserId, now: i64) -> QueryResult<Vec<PushRow>> {
    push_subscriptions::table
        .inner_join(sessions::table.on(sessions::id.eq(push_subscriptions::session_id)))
        .inner_join(users::table.on(users::id.eq(push_subscriptions::user_id)))
        .filter(push_subscriptions::user_id.eq(id(user)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(users::is_active.eq(true))
        .order(push_subscriptions::id)
        .select(PushRow::as_select())
        .load(conn)
        .await
}

pub async fn remove(conn: &mut Conn, user: UserId, push: PushId) -> Write<()> {
    let own = push_subscriptions::table.find(id(push)).filter(push_subscriptions::user_id.eq(id(user)));
    if diesel::delete(own).execute(conn).await? == 0 { Err(Fault::NotFound.into()) } else { Ok(()) }
}

/// The push service does not know it any more.
pub async fn drop_dead(conn: &mut Conn, push: PushId) -> Write<()> {
    diesel::delete(push_subscriptions::table.find(id(push))).execute(conn).await?;
    Ok(())
}

pub async fn any(conn: &mut Conn) -> QueryResult<bool> {
    let one: Vec<PushId> =
        push_subscriptions::table.select(push_subscriptions::id).limit(1).load(conn).await?;
    Ok(!one.is_empty())
}

/// Members with a browser to tell, for whom the chat is not silent and something is unread.
pub async fn readers(conn: &mut Conn, chat: ChatId, now: i64) -> QueryResult<Vec<ReaderFound>> {
    let rows: Vec<(UserId, i64, i64, i64, i64, i64)> =
        push_subscriptions::table
            .inner_join(members::table.on(members::user_id.eq(push_subscriptions::user_id)))
            .inner_join(chats::table.on(chats::id.eq(members::chat_id)))
            .inner_join(member_state::table.on(
                member_state::chat_id.eq(members::chat_id).and(member_state::user_id.eq(members::user_id)),
            ))
            .filter(members::chat_id.eq(id(chat)))
            .filter(members::state.eq(JOINED))
            .filter(member_state::read_seq.lt(chats::seq))
            .filter(member_state::muted_until.is_null().or(member_state::muted_until.le(now)))
            .select((
                members::user_id,
                members::visible_from,
                chats::seq,
                chats::ordinal,
                member_state::read_seq,
                member_state::read_ordinal,
            ))
            .distinct()
            .order(members::user_id)
            .load(conn)
            .await?;
    let mut readers = Vec::with_capacity(rows.len());
    for (user, visible_from, seq, ordinal, read_seq, read_ordinal) in rows {
        let own = own_after(conn, chat, user, Seq::from_number(read_seq)).await?;
        let (ordinal, read_ordinal) = (Ordinal::from_number(ordinal), Ordinal::from_number(read_ordinal));
        let unread = domain::chat::unread(ordinal, read_ordinal, own);
        if unread > 0 && visible(Seq::from_number(visible_from), Seq::from_number(seq)) {
            readers.push(ReaderFound { user, unread });
        }
    }
    Ok(readers)
}
