//! People look at these lists: their chats, and a chat's members.

use super::super::Conn;
use super::super::messages::{mentions as named, reacted, reactions};
use super::membership::joined;
use crate::error::{Abort, Write};
use crate::input::ChatListPage;
use crate::outcome::OwnChatRow;
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::{JOINED, MemberRow};
use crate::rows::chats::preferences::PreferencesRow;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::EVERYBODY;
use crate::rows::people::UserRow;
use crate::schema::chats::{chats, member_state, members};
use crate::schema::messages::{mentions, messages};
use crate::schema::people::users;
use crate::types::{id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::direct::MessageRequestState;
use domain::member::visible;
use domain::message::MessageKind;
use domain::{ChatId, Fault, Ordinal, Seq, UserId};
use std::collections::HashMap;

type Joined = (ChatRow, MemberRow, Option<MessageRow>, i64, i64, Option<i64>, Option<i64>, PreferencesRow);

/// One query for the whole page: chat, membership, last message, position, own messages after it, preferences
/// of it. The page is chosen first, so that only its rows are looked up.
pub async fn own_chats(conn: &mut Conn, user: UserId, page: ChatListPage) -> QueryResult<Vec<OwnChatRow>> {
    let mut chosen =
        members::table
            .inner_join(chats::table.on(chats::id.eq(members::chat_id)))
            .inner_join(member_state::table.on(
                member_state::chat_id.eq(members::chat_id).and(member_state::user_id.eq(members::user_id)),
            ))
            .filter(members::user_id.eq(id(user)))
            .filter(members::state.eq(JOINED))
            .order((member_state::pinned.desc(), chats::active_at.desc(), chats::id))
            .limit(page.limit)
            .select(members::chat_id)
            .into_boxed();
    if let Some(archived) = page.archived {
        chosen = chosen.filter(member_state::archived.eq(archived));
    }
    if let Some(cursor) = page.after {
        let later = chats::active_at.eq(cursor.active_at).and(chats::id.gt(id(cursor.chat)));
        let among =
            member_state::pinned.eq(cursor.pinned).and(chats::active_at.lt(cursor.active_at).or(later));
        chosen = if cursor.pinned {
            chosen.filter(member_state::pinned.eq(false).or(among))
        } else {
            chosen.filter(among)
        };
    }
    let chosen: Vec<ChatId> = chosen.load(conn).await?;
    these(conn, user, chosen).await
}

/// These chats as one of their members sees them, in the order of that member's list.
pub async fn these(conn: &mut Conn, user: UserId, chosen: Vec<ChatId>) -> QueryResult<Vec<OwnChatRow>> {
    let own = diesel::alias!(messages as own);
    let own_after = own
        .filter(own.field(messages::chat_id).eq(members::chat_id))
        .filter(own.field(messages::author_id).eq(members::user_id))
        .filter(own.field(messages::seq).gt(member_state::read_seq))
        .filter(own.field(messages::kind).ne(i32::from(MessageKind::Service.number())))
        .count()
        .single_value();
    let spoken_to = mentions::table
        .filter(mentions::chat_id.eq(members::chat_id))
        .filter(mentions::user_id.eq_any([id(user), id(EVERYBODY)]))
        .filter(mentions::author_id.ne(members::user_id))
        .filter(mentions::seq.gt(member_state::read_seq))
        .filter(mentions::seq.ge(members::visible_from))
        .count()
        .single_value();
    let rows: Vec<Joined> =
        members::table
            .inner_join(chats::table.on(chats::id.eq(members::chat_id)))
            .inner_join(member_state::table.on(
                member_state::chat_id.eq(members::chat_id).and(member_state::user_id.eq(members::user_id)),
            ))
            .left_join(messages::table.on(messages::chat_id.eq(chats::id).and(messages::seq.eq(chats::seq))))
            .filter(members::user_id.eq(id(user)))
            .filter(members::state.eq(JOINED))
            .filter(members::chat_id.eq_any(ids(&chosen)))
            .order((member_state::pinned.desc(), chats::active_at.desc(), chats::id))
            .select((
                ChatRow::as_select(),
                MemberRow::as_select(),
                Option::<MessageRow>::as_select(),
                member_state::read_seq,
                member_state::read_ordinal,
                own_after,
                spoken_to,
                PreferencesRow::as_select(),
            ))
            .load(conn)
            .await?;
    let last: Vec<&MessageRow> = rows.iter().filter_map(|row| row.2.as_ref()).collect();
    let mut marks = reactions::for_reader(conn, user, &last).await?.into_iter();
    let mut unseen = reacted::unseen(conn, user, &chosen).await?;
    let mut named_in = HashMap::new();
    for (chat, member, _, read_seq, _, _, spoken_to, _) in &rows {
        if spoken_to.is_some_and(|n| n > 0) {
            let after = Seq::from_number(*read_seq);
            named_in.insert(chat.id, named::unread(conn, chat.id, user, after, member.visible_from).await?);
        }
    }
    Ok(rows
        .into_iter()
        .map(|(chat, member, last_message, read_seq, read_ordinal, own_after, spoken_to, preferences)| {
            OwnChatRow {
                last_message: last_message
                    .map(|row| (row, marks.next().unwrap_or_default()))
                    .filter(|(row, marks)| visible(member.visible_from, row.seq) && !marks.hides(row.seq)),
                mentioned_in: named_in.remove(&chat.id).unwrap_or_default(),
                reacted_to: unseen.remove(&chat.id).unwrap_or_default(),
                chat,
                member,
                read_seq: Seq::from_number(read_seq),
                read_ordinal: Ordinal::from_number(read_ordinal),
                own_after: own_after.unwrap_or(0),
                mentions: spoken_to.unwrap_or(0),
                preferences,
            }
        })
        .collect())
}

pub async fn own_chat(conn: &mut Conn, user: UserId, chat: ChatId) -> Write<OwnChatRow> {
    let row = these(conn, user, vec![chat]).await?.pop();
    row.ok_or(Abort::Refused(Fault::NotFound))
}

/// All chats a person is in, newest activity first: what is needed to look through their names.
pub async fn all_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<ChatRow>> {
    members::table
        .inner_join(chats::table.on(chats::id.eq(members::chat_id)))
        .filter(members::user_id.eq(id(user)))
        .filter(members::state.eq(JOINED))
        .order((chats::active_at.desc(), chats::id))
        .select(ChatRow::as_select())
        .load(conn)
        .await
}

pub async fn members_of(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    after: Option<UserId>,
    limit: i64,
) -> Write<Vec<(MemberRow, UserRow)>> {
    joined(conn, chat, reader).await?;
    let listed = members::table
        .inner_join(users::table.on(users::id.eq(members::user_id)))
        .filter(members::chat_id.eq(id(chat)))
        // A recipient who declined a message request is listed as invited, like one who has not answered.
        .filter(
            members::state
                .eq(JOINED)
                .or(members::request_state.eq(i32::from(MessageRequestState::Declined.number()))),
        )
        .select((MemberRow::as_select(), UserRow::as_select()));
    Ok(page!(listed, members::user_id, after.map(id), limit).load(conn).await?)
}
