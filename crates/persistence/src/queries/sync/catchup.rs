//! A client or a node learns from digests and revisions whether it is behind.

use super::super::Conn;
use super::super::chats::{membership, reading};
use super::super::messages::{mentions, reactions};
use super::super::people::{blocks, friend_request_lists, friends, profiles};
use super::notifications;
use crate::outcome::{MyChangesFound, MyChatFound};
use crate::rows::chats::member::JOINED;
use crate::rows::chats::preferences::PreferencesRow;
use crate::schema::chats::{chats, member_state, members};
use crate::schema::people::users;
use crate::types::{CHUNK, StoredNumber, id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::chat::{Digest, Preferences};
use domain::event::{MyChat, Personal, PersonalChange};
use domain::{ChatId, MyRev, Ordinal, Rev, Seq, UserId};

/// More than usually share one revision.
const LEAST_NOTIFICATIONS: i64 = 200;

/// All of a person's chats, newest activity first, and the person's own revision.
pub async fn digest(conn: &mut Conn, user: UserId) -> QueryResult<(Vec<Digest>, MyRev)> {
    let my_rev = my_rev(conn, user).await?;
    let rows: Vec<(ChatId, i64, i64, i64, i64)> =
        members::table
            .inner_join(chats::table.on(chats::id.eq(members::chat_id)))
            .inner_join(member_state::table.on(
                member_state::chat_id.eq(members::chat_id).and(member_state::user_id.eq(members::user_id)),
            ))
            .filter(members::user_id.eq(id(user)))
            .filter(members::state.eq(JOINED))
            .order((chats::active_at.desc(), chats::id))
            .select((chats::id, chats::seq, chats::rev, member_state::read_seq, members::visible_from))
            .load(conn)
            .await?;
    let digests = rows
        .into_iter()
        .map(|(chat, seq, rev, read_seq, visible_from)| Digest {
            chat,
            seq: Seq::from_number(seq),
            rev: Rev::from_number(rev),
            read_seq: Seq::from_number(read_seq),
            visible_from: Seq::from_number(visible_from),
        })
        .collect();
    Ok((digests, my_rev))
}

pub async fn my_rev(conn: &mut Conn, user: UserId) -> QueryResult<MyRev> {
    let row = users::table.find(id(user)).select(users::my_rev).get_result(conn).await.optional()?;
    Ok(row.map_or(MyRev::ZERO, MyRev::from_number))
}

/// Where these chats stand; one that is gone is missing from the answer.
pub async fn revs(conn: &mut Conn, of: Vec<ChatId>) -> QueryResult<Vec<(ChatId, Rev)>> {
    let mut found = Vec::with_capacity(of.len());
    for chunk in of.chunks(CHUNK) {
        let rows: Vec<(ChatId, i64)> = chats::table
            .filter(chats::id.eq_any(ids(chunk)))
            .filter(chats::gone_at.is_null())
            .select((chats::id, chats::rev))
            .load(conn)
            .await?;
        found.extend(rows.into_iter().map(|(chat, rev)| (chat, Rev::from_number(rev))));
    }
    Ok(found)
}

pub async fn my_revs(conn: &mut Conn, of: Vec<UserId>) -> QueryResult<Vec<(UserId, MyRev)>> {
    let mut found = Vec::with_capacity(of.len());
    for chunk in of.chunks(CHUNK) {
        let rows: Vec<(UserId, i64)> = users::table
            .filter(users::id.eq_any(ids(chunk)))
            .select((users::id, users::my_rev))
            .load(conn)
            .await?;
        found.extend(rows.into_iter().map(|(user, rev)| (user, MyRev::from_number(rev))));
    }
    Ok(found)
}

/// What changed for one person alone, in the order of their own revisions; a page never splits one.
pub async fn my_changes(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    limit: i64,
) -> QueryResult<MyChangesFound> {
    let now = my_rev(conn, user).await?;
    let mut most = limit;
    // A page that cannot get past its first revision grows until it does.
    let (mut rows, mut notifications, mut others, my_rev) = loop {
        let rows = my_chats(conn, user, after, now, most + 1).await?;
        let most_notifications = most.max(LEAST_NOTIFICATIONS);
        let notifications = notifications::after(conn, user, after, now, most_notifications + 1).await?;
        // A row too many means that its revision may be incomplete: the answer ends before it.
        let chats_end = overflow(&rows, most).map_or(now, |row| row.my_rev.previous());
        let notifications_end =
            overflow(&notifications, most_notifications).map_or(now, |row| row.my_rev.previous());
        let others = other_changes(conn, user, after, now, most + 1).await?;
        let others_end = overflow(&others, most).map_or(now, |one| one.my_rev.previous());
        let end = chats_end.min(notifications_end).min(others_end);
        if end > after || end == now {
            break (rows, notifications, others, end);
        }
        most = most.saturating_mul(2);
    };
    others.retain(|one| one.my_rev <= my_rev);
    rows.retain(|row| row.my_rev <= my_rev);
    notifications.retain(|row| row.my_rev <= my_rev);
    let mut chats = Vec::with_capacity(rows.len());
    for row in rows {
        chats.push(my_chat(conn, user, row).await?);
    }
    let notification_settings =
        notifications::settings(conn, user).await?.filter(|row| row.my_rev > after && row.my_rev <= my_rev);
    let unread_notifications = notifications::unread(conn, user).await?;
    let more = my_rev < now;
    Ok(MyChangesFound {
        chats,
        notifications,
        notification_settings,
        unread_notifications,
        others,
        my_rev,
        more,
    })
}

#[derive(Queryable)]
struct MyState {
    chat: ChatId,
    #[diesel(deserialize_as = StoredNumber)]
    my_rev: MyRev,
    joined: bool,
    #[diesel(deserialize_as = StoredNumber)]
    read_seq: Seq,
    #[diesel(deserialize_as = StoredNumber)]
    read_ordinal: Ordinal,
    preferences: PreferencesRow,
}

async fn my_chats(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    up_to: MyRev,
    limit: i64,
) -> QueryResult<Vec<MyState>> {
    member_state::table
        .filter(member_state::user_id.eq(id(user)))
        .filter(member_state::my_rev.gt(after.number()))
        .filter(member_state::my_rev.le(up_to.number()))
        .order(member_state::my_rev)
        .limit(limit)
        .select((
            member_state::chat_id,
            member_state::my_rev,
            member_state::joined,
            member_state::read_seq,
            member_state::read_ordinal,
            PreferencesRow::as_select(),
        ))
        .load(conn)
        .await
}

async fn my_chat(conn: &mut Conn, user: UserId, state: MyState) -> QueryResult<MyChatFound> {
    let MyState { chat, my_rev, joined, read_seq, read_ordinal, preferences } = state;
    let stands: Option<(i64, i64, i64)> = chats::table
        .find(id(chat))
        .select((chats::seq, chats::rev, chats::ordinal))
        .get_result(conn)
        .await
        .optional()?
        .filter(|_| joined);
    let (seq, rev, ordinal) = stands.unwrap_or_default();
    let (seq, rev, ordinal) = (Seq::from_number(seq), Rev::from_number(rev), Ordinal::from_number(ordinal));
    let (mut unread, mut spoken_to) = (0, 0);
    if joined && let Some(member) = membership::find(conn, chat, user).await? {
        let own = reading::own_after(conn, chat, user, read_seq).await?;
        unread = domain::chat::unread(ordinal, read_ordinal, own);
        spoken_to = mentions::count(conn, chat, user, read_seq, member.visible_from).await?;
    }
    let mentions = spoken_to;
    let state = MyChat {
        chat,
        my_rev,
        joined,
        seq,
        rev,
        read_seq,
        unread,
        mentions,
        preferences: Preferences::default(),
    };
    Ok(MyChatFound { state, preferences })
}

fn overflow<T>(rows: &[T], limit: i64) -> Option<&T> {
    rows.get(usize::try_from(limit).unwrap_or(usize::MAX))
}

/// Whatever is no chat, in the order of its revisions; of each kind at most `limit`.
async fn other_changes(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    up_to: MyRev,
    limit: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let mut all = friends::changes(conn, user, after, up_to, limit).await?;
    all.extend(friend_request_lists::changes(conn, user, after, up_to, limit).await?);
    all.extend(blocks::changes(conn, user, after, up_to, limit).await?);
    all.extend(reactions::changes(conn, user, after, up_to, limit).await?);
    let profile = profiles::changed(conn, user, after, up_to).await?;
    all.extend(profile.map(|my_rev| PersonalChange { user, my_rev, what: Personal::Profile }));
    all.sort_by_key(|one| one.my_rev);
    Ok(all)
}
